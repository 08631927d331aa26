"""Not wanting to see a suggestion, and wanting to after all."""

from datetime import datetime

from events.matching.errors import NotYourSuggestion
from events.matching.models import Dismissal
from events.offers.models import PlacementOffer, PlacementRequest
from network.models import Member


def dismiss(*, member: Member, offer: PlacementOffer, request: PlacementRequest, at: datetime) -> Dismissal:
    """Show a pair to this member no more; twice is the same as once. The other side learns nothing of it.

    Raises:
        NotYourSuggestion: Neither the place nor the wish is theirs.
    """
    if member.pk not in (offer.contact_id, request.member_id):
        raise NotYourSuggestion
    row, _is_new = Dismissal.objects.get_or_create(member=member, offer=offer, request=request, defaults={"at": at})
    return row


def undo_dismissal(*, member: Member, offer: PlacementOffer, request: PlacementRequest) -> bool:
    """Show a pair again; give whether it was hidden."""
    return Dismissal.objects.filter(member=member, offer=offer, request=request).delete()[0] > 0
