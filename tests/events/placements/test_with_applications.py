"""An exchange and the application it came from: the yes, its undo, the place that comes free, a host who hands over."""

from datetime import timedelta

import pytest

from events.applications.actions import accept_application, undo_decision
from events.applications.errors import ExchangeBegan
from events.applications.states import ApplicationState
from events.models import Application, Placement, PlacementOffer
from events.offers.states import ListingState
from events.placements.actions import cancel_placement, follow_time
from events.placements.follows import PLACEMENTS_FOLLOW
from events.placements.states import CancelReason, PlacementState
from network.privacy.actions import erase_person
from tests.factories.exchange_applications import NOW, ApplicationFactory, colleague
from tests.factories.exchange_placements import agree, day, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    row = ApplicationFactory()
    return accept_application(application=row, member=row.host, at=NOW)


@pytest.fixture
def placement(application):
    return Placement.objects.get(application=application)


def soon():
    return day(on=(NOW + timedelta(days=40)).date())


def offer_state():
    return PlacementOffer.objects.get().state


def test_a_yes_makes_the_exchange_with_the_time_it_was_asked(application, placement):
    assert (placement.guest, placement.host) == (application.guest, application.host)
    assert (placement.asked_at, placement.created_at) == (application.created_at, NOW)
    assert offer_state() == ListingState.TAKEN


def test_a_yes_that_is_taken_back_takes_the_exchange_along(application, placement):
    undo_decision(application=application, member=application.host, at=NOW)

    assert not Placement.objects.exists()
    assert Application.objects.get().state != ApplicationState.ACCEPTED


def test_once_something_is_written_the_yes_stands(application, placement):
    write(placement, placement.guest, soon(), at=NOW)

    with pytest.raises(ExchangeBegan):
        undo_decision(application=application, member=application.host, at=NOW)
    assert Placement.objects.exists()


@pytest.mark.parametrize("side", ["guest", "host"])
def test_what_does_not_take_place_frees_the_place(placement, side):
    agree(placement, soon(), at=NOW)

    cancel_placement(placement=placement, member=getattr(placement, side), reason=CancelReason.BUSY, note="", at=NOW)

    assert (offer_state(), Application.objects.get().holds_place) == (ListingState.OPEN, False)


def test_what_took_place_frees_a_standing_place(placement):
    agree(placement, soon(), at=NOW)

    follow_time(placement.days.get().ends_at)

    placement.refresh_from_db()
    assert placement.state == PlacementState.DONE
    assert (offer_state(), Application.objects.get().holds_place) == (ListingState.OPEN, False)


def test_what_took_place_keeps_the_place_of_an_offer_with_an_end(placement):
    PlacementOffer.objects.update(ends_on=(NOW + timedelta(days=200)).date())
    agree(placement, soon(), at=NOW)

    follow_time(placement.days.get().ends_at)

    assert (offer_state(), Application.objects.get().holds_place) == (ListingState.TAKEN, True)


@pytest.mark.parametrize("side", ["guest", "host"])
def test_someone_who_leaves_frees_the_place(placement, side):
    agree(placement, soon(), at=NOW)

    erase_person(member_key=getattr(placement, side).key, at=NOW)

    placement.refresh_from_db()
    assert (placement.state, Application.objects.get().holds_place) == (PlacementState.CANCELLED, False)


def test_a_host_who_hands_over_hands_over_the_exchange(placement):
    agree(placement, soon(), at=NOW)
    heir = colleague(placement.host_institution, given_name="Nieuw")
    application = placement.application
    application.host = heir
    application.save()

    PLACEMENTS_FOLLOW.host_changed(application, at=NOW)

    placement.refresh_from_db()
    assert (placement.host, placement.state) == (heir, PlacementState.AGREED)
