"""Notes which guards each test came by: `hit` is called by the probes, the rest is a plugin of pytest."""

import json
import os
import time
from pathlib import Path

import pytest

_now: set[int] = set()


def hit(*numbers: int) -> None:
    """Note that a statement with these sites is about to run."""
    _now.update(numbers)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Write a line for each test: its name, how long it took, and the sites it came by, fixtures included."""
    _now.clear()
    started, failed = time.monotonic(), item.session.testsfailed
    answer = yield
    folder = os.environ.get("FAULTS_NOTES")
    # A test that fails without any fault (in a copy there is no history of git) can't notice one.
    if folder and item.session.testsfailed == failed:
        note = {"test": item.nodeid, "seconds": round(time.monotonic() - started, 3), "sites": sorted(_now)}
        with (Path(folder) / f"{os.getpid()}.jsonl").open("a") as notes:
            notes.write(json.dumps(note) + "\n")
    return answer
