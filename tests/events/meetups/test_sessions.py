"""The programme of a date: what fits in it, and what people's choices hold in place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.meetups import errors
from events.meetups.actions import add_session, change_occurrence, change_session, remove_session
from events.meetups.plans import OccurrencePlan, SessionPlan
from tests.events.meetups.conftest import NOW
from tests.factories.events import START, OccurrenceFactory, SessionFactory

pytestmark = pytest.mark.django_db

HALF_HOUR = timedelta(minutes=30)
TALK = SessionPlan(title="Opening", starts_at=START, ends_at=START + HALF_HOUR)
CHOICE = replace(TALK, title="Ronde 1", is_chosen=True, seats=5)


@pytest.fixture
def date(agenda):
    return OccurrenceFactory(meetup__page__parent=agenda)


def test_a_session_is_added_once_and_told(date, ear):
    assert add_session(occurrence=date, plan=TALK, at=NOW) == add_session(occurrence=date, plan=TALK, at=NOW)
    assert ear.kinds == [{"sessions"}]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ends_at": START}, errors.EndsBeforeStart),
        ({"ends_at": START + timedelta(hours=3)}, errors.SessionOutside),
        ({"starts_at": START - HALF_HOUR}, errors.SessionOutside),
    ],
)
def test_a_session_lies_within_its_date(date, change, error):
    with pytest.raises(error):
        add_session(occurrence=date, plan=replace(TALK, **change), at=NOW)


def test_a_chosen_session_keeps_its_time_and_its_seats(date, counter):
    session = add_session(occurrence=date, plan=CHOICE, at=NOW)
    counter.sessions = {session.pk: 3}
    changed = change_session(session=session, plan=replace(CHOICE, room="A1", seats=3), at=NOW)
    assert (changed.room, changed.seats) == ("A1", 3)
    later = replace(CHOICE, starts_at=START + HALF_HOUR, ends_at=START + 2 * HALF_HOUR)
    for plan, error in (
        (later, errors.SessionInUse),
        (replace(CHOICE, is_chosen=False), errors.SessionInUse),
        (replace(CHOICE, seats=2), errors.SeatsTaken),
    ):
        with pytest.raises(error):
            change_session(session=session, plan=plan, at=NOW)
    with pytest.raises(errors.SessionInUse):
        remove_session(session=session, at=NOW)


def test_a_session_nobody_chose_goes(date):
    session = SessionFactory(occurrence=date)
    for _click in range(2):
        remove_session(session=session, at=NOW)
    assert not date.sessions.exists()


def test_the_programme_moves_along_with_its_date(date):
    session = SessionFactory(occurrence=date)
    plan = OccurrencePlan.of(date)
    day = timedelta(days=1)
    change_occurrence(
        occurrence=date, plan=replace(plan, starts_at=plan.starts_at + day, ends_at=plan.ends_at + day), at=NOW
    )
    session.refresh_from_db()
    assert session.starts_at == START + day


def test_a_shorter_date_still_holds_its_programme(date):
    SessionFactory(occurrence=date)
    plan = replace(OccurrencePlan.of(date), ends_at=START + HALF_HOUR)
    with pytest.raises(errors.SessionOutside):
        change_occurrence(occurrence=date, plan=plan, at=NOW)
