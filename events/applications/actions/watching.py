"""Wanting to hear when a place comes free: one click on, one off."""

from datetime import datetime

from django.db import transaction

from events.applications.errors import NothingToWatch
from events.applications.models import OfferWatch
from events.offers.actions.locking import lock_listings
from events.offers.models import PlacementOffer
from events.offers.states import ListingState
from network.models import Member


def watch_offer(*, offer: PlacementOffer, member: Member, at: datetime) -> OfferWatch:
    """Note that someone wants to hear, once, when a place of this offer comes free. Again changes nothing.

    Raises:
        NothingToWatch: It isn't taken: there is room, or it is no longer offered.
    """
    with transaction.atomic():
        # Under the lock: else a place could come free between the look and the row, and nobody would tell.
        locked, _wish = lock_listings(offer_id=offer.pk, request_id=None)
        if locked.state != ListingState.TAKEN:
            raise NothingToWatch
        watch, _made = OfferWatch.objects.get_or_create(offer=locked, member=member, defaults={"created_at": at})
    return watch


def unwatch_offer(*, offer: PlacementOffer, member: Member) -> None:
    """Take that wish back; without one nothing happens."""
    with transaction.atomic():
        OfferWatch.objects.filter(offer=offer, member=member).delete()
