"""A run of tests at another moment and on a machine in another zone: `pytest -p tests.fuzz.clock`.

PORTAL_TEST_NOW is the moment at which the run begins; time goes on from there. PORTAL_TEST_ZONE is the zone of the
machine, set after Django, which otherwise makes its own zone that of the process.
"""

import os
import time
from datetime import datetime

import pytest
import time_machine

_travels: list[time_machine.travel] = []


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    if zone := os.environ.get("PORTAL_TEST_ZONE"):
        os.environ["TZ"] = zone
        time.tzset()
    if now := os.environ.get("PORTAL_TEST_NOW"):
        travel = time_machine.travel(datetime.fromisoformat(now), tick=True)
        travel.start()
        _travels.append(travel)


def pytest_unconfigure(config):
    while _travels:
        _travels.pop().stop()
