#!/usr/bin/env bash
# The races of signing up and of saying yes at full size (RELIABILITY G1–G9), on SQLite and on PostgreSQL: 400 members,
# 20 seats, 32 connections and 4 processes, with kills, and 100 applications for one place, each beside its control
# without a lock; then 2,000 orders of steps.
#   races.sh    ROUNDS (default 1) repeats the races; SIGNUP_*, ACCEPT_APPLICATIONS and SEQUENCES choose other sizes
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset PYTHONDONTWRITEBYTECODE
python=${VENV:-.venv}/bin/python
export PORTAL_TEST_THOROUGH=1 PORTAL_NO_SKIPS=1 SEQUENCES=${SEQUENCES:-2000}
export SIGNUP_MEMBERS=${SIGNUP_MEMBERS:-400} SIGNUP_SEATS=${SIGNUP_SEATS:-20} SIGNUP_CONNECTIONS=${SIGNUP_CONNECTIONS:-32}
export ACCEPT_APPLICATIONS=${ACCEPT_APPLICATIONS:-100}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/portal-races.XXXXXX")
chmod 755 "$scratch"
stop_server() {
  trap - EXIT INT TERM
  tools/postgres.sh stop "$scratch/postgres" || true
  rm -rf "$scratch"
}
trap stop_server EXIT
trap 'exit 130' INT TERM

races=("$python" -m pytest tests/races -k "signing_up or series or accepting")
status=0
for round in $(seq "${ROUNDS:-1}"); do
  echo "== Round $round: SQLite =="
  "${races[@]}" || status=1
  echo "== Round $round: PostgreSQL =="
  PORTAL_TEST_DATABASE_URL=$(tools/postgres.sh start "$scratch/postgres")
  export PORTAL_TEST_DATABASE_URL
  "${races[@]}" || status=1
  unset PORTAL_TEST_DATABASE_URL
  tools/postgres.sh stop "$scratch/postgres"
done
echo "== $SEQUENCES orders of steps =="
"$python" -m pytest -n 2 tests/events/registrations/test_sequences.py tests/events/registrations/test_series_sequences.py -k many || status=1
"$python" -m pytest tests/events/applications/test_sequences.py || status=1
exit $status
