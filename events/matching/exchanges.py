"""Swaps and rings as one reader sees them: who goes where, and why; only whole ones, all of which they may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from events.matching.models import ChainStep, ExchangeChain
from events.matching.states import ChainKind
from events.matching.suggestions import fits_of_pairs, say_reasons, with_words
from events.offers.models import PlacementOffer, PlacementRequest
from network.models import Member
from portal.shared.audiences.rules import Viewer

MOST_CHAINS = 5


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: who has this wish goes to this place.

    `is_guest`, `is_host`: the reader has the wish, or receives.
    """

    request: PlacementRequest
    offer: PlacementOffer
    reasons: str
    is_guest: bool = False
    is_host: bool = False


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One swap or ring."""

    key: str
    kind: ChainKind
    steps: list[StepRow]

    @property
    def is_swap(self) -> bool:
        """Whether two schools swap."""
        return self.kind == ChainKind.SWAP

    @property
    def own_step(self) -> StepRow | None:
        """The step by which the reader says that it is not for them: where they go, or else whom they receive."""
        return next((step for step in self.steps if step.is_guest), None) or next(
            (step for step in self.steps if step.is_host), None
        )


def chains_of(member: Member, viewer: Viewer, *, on: date, most: int = MOST_CHAINS) -> list[ChainRow]:
    """Give the swaps and rings a member takes part in, the best first; without those they didn't want.

    Parameters:
        member: An active member.
        viewer: The same person.
        on: Today.
        most: At most so many.
    """
    rows = ExchangeChain.objects.of(member)
    if not rows.exists():
        return []
    return _shown(rows.shown_to(viewer, on=on), viewer, on=on, member=member)[:most]


def proposed_chains(viewer: Viewer, *, on: date, most: int) -> list[ChainRow]:
    """Give the swaps and rings proposed to the programme team, the best first."""
    rows = ExchangeChain.objects.filter(is_proposed=True).shown_to(viewer, on=on)
    return _shown(rows.order_by("-points", "pk")[:most], viewer, on=on, member=None)


def _shown(chains: QuerySet, viewer: Viewer, *, on: date, member: Member | None) -> list[ChainRow]:
    steps: dict[int, list[ChainStep]] = {}
    found = list(chains)
    for step in ChainStep.objects.filter(chain__in=[row.pk for row in found]).order_by("chain", "position"):
        steps.setdefault(step.chain_id, []).append(step)
    pairs = [(step.offer_id, step.request_id) for each in steps.values() for step in each]
    # What one of the people didn't want breaks the chain for everyone at the next run; for themselves at once.
    fits = fits_of_pairs(pairs, viewer, on=on, member_id=member.pk if member else None)
    offers = with_words(PlacementOffer.objects).in_bulk({pair[0] for pair in fits})
    requests = with_words(PlacementRequest.objects).in_bulk({pair[1] for pair in fits})

    def row_of(step: ChainStep) -> StepRow:
        offer, request = offers[step.offer_id], requests[step.request_id]
        fit = fits[step.offer_id, step.request_id]
        is_guest = member is not None and request.member_id == member.pk
        is_host = member is not None and offer.contact_id == member.pk
        reasons = say_reasons(fit, offer, on=on, is_to_pair=is_guest or is_host)
        return StepRow(request, offer, reasons, is_guest=is_guest, is_host=is_host)

    return [
        ChainRow(row.key, ChainKind(row.kind), [row_of(step) for step in steps[row.pk]])
        for row in found
        if _is_whole(steps.get(row.pk, ()), fits)
    ]


def _is_whole(steps: Iterable[ChainStep], fits: dict) -> bool:
    pairs = [(step.offer_id, step.request_id) for step in steps]
    return bool(pairs) and all(pair in fits for pair in pairs)
