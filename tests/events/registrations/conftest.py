"""One announced date, and people."""

from datetime import UTC, datetime

import pytest

from events.meetups.states import WaitlistPolicy
from tests.factories.events import MeetupFactory, OccurrenceFactory
from tests.factories.network import MemberFactory

# A Monday in January, before every date of the factories.
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def agenda(portal):
    return portal.agenda


@pytest.fixture
def meetup(agenda):
    return MeetupFactory(page__parent=agenda, waitlist_policy=WaitlistPolicy.OFFER)


@pytest.fixture
def date(meetup):
    return OccurrenceFactory(meetup=meetup, seats_on_site=2, changed_at=NOW)


@pytest.fixture
def people(db):
    return MemberFactory.create_batch(6)
