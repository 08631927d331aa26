"""Finding anew what fits, over all open places and wishes, and keeping what was found."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.matching.assignment import assign
from events.matching.chains import Chain, choose_chains, find_chains
from events.matching.finding import Fit, best_fits
from events.matching.models import ChainStep, ExchangeChain, Suggestion
from events.matching.querysets import askable
from events.matching.reading import offer_facts, pairs_apart, wish_facts
from events.matching.states import STEPS
from portal.shared.audiences.rules import Viewer

# Of each place and wish so many pairs are weighed, and so many of them kept.
WEIGHED, KEPT = 8, 3
BATCH = 500
KIND_OF = {steps: kind for kind, steps in STEPS.items()}


def renew(*, at: datetime) -> int:
    """Find what fits now, and keep it; give the number of pairs that are new.

    Only what every member may read is weighed. Pairs that no longer fit keep their row, so that they aren't told again;
    swaps and rings that are no longer found go.

    Parameters:
        at: Now.
    """
    today = timezone.localdate(at)
    offers, requests = askable(Viewer(is_member=True), on=today)
    places, wishes = offer_facts(offers), wish_facts(requests)
    apart = pairs_apart(places, wishes)
    fits = best_fits(places, wishes, on=today, most=WEIGHED, apart=apart)
    proposed = {_pair(fit) for fit in assign(fits)}
    chains = find_chains(fits)
    with transaction.atomic():
        number = _keep_pairs(_worth_keeping(fits, proposed), proposed, at=at)
        _keep_chains(chains, at=at)
    return number


def _pair(fit: Fit) -> tuple[int, int]:
    return (fit.offer.pk, fit.wish.pk)


def _worth_keeping(fits: Iterable[Fit], proposed: set[tuple[int, int]]) -> dict[tuple[int, int], Fit]:
    """Give the best few of each place and wish, and what is proposed; the pairs come best first."""
    counts: dict[tuple[str, int], int] = {}
    kept = {}
    for fit in fits:
        for side in (("offer", fit.offer.pk), ("wish", fit.wish.pk)):
            counts[side] = counts.get(side, 0) + 1
            if counts[side] <= KEPT or _pair(fit) in proposed:
                kept[_pair(fit)] = fit
    return kept


def _keep_pairs(kept: Mapping[tuple[int, int], Fit], proposed: set[tuple[int, int]], *, at: datetime) -> int:
    known = {(row.offer_id, row.request_id): row for row in Suggestion.objects.select_for_update().order_by("pk")}
    changed = []
    for pair, row in known.items():
        wanted = (pair in kept, pair in proposed, kept[pair].points if pair in kept else row.points)
        if (row.is_current, row.is_proposed, row.points) != wanted:
            row.is_current, row.is_proposed, row.points = wanted
            changed.append(row)
    Suggestion.objects.bulk_update(changed, ["is_current", "is_proposed", "points"], batch_size=BATCH)
    new = [
        Suggestion(offer_id=pair[0], request_id=pair[1], points=fit.points, is_proposed=pair in proposed, found_at=at)
        for pair, fit in kept.items()
        if pair not in known
    ]
    Suggestion.objects.bulk_create(new, batch_size=BATCH)
    return len(new)


def _signature(chain: Chain) -> str:
    return ">".join(f"{step.wish.pk}:{step.offer.pk}" for step in chain.steps)


def _keep_chains(chains: list[Chain], *, at: datetime) -> None:
    proposed = {_signature(chain) for chain in choose_chains(chains)}
    found = {_signature(chain): chain for chain in chains}
    known = {row.signature: row for row in ExchangeChain.objects.select_for_update().order_by("pk")}
    gone = [row.pk for signature, row in known.items() if signature not in found]
    for start in range(0, len(gone), BATCH):
        ExchangeChain.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    changed = []
    for signature, row in known.items():
        if signature in found:
            wanted = (found[signature].worth[0], signature in proposed)
            if (row.points, row.is_proposed) != wanted:
                row.points, row.is_proposed = wanted
                changed.append(row)
    ExchangeChain.objects.bulk_update(changed, ["points", "is_proposed"], batch_size=BATCH)
    new = [
        ExchangeChain(
            kind=KIND_OF[len(chain.steps)],
            signature=signature,
            points=chain.worth[0],
            is_proposed=signature in proposed,
            found_at=at,
        )
        for signature, chain in found.items()
        if signature not in known
    ]
    made = ExchangeChain.objects.bulk_create(new, batch_size=BATCH)
    ChainStep.objects.bulk_create(
        [
            ChainStep(chain=row, position=position, offer_id=step.offer.pk, request_id=step.wish.pk)
            for row in made
            for position, step in enumerate(found[row.signature].steps)
        ],
        batch_size=BATCH,
    )
