"""A school with a calendar that is followed, at a fixed moment."""

from datetime import UTC, datetime

import pytest
import time_machine

from events.calendars.following import read_followed
from events.followed_calendars.actions import accept_calendar, note_answer, propose_calendar
from events.followed_calendars.fetching import Answer
from events.followed_calendars.rules import WINDOW
from tests.events.calendars.test_reading import calendar as written
from tests.factories.network import AffiliationFactory, InstitutionFactory

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
OPEN_DAY = {
    "uid": "open-dag",
    "dtstart": "20270701T100000",
    "dtend": "20270701T120000",
    "summary": "Open dag",
    "location": "Aula",
    "description": "Kom kijken.\\n\\nIedereen is welkom.",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school(db):
    return InstitutionFactory(name="ROC Noord", slug="roc-noord", province="Groningen")


@pytest.fixture
def coordinator(coach, school):
    AffiliationFactory(member=coach, institution=school, state="confirmed", is_coordinator=True)
    coach.refresh_from_db()
    return coach


@pytest.fixture
def followed(school, coordinator, editor):
    proposed = propose_calendar(
        institution=school,
        address="https://noord.example/agenda.ics",
        website="https://www.noord.example/agenda",
        member=coordinator,
        at=NOW,
    )
    return accept_calendar(calendar=proposed, editor=editor, at=NOW)


def event(**changes: str) -> str:
    """Give the lines of one date; a name with an empty value is left out."""
    values = {name: value for name, value in (OPEN_DAY | changes).items() if value}
    return "\r\n".join(f"{name.upper().replace('_', '-')}:{value}" for name, value in values.items())


@pytest.fixture
def says(followed):
    """Have the calendar say these dates."""

    def read(*events: str, at: datetime = NOW):
        content = written(*events)
        dates = read_followed(content, since=at, until=at + WINDOW)
        note_answer(calendar=followed, answer=Answer(content), dates=dates, at=at)
        followed.refresh_from_db()
        return list(followed.found.order_by("starts_at", "pk"))

    return read
