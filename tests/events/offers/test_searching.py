"""What search knows of whether a place or a wish can be asked for, in the transaction of each change."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.offers.actions import mind_listings, pause_listing, resume_listing, withdraw_listing
from events.offers.actions.occupancy import set_taken
from events.offers.actions.rows import refresh_entry
from search.index.models import Entry
from tests.factories.exchange_offers import AT, OfferFactory, RequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


def status(listing) -> str | None:
    entry = Entry.objects.filter(object_key=listing.key).select_related("text").first()
    return entry and entry.text.status


@pytest.mark.parametrize("factory", [OfferFactory, RequestFactory])
def test_status_follows_what_its_owner_does(factory):
    listing = factory()
    refresh_entry(listing)
    seen = [status(listing)]
    given = {"listing": listing, "member": listing.owner, "at": AT}

    for step in (lambda: pause_listing(reason="", **given), lambda: resume_listing(**given)):
        step()
        seen.append(status(listing))
    withdraw_listing(reason="", **given)

    assert (seen, status(listing)) == (["open", "dicht", "open"], None)


def test_a_place_that_is_taken_is_closed_until_it_comes_free():
    offer = OfferFactory()
    set_taken(offer, is_taken=True, at=AT)
    taken = status(offer)
    set_taken(offer, is_taken=False, at=AT)

    assert (taken, status(offer)) == ("dicht", "open")


def test_what_opens_later_is_open_from_that_day_on():
    offer = OfferFactory(opens_on=timezone.localdate(AT) + timedelta(days=3))
    refresh_entry(offer)
    before = status(offer)

    with time_machine.travel(AT + timedelta(days=4), tick=False):
        mind_listings(AT + timedelta(days=4))

    assert (before, status(offer)) == ("dicht", "open")
