"""A hybrid date in a meetup that two people run, and someone who runs another one."""

from datetime import UTC, datetime

import pytest

from events.meetups.actions import set_organisers
from events.meetups.states import WaitlistPolicy
from tests.factories.events import MeetupFactory, OccurrenceFactory
from tests.factories.network import MemberFactory

# A Monday in January, before every date of the factories.
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def meetup(portal, coach, other_coach):
    row = MeetupFactory(
        page__parent=portal.agenda, page__title="Samen verder", waitlist_policy=WaitlistPolicy.AUTOMATIC
    )
    set_organisers(meetup=row, organisers=[coach, other_coach], at=NOW)
    return row


@pytest.fixture
def date(meetup):
    return OccurrenceFactory(meetup=meetup, seats_on_site=2, has_online=True, seats_online=5, changed_at=NOW)


@pytest.fixture
def neighbour(portal):
    """Runs a meetup of their own, with a date."""
    member = MemberFactory(given_name="Buur", family_name="Man")
    own = MeetupFactory(page__parent=portal.agenda, page__title="Elders")
    set_organisers(meetup=own, organisers=[member], at=NOW)
    OccurrenceFactory(meetup=own)
    return member


@pytest.fixture
def organiser(client, coach):
    client.force_login(coach)
    return client
