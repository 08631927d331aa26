"""Applications follow the offer and the wish they hang on (events.offers.listeners)."""

from datetime import datetime

from events.applications.actions import host_changed, offer_ended, places_changed, request_ended
from events.offers.listeners import ListingChange
from events.offers.models import PlacementOffer, PlacementRequest


class ApplicationsFollow:
    """Ends, hands over or counts anew what hangs on an offer or a wish."""

    def offer_changed(self, offer: PlacementOffer, change: ListingChange, *, at: datetime) -> None:
        """Follow a change of an offer; paused, what was asked goes on."""
        if change is ListingChange.ENDED:
            offer_ended(offer, at=at)
        elif change is ListingChange.OWNER:
            host_changed(offer, at=at)
        elif change in {ListingChange.PLACES, ListingChange.REOPENED}:
            places_changed(offer, at=at)

    def request_changed(self, request: PlacementRequest, change: ListingChange, *, at: datetime) -> None:
        """Follow the end of a wish; its owner is always the guest."""
        if change is ListingChange.ENDED:
            request_ended(request, at=at)


APPLICATIONS_FOLLOW = ApplicationsFollow()
