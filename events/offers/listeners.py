"""Who hears that an offer or a wish changed: what hangs on it stands in subjects above this one."""

from datetime import datetime
from enum import Enum
from typing import Protocol

from events.offers.models import PlacementOffer, PlacementRequest
from portal.shared.registries.registry import Registry


class ListingChange(Enum):
    """What changed."""

    PLACES = "places"
    PAUSED = "paused"
    REOPENED = "reopened"
    ENDED = "ended"
    OWNER = "owner"


class ListingListener(Protocol):
    """Hears of a change inside its transaction, with the row locked and written."""

    def offer_changed(self, offer: PlacementOffer, change: ListingChange, *, at: datetime) -> None:
        """Follow a change of an offer."""

    def request_changed(self, request: PlacementRequest, change: ListingChange, *, at: datetime) -> None:
        """Follow a change of a wish."""


listing_listeners: Registry[ListingListener] = Registry("listing listeners")
