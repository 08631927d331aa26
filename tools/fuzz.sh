#!/usr/bin/env bash
# Hostile input at full size (RELIABILITY G21, G22, G28, G29): EXAMPLES questions on SQLite and as many on PostgreSQL,
# script in every text with every page opened in Chromium, nothing that breaks out of a file, mail or feed, and tests of
# calendars, feeds and meetups on other clocks. What finds a fault is kept in tests/fuzz/corpus, which `make test` asks
# again.
#   fuzz.sh [asks] [exporters] [scripts] [clocks]    all of them without a name
#   EXAMPLES (20000), SEED (drawn), TURNS (3: how many times other payloads stand in other places)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset PYTHONDONTWRITEBYTECODE
python=${VENV:-.venv}/bin/python
export PORTAL_FUZZ_SEED=${SEED:-$((RANDOM * 32768 + RANDOM))} PORTAL_FUZZ_KEEP=1
export PORTAL_TEST_THOROUGH=1 PORTAL_NO_SKIPS=1
parts=${*:-asks exporters scripts clocks}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/portal-fuzz.XXXXXX")
chmod 755 "$scratch"
stop_server() {
  trap - EXIT INT TERM
  tools/postgres.sh stop "$scratch/postgres" || true
  rm -rf "$scratch"
}
trap stop_server EXIT
trap 'exit 130' INT TERM

suite=("$python" -m pytest -n "${PROCESSES:-auto}" --maxprocesses 4 --dist worksteal)
summary=""
status=0
# Runs a part and notes how it went and how long it took.
part() {
  local name=$1 started=$SECONDS verdict=ok
  shift
  echo "== $name =="
  "$@" || { verdict=FAILED; status=1; }
  summary+=$(printf '%-52s %-6s %5d s' "$name" "$verdict" $((SECONDS - started)))$'\n'
}

on_postgres() {
  PORTAL_TEST_DATABASE_URL=$(tools/postgres.sh start "$scratch/postgres") PORTAL_FUZZ_EXAMPLES=${EXAMPLES:-20000} \
    "${suite[@]}" tests/fuzz/test_asks.py
}

echo "PORTAL_FUZZ_SEED=$PORTAL_FUZZ_SEED"
for each in $parts; do
  case $each in
    asks)
      part "${EXAMPLES:-20000} questions, SQLite" \
        env PORTAL_FUZZ_EXAMPLES="${EXAMPLES:-20000}" "${suite[@]}" tests/fuzz/test_asks.py
      part "${EXAMPLES:-20000} questions, PostgreSQL" on_postgres
      ;;
    exporters)
      part "files, mails and feeds" "${suite[@]}" tests/fuzz/test_exporters.py tests/shared/test_exports.py \
        tests/events/calendars tests/shared/test_outbox.py
      ;;
    scripts)
      PORTAL_TEST_CHROMIUM=${PORTAL_TEST_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
      [ -x "$PORTAL_TEST_CHROMIUM" ] || { echo "fuzz: Chromium is missing; apt-get install chromium." >&2; exit 3; }
      export PORTAL_TEST_CHROMIUM
      for turn in $(seq 0 $((${TURNS:-3} - 1))); do
        part "script in every text, turn $turn" \
          env HOSTILE_TURN="$turn" PORTAL_FUZZ_PAGES=all "$python" -m pytest tests/journeys/test_scripts.py
      done
      ;;
    clocks)
      # Summer time begins on 28 March 2027 and ends on 31 October, both at 01:00 UTC.
      while read -r now zone; do
        part "calendars and meetups, $now, $zone" env PORTAL_TEST_NOW="$now" PORTAL_TEST_ZONE="$zone" \
          "${suite[@]}" -p tests.fuzz.clock tests/shared/test_calendar_days.py tests/events/calendars tests/events/feeds \
          tests/events/meetups tests/events/agenda tests/events/harvest tests/home/test_own.py < /dev/null
      done <<'CLOCKS'
2027-03-27T22:30:00+00:00 UTC
2027-03-28T00:30:00+00:00 America/New_York
2027-10-30T21:30:00+00:00 America/New_York
2027-10-31T00:30:00+00:00 UTC
CLOCKS
      ;;
    *)
      echo "fuzz: there is no part called $each." >&2
      exit 2
      ;;
  esac
done
echo "== Summary, PORTAL_FUZZ_SEED=$PORTAL_FUZZ_SEED =="
printf '%s' "$summary"
exit $status
