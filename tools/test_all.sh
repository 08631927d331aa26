#!/usr/bin/env bash
# The whole suite against the real servers: PostgreSQL, Elasticsearch, OpenSearch and Chromium, started here and stopped
# by process id.
#   test_all.sh    the suite on SQLite, again on PostgreSQL with Elasticsearch, the questions of search on OpenSearch too,
#                  then the journeys in the browser; all run, and one failure fails the whole
# No test may be skipped (PORTAL_NO_SKIPS): what can't run on an engine is deselected by its marker, see conftest.py.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset PYTHONDONTWRITEBYTECODE
python=${VENV:-.venv}/bin/python
export PORTAL_NO_SKIPS=1 PORTAL_TEST_THOROUGH=1 SEARCHSERVER_HOME=${SEARCHSERVER_HOME:-$PWD/.cache/search-server}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/portal-tests.XXXXXX")
chmod 755 "$scratch"
servers=tools/search-server/searchserver.sh

missing() { echo "test-all: $1 is missing; $2" >&2; exit 3; }

stop_servers() {
  trap - EXIT INT TERM
  tools/postgres.sh stop "$scratch/postgres" || true
  "$servers" stop es || true
  "$servers" stop os || true
  rm -rf "$scratch"
}

free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

chromium=${PORTAL_TEST_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -x "$chromium" ] || missing "Chromium" "apt-get install chromium, or set PORTAL_TEST_CHROMIUM to a browser."
command -v mvn >/dev/null || missing "Maven" "apt-get install maven (it fetches Elasticsearch's jars)."
for program in node npm javac; do
  command -v "$program" >/dev/null || missing "$program" "apt-get install nodejs npm default-jdk-headless libical3 (other readers of calendars)."
done
readers=tools/calendar-readers/readers.sh
"$readers" install
export PORTAL_TEST_CALENDAR_READERS=$PWD/$readers
trap stop_servers EXIT
trap 'exit 130' INT TERM

suite=("$python" -m pytest -n "${PROCESSES:-auto}" --maxprocesses 4 --dist worksteal)
status=0
echo "== SQLite =="
"${suite[@]}" || status=1

echo "== PostgreSQL and Elasticsearch =="
PORTAL_TEST_DATABASE_URL=$(tools/postgres.sh start "$scratch/postgres")
# Maven writes colour codes to standard output, so the server is installed before its address is read.
"$servers" install es > /dev/null
PORTAL_TEST_ELASTICSEARCH_URL=$("$servers" start es "$(free_port)" | grep -o 'http://127.0.0.1:[0-9]*' | tail -n 1)
export PORTAL_TEST_DATABASE_URL PORTAL_TEST_ELASTICSEARCH_URL
PORTAL_TEST_AGAIN=1 "${suite[@]}" || status=1

echo "== OpenSearch, side by side with Elasticsearch =="
# Without an address no test would run, which pytest counts as a failure.
opensearch=$(PYTHON=$python "$servers" start os "$(free_port)" | grep -o 'http://127.0.0.1:[0-9]*' | tail -n 1) || true
PORTAL_TEST_OPENSEARCH_URL=$opensearch "$python" -m pytest tests/search/test_opensearch.py || status=1
"$servers" stop os

echo "== Journeys in Chromium =="
export PORTAL_TEST_CHROMIUM=$chromium
# Each process has sites and a browser of its own; more than two wait for the processor, and for each other.
"$python" -m pytest -n "${PROCESSES:-auto}" --maxprocesses 2 --dist worksteal tests/journeys || status=1
exit $status
