# Aliases. All that a fresh machine needs is git, make and Python 3.11 or newer; `make check` and `make test-all` say
# what more they need. PORT=8001 chooses the port of the site, PYTHON=python3.13 and VENV=.venv-3.13 the environment.
# EXTRAS=semantisch installs search by meaning too.
PYTHON ?= python3
VENV ?= .venv
PROCESSES ?= auto
EXTRAS ?=
export VENV PROCESSES EXTRAS
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run reset environment test test-all check format bench scale races drill stack search-quality fuzz faults soak audit screenshots
help:
	@echo "make run         start the portal with demo content (python3 run.py)"
	@echo "make test        the tests on SQLite: no browser, no server"
	@echo "make test-all    the tests on SQLite and PostgreSQL with Elasticsearch, search on OpenSearch, and the journeys in Chromium"
	@echo "make check       every static check (needs GNU gettext)"
	@echo "make bench       the budgets: instructions, time, weights, memory, search, members, meetups, matching, bridges, clone to first page"
	@echo "make scale       every sort of page on a small and on a large portal, both filled with load data (takes long)"
	@echo "make search-quality  how well search finds: the judged queries on each engine (Elasticsearch where Maven and a JDK are)"
	@echo "make races       signing up at full size, with kills, on SQLite and PostgreSQL, and 2,000 orders of steps"
	@echo "make drill       a backup put back, and upgrades from the last three versions, with real processes (SIZE=--small: fewer pages)"
	@echo "make stack       the whole Compose stack in a Docker engine: walked through, killed piece by piece, restored"
	@echo "make screenshots the pictures of the docs, of the demo in Chromium"
	@echo "make faults      breaks 30 guards of the code one at a time (FAULTS=\"--seed 7\"): each must fail a test"
	@echo "make soak        half an hour of mixed traffic (SOAK=\"--rate 3\"): memory, files and queues must stay as they are"
	@echo "make fuzz        hostile input: 20,000 questions on SQLite and on PostgreSQL, script in every text, odd clocks"
	@echo "make audit       whether an installed version is known to be unsafe, and whether Django and Wagtail are new"
	@echo "make format      lay out Python and templates as 'make check' wants them"
	@echo "make reset       delete the local database, uploads and mail, after asking"

run:
	@$(PYTHON) run.py

reset:
	@$(PYTHON) run.py --reset

environment:
	@$(PYTHON) run.py --install-dev

test: environment
	@$(VENV)/bin/python -m pytest -n $(PROCESSES) --maxprocesses 4 --dist worksteal

test-all: environment
	@tools/test_all.sh

check: environment
	@$(VENV)/bin/python tools/check.py

format: environment
	@$(VENV)/bin/ruff format --quiet . && $(VENV)/bin/ruff check --quiet --fix . && \
	  git ls-files -z 'templates/*.html' | xargs -0 $(VENV)/bin/djade --target-version 5.2

BENCHES = instructions "pages --clone" "search 10000 100000" directory feeds meetups matching bridges timing
bench: environment
	@status=0; for each in $(BENCHES); do set -- $$each; name=$$1; shift; \
	  $(VENV)/bin/python tools/bench/$$name.py "$$@" || status=1; done; exit $$status

scale: environment
	@$(VENV)/bin/python tools/bench/scale.py

search-quality: environment
	@$(VENV)/bin/python tools/search_quality.py

races: environment
	@tools/races.sh

drill: environment
	@$(VENV)/bin/python -m tools.drill $(SIZE)

stack:
	@PYTHON=$(PYTHON) tools/stack/exercise.sh

screenshots: environment
	@$(VENV)/bin/python tools/screenshots.py

# The tests that use each guard are found once, by the whole quick suite; FAULTS="--new-map" finds them again.
faults: environment
	@$(VENV)/bin/python -m tools.faults.run $(FAULTS)

soak: environment
	@$(VENV)/bin/python -m tools.soak.run $(SOAK)

fuzz: environment
	@tools/fuzz.sh

audit: environment
	@$(VENV)/bin/python tools/audit.py
