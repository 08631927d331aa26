"""Any order of steps keeps an offer on the roads of its machine, and what it says of itself true."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from events.offers.actions import (
    approve_listing,
    change_listing,
    confirm_listing,
    mind_listings,
    pause_listing,
    resume_listing,
    send_back_listing,
    send_listing,
    withdraw_listing,
)
from events.offers.actions.occupancy import set_taken
from events.offers.errors import OffersError
from events.offers.states import ENDED, LISTING_MOVES, ListingState
from tests.factories.exchange_offers import AT, add_colleague, add_draft, offer_text
from tests.factories.network import InstitutionFactory, MemberFactory
from tests.orders import OrderOfSteps, try_orders

pytestmark = pytest.mark.django_db


class Offers(OrderOfSteps):
    """One offer, its owner, an editor and the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.at = AT
        school = InstitutionFactory()
        self.owner = add_colleague(school)
        self.editor = MemberFactory(is_superuser=True)
        self.offer = add_draft(member=self.owner, school=school)
        self.before = ListingState.DRAFT

    def step(self, act, **given) -> None:
        self.before = ListingState(self.offer.state)
        refused = None
        try:
            act(listing=self.offer, at=self.at, **given)
        except OffersError as error:
            refused = str(error)
        self.offer.refresh_from_db()
        assert refused is None or (refused.endswith(".") and self.offer.state == self.before)

    @rule()
    def send(self):
        self.step(send_listing, member=self.owner)

    @rule(yes=st.booleans())
    def judge(self, yes):
        given = {"editor": self.editor, "seen": self.offer.changed_at}
        if yes:
            self.step(approve_listing, **given)
        else:
            self.step(send_back_listing, remark="Wie ontvangt?", **given)

    @rule(months=st.sampled_from([None, 1, 3]))
    def change(self, months):
        ends_on = timezone.localdate(self.at) + timedelta(days=30 * months) if months else None
        self.step(change_listing, member=self.owner, text=offer_text(ends_on=ends_on))

    @rule()
    def pause(self):
        self.step(pause_listing, member=self.owner, reason="Even niet")

    @rule()
    def resume(self):
        self.step(resume_listing, member=self.owner)

    @rule()
    def confirm(self):
        self.step(confirm_listing, member=self.owner)

    @rule()
    def withdraw(self):
        self.step(withdraw_listing, member=self.owner, reason="")

    @rule(is_taken=st.booleans())
    def fill(self, is_taken):
        self.before = ListingState(self.offer.state)
        set_taken(self.offer, is_taken=is_taken, at=self.at)

    @rule(days=st.integers(1, 120))
    def wait(self, days):
        self.before = ListingState(self.offer.state)
        self.at += timedelta(days=days)
        mind_listings(self.at)
        self.offer.refresh_from_db()

    @invariant()
    def keeps_to_the_roads(self):
        after = ListingState(self.offer.state)
        assert after == self.before or after in LISTING_MOVES[self.before]

    @invariant()
    def says_what_is_true(self):
        offer = self.offer
        assert (offer.ended_at is not None) == (offer.state in ENDED)
        assert not offer.is_listed or offer.lapses_on is not None
        assert offer.state != ListingState.PAUSED or offer.is_paused
        assert offer.state not in (ListingState.OPEN, *ENDED) or not offer.is_paused
        assert offer.is_listed or offer.paused_because == ""


def test_any_order_of_steps():
    try_orders(Offers, count=12, steps=14)
