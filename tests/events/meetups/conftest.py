"""A listener that notes what it hears, and a counter with numbers a test sets."""

from datetime import UTC, datetime

import pytest

from events.meetups.listeners import occurrence_listeners, people_counters

# A Monday in January, before every date of the factories.
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


class Ear:
    def __init__(self) -> None:
        self.heard: list[tuple] = []

    def changed(self, occurrence, change, *, at) -> None:
        self.heard.append((occurrence, change))

    @property
    def kinds(self) -> list[set[str]]:
        return [{kind.value for kind in change.kinds} for _occurrence, change in self.heard]


class Counter:
    def __init__(self) -> None:
        self.numbers: dict = {}
        self.groups: set[int] = set()
        self.sessions: dict[int, int] = {}

    def people(self, occurrence_ids):
        return {pk: self.numbers[pk] for pk in occurrence_ids if pk in self.numbers}

    def in_groups(self, meetup_id):
        return self.groups

    def in_sessions(self, occurrence_id):
        return self.sessions


@pytest.fixture
def ear():
    heard = occurrence_listeners.register("tests.ear", Ear())
    yield heard
    occurrence_listeners.unregister("tests.ear")


@pytest.fixture
def counter():
    counted = people_counters.register("tests.counter", Counter())
    yield counted
    people_counters.unregister("tests.counter")


@pytest.fixture
def agenda(portal):
    return portal.agenda
