"""A finished exchange of two people, a programme team, and what lies around it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from events.reflections.actions import hand_in, own_reflection, save_reflection
from events.reflections.models import TEXTS, Reflection
from network.members.states import EDITORS, PROGRAMME_TEAM
from network.members.viewers import viewer_of_member
from network.models import Member
from tests.factories.exchange_reflections import ENDED, LAST_DAY, FinishedPlacementFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

NOW = ENDED + timedelta(days=1)
LATER = NOW + timedelta(hours=1)
# The midnight in Amsterdam that ends the fourteenth day after the last day.
TIME_UP = ENDED.replace(hour=23) + timedelta(days=14)


def texts_of(name: str, **more: str) -> dict[str, str]:
    """Give a full reflection in which every part names its writer."""
    return {each: f"{name} over {each}. En nog een zin." for each in TEXTS} | more


def write_all(placement, member, *, at=NOW, **more) -> Reflection:
    """Keep a full reflection without handing it in."""
    row = own_reflection(placement, member)
    seen = (row or Reflection()).version
    return save_reflection(
        placement=placement, member=member, texts=texts_of(member.given_name, **more), seen=seen, at=at
    )


def write_and_hand_in(placement, member, *, at=NOW, **more):
    """Write and seal; gives what the rule said."""
    row = write_all(placement, member, at=at, **more)
    return hand_in(placement=placement, member=member, seen=row.version, at=at)[1]


def looks(member):
    """Give the viewer that someone is now."""
    return viewer_of_member(Member.objects.get(pk=member.pk), on=LAST_DAY)


@pytest.fixture
def guest(db):
    member = MemberFactory(given_name="Gijs", family_name="Gast")
    AffiliationFactory(member=member, institution=InstitutionFactory(name="Gastschool"))
    return member


@pytest.fixture
def host(db):
    member = MemberFactory(given_name="Hanna", family_name="Heer")
    AffiliationFactory(member=member, institution=InstitutionFactory(name="Heerschool"))
    return member


@pytest.fixture
def placement(guest, host):
    return FinishedPlacementFactory(
        guest=guest,
        host=host,
        guest_institution=guest.affiliations.get().institution,
        host_institution=host.affiliations.get().institution,
    )


@pytest.fixture
def opened(placement, guest, host):
    """Both handed in."""
    write_and_hand_in(placement, guest)
    write_and_hand_in(placement, host)
    return placement


@pytest.fixture
def team(db):
    member = MemberFactory(given_name="Petra")
    member.groups.add(Group.objects.get_or_create(name=PROGRAMME_TEAM)[0])
    return member


@pytest.fixture
def editor(db):
    member = MemberFactory(given_name="Ed")
    member.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    return member
