"""What someone is told on /mijn/ of offered seats, and who is counted when a step says how many mails it sends."""

from datetime import timedelta

import pytest

from events.meetups.listeners import ChangeKind, mails_of
from events.registrations.states import RegistrationState
from events.registrations.todos import REGISTRATION_TODOS
from tests.events.registrations.conftest import NOW
from tests.factories.events import RegistrationFactory, SeriesBookingFactory
from tests.factories.network import MemberFactory
from tests.todos import todos_of

ENDS = NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("after", "is_shown"),
    [pytest.param(timedelta(), True, id="open"), pytest.param(timedelta(hours=2), False, id="over")],
)
def test_an_offered_seat_is_shown_to_its_owner_until_its_deadline(date, coach, other_coach, after, is_shown):
    row = RegistrationFactory(occurrence=date, member=coach, state=RegistrationState.OFFERED, hold_ends_at=ENDS)

    shown = [[item.key for item in todos_of(REGISTRATION_TODOS, each, at=NOW + after)] for each in (coach, other_coach)]

    assert shown == [[f"registration:{row.key}"] if is_shown else [], []]


@pytest.mark.parametrize(
    ("after", "is_shown"),
    [pytest.param(timedelta(), True, id="open"), pytest.param(timedelta(hours=2), False, id="over")],
)
def test_an_offered_series_is_shown_to_its_owner_until_its_deadline(date, coach, other_coach, after, is_shown):
    row = SeriesBookingFactory(meetup=date.meetup, member=coach, state=RegistrationState.OFFERED, hold_ends_at=ENDS)
    RegistrationFactory(
        occurrence=date, member=coach, series_booking=row, state=RegistrationState.OFFERED, hold_ends_at=ENDS
    )

    shown = [[item.key for item in todos_of(REGISTRATION_TODOS, each, at=NOW + after)] for each in (coach, other_coach)]

    assert shown == [[f"booking:{row.key}"] if is_shown else [], []]


def test_a_step_counts_no_mail_for_who_was_shut_out(date):
    for is_active in (True, True, False):
        RegistrationFactory(occurrence=date, member=MemberFactory(is_active=is_active))

    assert mails_of({date.pk: [ChangeKind.TIME]}) == 2
