"""Which words stand beside a date for its seats, how far a place is, and which days a month shows. Plain values."""

import math
import re
from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

# From here down, the number itself is worth saying.
FEW_SEATS = 10
EARTH_RADIUS_KM = 6371.0
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class SeatsKind(Enum):
    """What can be said of the seats of a date, one value."""

    OVER = "over"
    CANCELLED = "cancelled"
    NO_REGISTRATION = "no_registration"
    ELSEWHERE = "elsewhere"
    BY_INVITATION = "by_invitation"
    OPENS_LATER = "opens_later"
    CLOSED = "closed"
    PLENTY = "plenty"
    LEFT = "left"
    WAITLIST = "waitlist"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of one date: what to say, and the number that goes with it (`LEFT` only)."""

    kind: SeatsKind
    left: int | None = None


@dataclass(frozen=True, slots=True)
class DateFacts:
    """What the decision reads of one date.

    `left` gives per mode that is offered the free seats; None means no limit. `admission` is "direct", "approval",
    "closed" or "none"; `is_elsewhere` says that one signs up at another website.
    """

    ends_at: datetime
    starts_at: datetime
    is_cancelled: bool
    admission: str
    opens_at: datetime | None
    closes_at: datetime | None
    has_waitlist: bool
    left: Mapping[str, int | None]
    is_elsewhere: bool = False


def decide_seats(facts: DateFacts, *, at: datetime) -> Seats:
    """Say what stands beside a date in the agenda.

    Parameters:
        facts: Of the date and its meetup.
        at: Now, aware.

    Source: design, "Words do the work": seats in words.
    """
    if facts.is_cancelled:
        return Seats(SeatsKind.CANCELLED)
    if facts.ends_at <= at:
        return Seats(SeatsKind.OVER)
    if facts.admission == "none":
        return Seats(SeatsKind.ELSEWHERE if facts.is_elsewhere else SeatsKind.NO_REGISTRATION)
    if facts.admission == "closed":
        return Seats(SeatsKind.BY_INVITATION)
    if facts.opens_at is not None and at < facts.opens_at:
        return Seats(SeatsKind.OPENS_LATER)
    if at >= facts.starts_at or (facts.closes_at is not None and at >= facts.closes_at):
        return Seats(SeatsKind.CLOSED)
    if any(number is None for number in facts.left.values()):
        return Seats(SeatsKind.PLENTY)
    total = sum(max(number or 0, 0) for number in facts.left.values())
    if total > FEW_SEATS:
        return Seats(SeatsKind.PLENTY)
    if total:
        return Seats(SeatsKind.LEFT, total)
    return Seats(SeatsKind.WAITLIST if facts.has_waitlist else SeatsKind.FULL)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Give the distance over the ground between two points (latitude, longitude in degrees), in kilometres."""
    (lat_a, lon_a), (lat_b, lon_b) = ((math.radians(lat), math.radians(lon)) for lat, lon in (a, b))
    step = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(step))


def month_of(text: str) -> date | None:
    """Read "2027-02" as the first day of a month; None for anything else, and outside of 2000 to 2099."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else None


def next_month(first: date, *, steps: int = 1) -> date:
    """Give the first day of the month that lies so many months further, or back."""
    number = first.year * 12 + first.month - 1 + steps
    return date(number // 12, number % 12 + 1, 1)


def weeks_of(first: date) -> list[list[date | None]]:
    """Give the weeks of a month, Monday first; days of other months are None."""
    days = Calendar().monthdatescalendar(first.year, first.month)
    return [[day if day.month == first.month else None for day in week] for week in days]


def last_day(starts_at: datetime, ends_at: datetime) -> date:
    """Give the local day on which something ends; at midnight that is the day before.

    Parameters:
        starts_at, ends_at: Aware, in local time, in order.
    """
    return max(starts_at.date(), (ends_at - timedelta(microseconds=1)).date())


def days_between(starts_on: date, ends_on: date) -> Iterable[date]:
    """Give every day from the first to the last one, both included."""
    return (starts_on + timedelta(days=n) for n in range((ends_on - starts_on).days + 1))
