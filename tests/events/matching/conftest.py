"""A place and a wish that fit, with their people."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from network.members.states import PROGRAMME_TEAM
from network.members.viewers import viewer_of_member
from tests.factories.exchange_matching import add_offer, add_wish
from tests.factories.network import MemberFactory

# A Monday morning in January.
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
TODAY = date(2027, 1, 4)


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def offer(db):
    return add_offer(title="Meelopen met de servicedesk")


@pytest.fixture
def wish(db):
    return add_wish(title="Een dag bij ict", opened_at=NOW - timedelta(days=1))


@pytest.fixture
def guest(wish):
    return wish.member


@pytest.fixture
def host(offer):
    return offer.contact


@pytest.fixture
def team(db):
    member = MemberFactory(given_name="Pim")
    member.groups.add(Group.objects.get_or_create(name=PROGRAMME_TEAM)[0])
    return member


@pytest.fixture
def as_(client):
    def sign_in(member):
        client.force_login(member)
        return client

    return sign_in


def viewer(member):
    return viewer_of_member(member, on=TODAY)
