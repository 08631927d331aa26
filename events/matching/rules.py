"""How well a place and a wish fit, on plain values: limits first, then points, each with a reason. No Django.

The weights stand in docs/concepts.md, "Exchanges: matching".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum

from events.agenda.rules import distance_km

# Points by how many themes, systems or days of the week are shared; the last holds for all above it.
THEME_POINTS = (0, 20, 26, 30)
SYSTEM_POINTS = (0, 14, 20)
WEEKDAY_POINTS = (0, 7, 10)
MOST_DISTANCE_POINTS, NEAR_KM, FAR_KM = 15, 15, 150
MOST_PERIOD_POINTS, LEAST_PERIOD_POINTS, FULL_PERIOD = 15, 5, timedelta(weeks=8)
# By how much the numbers of half-days differ.
HALF_DAY_POINTS = {0: 10, 1: 6}
MOST_POINTS = 100
# From here it is suggested; from here it is good enough to ask three schools to move for it.
FITS_FROM, STRONG_FROM = 30, 55
WHOLE_WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a place and a wish have in common, for rules.

    Attributes:
        pk: Its primary key.
        owner_id: The host of a place, or whose wish it is.
        school_id: Of the place, or of who wishes.
        spot: Latitude and longitude of that school in degrees, None when nobody knows.
        direction: A value of Direction.
        themes, systems: Primary keys; none means that its owner leaves it open.
        half_days: How many.
        weekdays: Monday is 0; none means any.
        starts_on, ends_on: Both belong to it; None is open.
    """

    pk: int
    owner_id: int
    school_id: int
    spot: tuple[float, float] | None = None
    direction: str
    themes: frozenset[int] = frozenset()
    systems: frozenset[int] = frozenset()
    half_days: int = 2
    weekdays: frozenset[int] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def is_open_about_content(self) -> bool:
        """Whether neither a theme nor a system is named."""
        return not self.themes and not self.systems


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts(Facts):
    """A place to join; `free_places` is how many people can still come."""

    free_places: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WishFacts(Facts):
    """A wish to join; `most_km` None means anywhere."""

    most_km: int | None = None
    is_own_school_fine: bool = True


class Limit(Enum):
    """Why a place and a wish never go together, whatever else fits; the first that holds, in this order."""

    DIRECTION = "direction"
    SAME_PERSON = "same person"
    FULL = "full"
    OWN_SCHOOL = "own school"
    NOTHING_SHARED = "nothing shared"
    TOO_FAR = "too far"
    NO_COMMON_TIME = "no common time"


class Ground(StrEnum):
    """What a reason is about, in the order in which reasons are read."""

    THEMES = "themes"
    SYSTEMS = "systems"
    DISTANCE = "distance"
    PERIOD = "period"
    WEEKDAYS = "weekdays"
    HALF_DAYS = "half days"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` up to and including `last`; None is open."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a pair, and the points it gives.

    Attributes:
        ground: What it is about.
        points: At least 1.
        shared: Primary keys of themes or systems, or days of the week.
        kilometres: Whole kilometres; None inside one school.
        span: The common time; None when neither names a period.
        half_days: Of the place and of the wish.
    """

    ground: Ground
    points: int
    shared: frozenset[int] = frozenset()
    kilometres: int | None = None
    span: Span | None = None
    half_days: tuple[int, int] = (0, 0)


class Distances:
    """Straight-line distances between schools, each pair computed once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], float | None] = {}

    def between(self, offer: Facts, wish: Facts) -> float | None:
        """Give the kilometres between the two schools: 0 inside one, None when nobody knows where one of them is."""
        pair = (offer.school_id, wish.school_id)
        if pair not in self._known:
            self._known[pair] = self._measured(offer, wish)
        return self._known[pair]

    def _measured(self, offer: Facts, wish: Facts) -> float | None:
        if offer.school_id == wish.school_id:
            return 0.0
        if offer.spot is None or wish.spot is None:
            return None
        return distance_km(offer.spot, wish.spot)


def limit_of(offer: OfferFacts, wish: WishFacts, *, kilometres: float | None, on: date) -> Limit | None:
    """Say what keeps a place and a wish apart, or None.

    Parameters:
        offer, wish: The two.
        kilometres: Between their schools, None when nobody knows; then a wish with a limit is left out, because too
            far must never be suggested.
        on: Today; time that has passed doesn't count.
    """
    limit = _limit_but_time(offer, wish, kilometres)
    return Limit.NO_COMMON_TIME if limit is None and common_span(offer, wish, on=on) is None else limit


def _limit_but_time(offer: OfferFacts, wish: WishFacts, kilometres: float | None) -> Limit | None:
    if offer.direction != wish.direction:
        return Limit.DIRECTION
    if offer.owner_id == wish.owner_id:
        return Limit.SAME_PERSON
    if offer.free_places < 1:
        return Limit.FULL
    if offer.school_id == wish.school_id and not wish.is_own_school_fine:
        return Limit.OWN_SCHOOL
    if not _shares_content(offer, wish):
        return Limit.NOTHING_SHARED
    if wish.most_km is not None and (kilometres is None or kilometres > wish.most_km):
        return Limit.TOO_FAR
    return None


def _shares_content(offer: Facts, wish: Facts) -> bool:
    if not (offer.themes.isdisjoint(wish.themes) and offer.systems.isdisjoint(wish.systems)):
        return True
    return offer.is_open_about_content or wish.is_open_about_content


def common_span(offer: Facts, wish: Facts, *, on: date) -> Span | None:
    """Give the days on which both say they can, from today; None when there is none."""
    first = on
    if offer.starts_on is not None and offer.starts_on > first:
        first = offer.starts_on
    if wish.starts_on is not None and wish.starts_on > first:
        first = wish.starts_on
    last = offer.ends_on
    if wish.ends_on is not None and (last is None or wish.ends_on < last):
        last = wish.ends_on
    return None if last is not None and last < first else Span(first, last)


def _counted(points: Sequence[int], number: int) -> int:
    return points[min(number, len(points) - 1)]


def _distance_points(kilometres: float | None) -> int:
    if kilometres is None:
        return 0
    share = 1 - max(kilometres - NEAR_KM, 0) / (FAR_KM - NEAR_KM)
    return max(round(MOST_DISTANCE_POINTS * share), 0)


def _period_points(span: Span) -> int:
    if span.last is None:
        return MOST_PERIOD_POINTS
    share = min((span.last - span.first) / FULL_PERIOD, 1)
    return LEAST_PERIOD_POINTS + round((MOST_PERIOD_POINTS - LEAST_PERIOD_POINTS) * share)


def _common_weekdays(offer: Facts, wish: Facts) -> frozenset[int]:
    return (offer.weekdays or WHOLE_WEEK) & (wish.weekdays or WHOLE_WEEK)


def _weekday_points(offer: Facts, wish: Facts) -> int:
    if not offer.weekdays or not wish.weekdays:
        return WEEKDAY_POINTS[-1]
    return _counted(WEEKDAY_POINTS, len(offer.weekdays & wish.weekdays))


def points_of(offer: OfferFacts, wish: WishFacts, *, kilometres: float | None, on: date) -> int:
    """Give how well the two fit: 0 when a limit keeps them apart, at most MOST_POINTS.

    Parameters:
        offer, wish: The two.
        kilometres: See `limit_of`.
        on: Today.

    Source: PRODUCT, "Matching".
    """
    # The time is looked at once, and only when nothing else keeps them apart: this runs for very many pairs.
    if _limit_but_time(offer, wish, kilometres) is not None:
        return 0
    span = common_span(offer, wish, on=on)
    if span is None:
        return 0
    return (
        _counted(THEME_POINTS, len(offer.themes & wish.themes))
        + _counted(SYSTEM_POINTS, len(offer.systems & wish.systems))
        + _distance_points(kilometres)
        + _period_points(span)
        + _weekday_points(offer, wish)
        + HALF_DAY_POINTS.get(abs(offer.half_days - wish.half_days), 0)
    )


def reasons_of(offer: OfferFacts, wish: WishFacts, *, kilometres: float | None, on: date) -> list[Reason]:
    """Give what speaks for a pair, in reading order. Their points together are those of `points_of`."""
    span = common_span(offer, wish, on=on)
    if span is None or limit_of(offer, wish, kilometres=kilometres, on=on) is not None:
        return []
    themes, systems = offer.themes & wish.themes, offer.systems & wish.systems
    is_named = any((offer.starts_on, offer.ends_on, wish.starts_on, wish.ends_on))
    is_inside = offer.school_id == wish.school_id
    days = _common_weekdays(offer, wish)
    half_days = (offer.half_days, wish.half_days)
    reasons = [
        Reason(Ground.THEMES, _counted(THEME_POINTS, len(themes)), shared=themes),
        Reason(Ground.SYSTEMS, _counted(SYSTEM_POINTS, len(systems)), shared=systems),
        Reason(
            Ground.DISTANCE,
            _distance_points(kilometres),
            kilometres=None if is_inside or kilometres is None else round(kilometres),
        ),
        Reason(Ground.PERIOD, _period_points(span), span=span if is_named else None),
        Reason(Ground.WEEKDAYS, _weekday_points(offer, wish), shared=days),
        Reason(
            Ground.HALF_DAYS,
            HALF_DAY_POINTS.get(abs(offer.half_days - wish.half_days), 0),
            half_days=half_days,
        ),
    ]
    return [reason for reason in reasons if reason.points]
