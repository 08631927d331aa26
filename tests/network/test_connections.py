"""Two members who know each other, and what that opens."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.members.actions import choose_audiences
from network.members.models import new_connection
from network.members.personal_data import PERSONAL_DATA
from network.members.profiles import profile_for
from network.members.viewers import viewer_of_member
from network.models import Connection, Member
from tests.factories.network import ConnectionFactory, MemberFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture
def noor():
    member = MemberFactory(given_name="Noor", about="Zwaluwtekst")
    choose_audiences(member=member, audiences={"about": "connections"})
    return member


@pytest.fixture
def mehmet():
    return MemberFactory(given_name="Mehmet")


def sees_about(viewer_member, member) -> set[bool]:
    """Give what profile and list say, as a set: one value when they agree."""
    viewer = viewer_of_member(viewer_member, on=TODAY)
    member = Member.objects.with_profile().get(pk=member.pk)
    listed = Member.objects.with_field_visible_to("about", viewer, on=TODAY).filter(pk=member.pk).exists()
    return {bool(profile_for(viewer, member, on=TODAY).about), listed}


@pytest.mark.parametrize("state", ["requested", "declined", "ended"])
@pytest.mark.parametrize("asker_is_viewer", [True, False])
def test_only_an_accepted_connection_opens_a_field(noor, mehmet, state, asker_is_viewer):
    pair = {"asker": mehmet, "asked": noor} if asker_is_viewer else {"asker": noor, "asked": mehmet}
    ConnectionFactory(**pair, state=state)
    assert sees_about(mehmet, noor) == {False}

    Connection.objects.all().delete()
    ConnectionFactory(**pair)
    assert sees_about(mehmet, noor) == {True}


def test_connection_opens_nothing_to_a_third(noor, mehmet):
    ConnectionFactory(asker=noor, asked=mehmet)

    assert sees_about(MemberFactory(), noor) == {False}


def test_connection_of_a_prospect_opens_nothing(noor):
    prospect = MemberFactory(standing="prospect")
    ConnectionFactory(asker=noor, asked=prospect)

    assert sees_about(prospect, noor) == {False}


def test_connection_opens_no_closed_login(noor, mehmet):
    ConnectionFactory(asker=noor, asked=mehmet)
    Member.objects.filter(pk=noor.pk).update(is_active=False)

    assert sees_about(mehmet, noor) == {False}


@pytest.mark.parametrize("first_state", ["requested", "accepted"])
def test_second_active_connection_of_a_pair_is_refused_whoever_asks(noor, mehmet, first_state):
    ConnectionFactory(asker=noor, asked=mehmet, state=first_state)

    with pytest.raises(IntegrityError), transaction.atomic():
        ConnectionFactory(asker=mehmet, asked=noor, state="requested")
    assert Connection.objects.between(mehmet, noor).count() == 1


def test_after_a_refusal_someone_may_ask_again(noor, mehmet):
    ConnectionFactory(asker=noor, asked=mehmet, state="declined")
    ConnectionFactory(asker=mehmet, asked=noor, state="requested")

    assert Connection.objects.between(noor, mehmet).active().get().requested_by == mehmet


def test_nobody_is_connected_with_oneself(noor):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConnectionFactory(asker=noor, asked=noor)


def test_a_third_can_not_have_asked(noor, mehmet):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConnectionFactory(asker=noor, asked=mehmet, requested_by=MemberFactory())


def test_each_of_the_two_finds_the_other(noor, mehmet):
    made = new_connection(asker=mehmet, asked=noor, at=timezone.now())
    made.save()

    assert (made.asked, made.other(noor), made.other(mehmet)) == (noor, mehmet, noor)
    assert list(Connection.objects.waiting_for(noor)) == [made]
    assert list(Connection.objects.waiting_for(mehmet)) == []
    assert Connection.objects.keys_of_others(noor) == {mehmet.key}


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_any_number_of_connections(noor, number):
    for _turn in range(number):
        ConnectionFactory(asker=MemberFactory(given_name="Bo"), asked=noor)

    with CaptureQueriesContext(connection) as captured:
        viewer = viewer_of_member(noor, on=TODAY)
        assert len([profile_for(viewer, who, on=TODAY) for who in Member.objects.visible_to(viewer, on=TODAY)]) > number
    assert len(captured) == 9


def test_export_names_only_whom_one_knows(noor, mehmet):
    ConnectionFactory(asker=noor, asked=mehmet)
    ConnectionFactory(asker=MemberFactory(given_name="Vreemd"), asked=noor, state="declined")

    rows = PERSONAL_DATA.export(noor.key)["connections"]

    assert sorted((row["with"], row["asked_by_me"], row["state"]) for row in rows) == [
        ("", False, "declined"),
        ("Mehmet", True, "accepted"),
    ]


def test_erasure_leaves_no_connection(noor, mehmet):
    ConnectionFactory(asker=noor, asked=mehmet)

    PERSONAL_DATA.erase(mehmet.key, at=timezone.now())

    assert Connection.objects.count() == 0
