"""A date that is being held, its organisers, and people with a seat."""

from datetime import timedelta

import pytest

from events.meetups.actions import set_organisers
from tests.factories.events import START, MeetupFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

# A quarter of an hour before the doors close: 9.41 in Amsterdam.
DOOR = START - timedelta(minutes=19)


@pytest.fixture
def meetup(portal):
    return MeetupFactory(page__parent=portal.agenda, page__title="Netwerkbijeenkomst", page__slug="netwerk")


@pytest.fixture
def date(meetup):
    return OccurrenceFactory(meetup=meetup, seats_on_site=3, changed_at=DOOR)


@pytest.fixture
def sanne(meetup):
    """An organiser."""
    member = MemberFactory(email="sanne@school.example", given_name="Sanne", family_name="Brug")
    set_organisers(meetup=meetup, organisers=[member], at=DOOR)
    return member


@pytest.fixture
def daan(meetup, sanne):
    """The other organiser."""
    member = MemberFactory(email="daan@school.example", given_name="Daan", family_name="Poort")
    set_organisers(meetup=meetup, organisers=[sanne, member], at=DOOR)
    return member


@pytest.fixture
def school():
    return InstitutionFactory(name="Lindenwaard College")


@pytest.fixture
def noor(date, school):
    """Someone with a seat."""
    member = MemberFactory(email="noor@school.example", given_name="Noor", family_name="Verhagen")
    AffiliationFactory(member=member, institution=school, local_title="eCoach", state="confirmed")
    return RegistrationFactory(occurrence=date, member=member, institution=school)
