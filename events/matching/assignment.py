"""Who best goes where, over all open places and wishes at once: an auction (Bertsekas 1988).

Each wish bids for the place that is worth most to it at its price; a place goes to the highest bid. The whole is at
most `step` points per wish below the best there is, on these pairs.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from heapq import heappop, heappush

from events.matching.finding import Fit

STEP = 1.0


def assign(fits: Iterable[Fit], *, step: float = STEP) -> list[Fit]:
    """Choose pairs so that the points together are as many as possible: each wish once, each place as it has room.

    Parameters:
        fits: The pairs to choose from.
        step: How much a bid is above what it needs to be.

    Returns:
        The chosen pairs, the best one first.
    """
    choices: dict[int, list[Fit]] = defaultdict(list)
    for fit in sorted(fits, key=lambda fit: fit.rank, reverse=True):
        choices[fit.wish.pk].append(fit)
    waiting = deque(choices)
    # Per place its holders by what they bid, the lowest on top; the price is that bid once the place is full.
    holders: dict[int, list[tuple[float, int, Fit]]] = defaultdict(list)
    while waiting:
        wish = waiting.popleft()
        chosen, margin = _bid(choices[wish], holders)
        if chosen is None:
            continue
        held = holders[chosen.offer.pk]
        price = _price(chosen, holders)
        if len(held) >= chosen.offer.free_places:
            waiting.append(heappop(held)[1])
        heappush(held, (price + margin + step, wish, chosen))
    found = [fit for held in holders.values() for _bid_of, _wish, fit in held]
    return sorted(found, key=lambda fit: fit.rank, reverse=True)


def _price(fit: Fit, holders: dict[int, list[tuple[float, int, Fit]]]) -> float:
    held = holders[fit.offer.pk]
    return held[0][0] if len(held) >= fit.offer.free_places else 0.0


def _bid(choices: list[Fit], holders: dict[int, list[tuple[float, int, Fit]]]) -> tuple[Fit | None, float]:
    """Give the place worth most at its price, and by how much it beats the second one; None when none is worth it."""
    best, best_value, second = None, 0.0, 0.0
    for fit in choices:
        value = fit.points - _price(fit, holders)
        if value > best_value:
            best, best_value, second = fit, value, best_value
        elif value > second:
            second = value
    return best, best_value - second
