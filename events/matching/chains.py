"""Swaps, and rings of three: schools that each send someone and receive someone, found by a search over a graph.

Its points are schools; a line goes from the school of a wish to the school of a place that fits it well.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.matching.finding import Fit
from events.matching.rules import STRONG_FROM

# Of each place and wish so many swaps are kept, and as many rings; a reader compares no more.
KEPT_PER_LISTING = 2
Worth = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chain:
    """Two pairs, or three, in which each school sends one person on to the next.

    `steps[n]` is a wish of one school and a place at the school whose wish is in the following step; the school with
    the lowest number begins.
    """

    steps: tuple[Fit, ...]

    @property
    def worth(self) -> Worth:
        """The points of its weakest pair, where it would break, and of all together."""
        return _worth(*(step.points for step in self.steps))

    @property
    def rank(self) -> tuple[int, int, int, tuple[tuple[int, int], ...]]:
        """Larger is better: the strongest weakest pair, then the shorter one, then the sum, then always the same."""
        weakest, together = self.worth
        order = tuple((-step.offer.pk, -step.wish.pk) for step in self.steps)
        return (weakest, -len(self.steps), together, order)

    @property
    def listings(self) -> frozenset[tuple[str, int]]:
        """The places and wishes in it."""
        offers = {("offer", step.offer.pk) for step in self.steps}
        return frozenset(offers | {("wish", step.wish.pk) for step in self.steps})


def _worth(*points: int) -> Worth:
    return (min(points), sum(points))


def _chain(*steps: Fit) -> Chain:
    first = min(range(len(steps)), key=lambda place: steps[place].wish.school_id)
    return Chain(steps[first:] + steps[:first])


class _Best:
    """The best few chains so far, the best one first."""

    def __init__(self) -> None:
        self.chains: list[Chain] = []

    def has_room_for(self, worth: Worth) -> bool:
        return len(self.chains) < KEPT_PER_LISTING or worth > self.chains[-1].worth

    def add(self, chain: Chain) -> None:
        self.chains = sorted([*self.chains, chain], key=lambda each: each.rank, reverse=True)[:KEPT_PER_LISTING]


class _Graph:
    """The lines between schools, the best ones first."""

    def __init__(self, fits: Iterable[Fit]) -> None:
        strong = [fit for fit in fits if fit.points >= STRONG_FROM and fit.offer.school_id != fit.wish.school_id]
        self.lines = sorted(strong, key=lambda fit: fit.rank, reverse=True)
        self._points = {(line.offer.pk, line.wish.pk): line.points for line in self.lines}
        self._between: dict[tuple[int, int], list[Fit]] = defaultdict(list)
        self._reached: dict[int, set[int]] = defaultdict(set)
        for line in self.lines:
            self._between[line.wish.school_id, line.offer.school_id].append(line)
            self._reached[line.wish.school_id].add(line.offer.school_id)

    def swaps(self, line: Fit) -> list[Chain]:
        """Give the best swaps of which this line is one half."""
        back = self._between.get((line.offer.school_id, line.wish.school_id), ())
        return [_chain(line, other) for other in back[:KEPT_PER_LISTING]]

    def rings(self, line: Fit) -> list[Chain]:
        """Give the best rings with this line in them, only such in which no two of the three could swap as well."""
        first, second = line.wish.school_id, line.offer.school_id
        best = _Best()
        bounds = []
        for third in self._reached[second]:
            back = self._between.get((third, first))
            if back and third != first:
                bounds.append((_worth(line.points, self._between[second, third][0].points, back[0].points), third))
        for bound, third in sorted(bounds, reverse=True):
            if not best.has_room_for(bound):
                break
            self._rings_over(line, self._between[second, third], self._between[third, first], best)
        return best.chains

    def _rings_over(self, line: Fit, middles: Sequence[Fit], lasts: Sequence[Fit], best: _Best) -> None:
        for middle in middles:
            if not best.has_room_for(_worth(line.points, middle.points, lasts[0].points)):
                return
            for last in lasts:
                if not best.has_room_for(_worth(line.points, middle.points, last.points)):
                    break
                if not self._has_swap_inside(line, middle, last):
                    best.add(_chain(line, middle, last))

    def _has_swap_inside(self, *ring: Fit) -> bool:
        """Say whether two of the three could swap, and the whole would be no weaker: then nobody needs the third."""
        weakest = min(step.points for step in ring)
        # A step leads from a wish to a place of the next school; the wish there could lead straight back.
        backs = ((ring[n - 1].offer.pk, ring[(n + 1) % len(ring)].wish.pk) for n in range(len(ring)))
        return any(self._points.get(back, 0) >= weakest for back in backs)


def find_chains(fits: Iterable[Fit]) -> list[Chain]:
    """Give the best swaps, and the best rings of three, of each place and wish; the best one first.

    Parameters:
        fits: Pairs that fit; those inside one school, or below STRONG_FROM, make no line.
    """
    graph = _Graph(fits)
    swaps = {chain for line in graph.lines for chain in graph.swaps(line)}
    rings = {chain for line in graph.lines for chain in graph.rings(line)}
    return sorted(_best_of_each(swaps) | _best_of_each(rings), key=lambda chain: chain.rank, reverse=True)


def _best_of_each(chains: Iterable[Chain]) -> set[Chain]:
    counts: dict[tuple[str, int], int] = defaultdict(int)
    kept = set()
    for chain in sorted(chains, key=lambda chain: chain.rank, reverse=True):
        if any(counts[listing] < KEPT_PER_LISTING for listing in chain.listings):
            kept.add(chain)
        for listing in chain.listings:
            counts[listing] += 1
    return kept


def choose_chains(chains: Iterable[Chain]) -> list[Chain]:
    """Choose among chains so that each place and wish is in one at most, the best one first."""
    used: set[tuple[str, int]] = set()
    chosen = []
    for chain in sorted(chains, key=lambda chain: chain.rank, reverse=True):
        if used.isdisjoint(chain.listings):
            used |= chain.listings
            chosen.append(chain)
    return chosen
