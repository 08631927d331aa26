"""A peer course with three announced dates, an organiser, and members of other schools."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from events.cohorts.actions import ask_people, say_yes
from events.meetups.states import Admission, MeetupKind
from network.members.states import CONVERSATION_LEADERS
from tests.factories.events import START, MeetupFactory, OccurrenceFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory, RoleFactory

# A Monday in January, before every date of the factories.
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def organiser(db):
    return MemberFactory(given_name="Olga", family_name="Organisator")


@pytest.fixture
def meetup(portal, organiser):
    meetup = MeetupFactory(
        page__parent=portal.agenda,
        page__title="Peergang coaches",
        kind=MeetupKind.COHORT,
        admission=Admission.CLOSED,
    )
    meetup.organiser_rows.create(member=organiser)
    return meetup


@pytest.fixture
def dates(meetup):
    return [
        OccurrenceFactory(meetup=meetup, starts_at=START + timedelta(days=28 * n), seats_on_site=2, changed_at=NOW)
        for n in range(3)
    ]


@pytest.fixture
def people(db):
    """Four members of four schools; the last two work in ICT."""
    roles = [RoleFactory(slug=bank, name=bank, bank=bank) for bank in ("onderwijs", "ict")]
    made = []
    for number, name in enumerate(("Anna", "Bram", "Cees", "Dina")):
        member = MemberFactory(given_name=name, family_name="Groep")
        AffiliationFactory(member=member, institution=InstitutionFactory(), role=roles[number // 2])
        made.append(member)
    return made


@pytest.fixture
def places(meetup, dates, people, organiser):
    """All four said yes."""
    asked = ask_people(meetup=meetup, members=people, by=organiser, at=NOW)
    return [say_yes(place=place, at=NOW) for place in asked]


@pytest.fixture
def cohort(places):
    return places[0].cohort


@pytest.fixture
def leader(db):
    member = MemberFactory(given_name="Gea")
    member.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    return member
