"""What the programme team sees: the pairs that together are the best for everyone, and wishes that nothing fits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from events.matching.models import Introduction, Suggestion
from events.matching.querysets import askable
from events.matching.suggestions import fits_of_pairs, say_reasons, with_words
from events.offers.models import PlacementOffer, PlacementRequest
from portal.shared.audiences.rules import Viewer

# A wish that nothing fits for so long asks for a call.
UNMATCHED_AFTER = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposed pair, and when both were told of each other, if they were."""

    offer: PlacementOffer
    request: PlacementRequest
    reasons: str
    told_at: datetime | None


def proposed(viewer: Viewer, *, on: date) -> QuerySet[Suggestion]:
    """Give the pairs proposed to the programme team, the best first; all must be open, and visible to this viewer."""
    return Suggestion.objects.filter(is_proposed=True).shown_to(viewer, on=on).order_by("-points", "pk")


def proposal_rows(suggestions: list[Suggestion], viewer: Viewer, *, on: date) -> list[ProposalRow]:
    """Give these pairs with reasons as they are now; what no longer fits is left out."""
    pairs = [(row.offer_id, row.request_id) for row in suggestions]
    fits = fits_of_pairs(pairs, viewer, on=on)
    offers = with_words(PlacementOffer.objects).in_bulk({pair[0] for pair in fits})
    requests = with_words(PlacementRequest.objects).in_bulk({pair[1] for pair in fits})
    told = Introduction.objects.filter(offer__in=offers, request__in=requests)
    told_at = {(row.offer_id, row.request_id): row.at for row in told}
    return [
        ProposalRow(
            offer=offers[pair[0]],
            request=requests[pair[1]],
            reasons=say_reasons(fits[pair], offers[pair[0]], on=on, is_to_pair=False),
            told_at=told_at.get(pair),
        )
        for pair in pairs
        if pair in fits
    ]


def unmatched_wishes(viewer: Viewer, *, on: date, at: datetime) -> QuerySet[PlacementRequest]:
    """Give the wishes that stand open for four weeks and that no open place fits, the longest waiting first.

    Parameters:
        viewer: Who looks; a wish they may not see is left out.
        on: Today.
        at: Now.
    """
    everyone = Viewer(is_member=True)
    offers, _requests = askable(everyone, on=on)
    _offers, requests = askable(viewer, on=on)
    fitting = Suggestion.objects.filter(request=OuterRef("pk"), is_current=True, offer__in=offers)
    before = at - UNMATCHED_AFTER
    rows = requests.annotate(open_since=Coalesce("opened_at", "created_at")).filter(open_since__lte=before)
    # A wish can be announced ahead of the day it opens.
    rows = rows.filter(Q(opens_on=None) | Q(opens_on__lte=on - UNMATCHED_AFTER)).exclude(Exists(fitting))
    return rows.select_related("institution__merged_into").order_by("open_since", "pk")
