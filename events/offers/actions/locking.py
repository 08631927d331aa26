"""Taking the rows that a decision about a place reads, always offer first, then wish (DECISIONS 3)."""

from events.offers.models import PlacementOffer, PlacementRequest


def lock_listings(
    *, offer_id: int | None, request_id: int | None
) -> tuple[PlacementOffer | None, PlacementRequest | None]:
    """Lock an offer and a wish, inside the caller's transaction; either may be missing.

    Returns:
        Both as they stand under the lock; None for the one that wasn't asked for.
    """
    offer = PlacementOffer.objects.select_for_update().get(pk=offer_id) if offer_id else None
    request = PlacementRequest.objects.select_for_update().get(pk=request_id) if request_id else None
    return offer, request
