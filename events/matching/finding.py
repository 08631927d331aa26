"""Finds what fits among many places and wishes: only pairs of one direction that share something are looked at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from typing import Generic, TypeVar

from events.matching.rules import FITS_FROM, Distances, Facts, OfferFacts, WishFacts, points_of

Side = TypeVar("Side", bound=Facts)


@dataclass(frozen=True, slots=True)
class Fit:
    """A place and a wish that fit."""

    offer: OfferFacts
    wish: WishFacts
    points: int
    kilometres: float | None

    @property
    def rank(self) -> tuple[int, float, int, int]:
        """Larger is better; equal points are ordered by nearness, and then always the same."""
        far = 0.0 if self.kilometres is None else self.kilometres
        return (self.points, -far, -self.offer.pk, -self.wish.pk)


class Apart:
    """Pairs that are not suggested for a reason outside of both texts: they talked already, or someone said no."""

    def __init__(self, pairs: Iterable[tuple[int, int]] = (), people: Iterable[tuple[int, int]] = ()) -> None:
        """Take pairs of (place, wish) and of (owner, owner), by primary key; people in either order."""
        self._pairs = frozenset(pairs)
        self._people = frozenset(frozenset(two) for two in people)

    def keeps(self, offer: Facts, wish: Facts) -> bool:
        """Say whether these two are kept apart."""
        if self._pairs and (offer.pk, wish.pk) in self._pairs:
            return True
        return bool(self._people) and frozenset((offer.owner_id, wish.owner_id)) in self._people


NOTHING_APART = Apart()


class Blocks(Generic[Side]):
    """Places, or wishes, sorted by direction and by what they name, so that few have to be looked at."""

    def __init__(self, rows: Iterable[Side]) -> None:
        self._by_theme: dict[tuple[str, int], list[Side]] = defaultdict(list)
        self._by_system: dict[tuple[str, int], list[Side]] = defaultdict(list)
        self._open: dict[str, list[Side]] = defaultdict(list)
        self._all: dict[str, list[Side]] = defaultdict(list)
        for row in rows:
            self._all[row.direction].append(row)
            if row.is_open_about_content:
                self._open[row.direction].append(row)
            for theme in row.themes:
                self._by_theme[row.direction, theme].append(row)
            for system in row.systems:
                self._by_system[row.direction, system].append(row)

    def near(self, other: Facts) -> Iterator[Side]:
        """Give the rows that could fit, each once."""
        if other.is_open_about_content:
            yield from self._all.get(other.direction, ())
            return
        found: dict[int, Side] = {row.pk: row for row in self._open.get(other.direction, ())}
        for theme in other.themes:
            found.update((row.pk, row) for row in self._by_theme.get((other.direction, theme), ()))
        for system in other.systems:
            found.update((row.pk, row) for row in self._by_system.get((other.direction, system), ()))
        yield from found.values()


def fits_of_wish(
    wish: WishFacts,
    offers: Blocks[OfferFacts],
    *,
    on: date,
    distances: Distances,
    apart: Apart = NOTHING_APART,
    least: int = FITS_FROM,
) -> Iterator[Fit]:
    """Give every place that fits a wish, in any order.

    Parameters:
        wish: Which.
        offers: The places one can ask for.
        on: Today.
        distances: Shared between calls.
        apart: What is not suggested.
        least: From how many points on.
    """
    for offer in offers.near(wish):
        kilometres = distances.between(offer, wish)
        points = points_of(offer, wish, kilometres=kilometres, on=on)
        if points >= least and not apart.keeps(offer, wish):
            yield Fit(offer, wish, points, kilometres)


def best_offers(
    wish: WishFacts, offers: Sequence[OfferFacts], *, on: date, most: int, apart: Apart = NOTHING_APART
) -> list[Fit]:
    """Give the places that fit a wish best, the best one first, at most so many."""
    fits = fits_of_wish(wish, Blocks(offers), on=on, distances=Distances(), apart=apart)
    return nlargest(most, fits, key=lambda fit: fit.rank)


def best_wishes(
    offer: OfferFacts, wishes: Sequence[WishFacts], *, on: date, most: int, apart: Apart = NOTHING_APART
) -> list[Fit]:
    """Give the wishes that fit a place best, the best one first, at most so many."""
    blocks, distances = Blocks([offer]), Distances()
    fits = (fit for wish in wishes for fit in fits_of_wish(wish, blocks, on=on, distances=distances, apart=apart))
    return nlargest(most, fits, key=lambda fit: fit.rank)


def best_fits(
    offers: Iterable[OfferFacts],
    wishes: Iterable[WishFacts],
    *,
    on: date,
    most: int,
    apart: Apart = NOTHING_APART,
) -> list[Fit]:
    """Give the pairs that are among the best `most` of their place, or of their wish; the best one first."""
    blocks, distances = Blocks(offers), Distances()
    kept: dict[tuple[int, int], Fit] = {}
    of_offer: dict[int, list[Fit]] = defaultdict(list)
    for wish in wishes:
        fits = list(fits_of_wish(wish, blocks, on=on, distances=distances, apart=apart))
        for fit in fits:
            of_offer[fit.offer.pk].append(fit)
        for fit in nlargest(most, fits, key=lambda fit: fit.rank):
            kept[fit.offer.pk, fit.wish.pk] = fit
    for fits in of_offer.values():
        for fit in nlargest(most, fits, key=lambda fit: fit.rank):
            kept[fit.offer.pk, fit.wish.pk] = fit
    return sorted(kept.values(), key=lambda fit: fit.rank, reverse=True)
