"""Setting an offer or a wish to taken, and back: told by who counts the places."""

from datetime import datetime

from events.offers.actions.rows import refresh_entry
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingState


def set_taken(listing: PlacementOffer | PlacementRequest, *, is_taken: bool, at: datetime) -> bool:
    """Say whether all places are taken, inside the caller's transaction, with the row locked.

    What ended stays ended. What comes free is open again, or paused when its owner paused it meanwhile.

    Returns:
        Whether the state changed.
    """
    if is_taken and listing.state in {ListingState.OPEN, ListingState.PAUSED}:
        listing.state = ListingState.TAKEN
    elif not is_taken and listing.state == ListingState.TAKEN:
        listing.state = ListingState.PAUSED if listing.is_paused else ListingState.OPEN
    else:
        return False
    listing.changed_at = at
    listing.save(update_fields=["state", "changed_at"])
    refresh_entry(listing)
    return True
