"""Figures of exchanges, on plain values."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

# Below this, a number of people at one school could point to someone (DECISIONS 16, 22; DOMAIN, 12).
SMALLEST_COUNT = 5


@dataclass(frozen=True, slots=True)
class Period:
    """The days something is counted of, both ends included; None is without an end."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PersonalCount:
    """A number that says something of people, and of how many; people who were erased count as one together."""

    people: int
    number: int

    @property
    def shown(self) -> int | None:
        """The number, or None when so few people stand behind it that it could point to someone.

        Source: DECISIONS 16, 22.
        """
        return self.number if self.people >= SMALLEST_COUNT else None


@dataclass(frozen=True)
class Tally:
    """One line of counts: per direction, and in all."""

    by_direction: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_direction.values())


def whole_days(start: datetime, end: datetime) -> int:
    """Give how many whole days lie between two moments; none when the end was written down first."""
    return max(0, (end - start) // timedelta(days=1))


def median_days(days: Iterable[int]) -> float | None:
    """Give the middle of these numbers of days, between two of them when there is no middle one; None without any."""
    known = list(days)
    return float(statistics.median(known)) if known else None


def hours_of(spent: timedelta | None) -> float:
    """Give a length of time in hours, to the half hour."""
    return round((spent or timedelta()) / timedelta(minutes=30)) / 2
