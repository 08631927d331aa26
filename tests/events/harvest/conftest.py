"""A date that is over, with six people who had a seat, run by a coach."""

from datetime import UTC, datetime

import pytest

from events.meetups.actions import set_organisers
from tests.factories.events import MeetupFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.network import InstitutionFactory, MemberFactory

# The date of the factories is Thursday 11 February 2027, 10.00 to 12.00; this is the Friday after it, at ten.
AFTER = datetime(2027, 2, 12, 9, 0, tzinfo=UTC)
SCHOOL = "ROC Lindenwaard"


@pytest.fixture(autouse=True)
def _on_the_day_after(time_machine):
    time_machine.move_to(AFTER, tick=False)


@pytest.fixture
def meetup(portal, coach):
    meetup = MeetupFactory(page__parent=portal.agenda, page__title="Samen verder")
    set_organisers(meetup=meetup, organisers=[coach], at=AFTER)
    return meetup


@pytest.fixture
def date(meetup):
    return OccurrenceFactory(meetup=meetup)


@pytest.fixture
def school(db):
    return InstitutionFactory(name=SCHOOL)


@pytest.fixture
def rows(date, school):
    """Six people who had a seat; the first is called Femke Zwaluw."""
    people = [MemberFactory(given_name="Femke", family_name="Zwaluw"), *MemberFactory.create_batch(5)]
    return [RegistrationFactory(occurrence=date, member=member, institution=school) for member in people]


@pytest.fixture
def guest(date):
    return RegistrationFactory(
        occurrence=date, member=None, guest_name="Gast van Buiten", guest_email="gast@buiten.example"
    )


@pytest.fixture
def organiser(client, coach):
    client.force_login(coach)
    return client
