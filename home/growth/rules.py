"""Counting per month, on plain values."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# Below this, a number of people at one school could point to someone (DECISIONS 22).
SMALLEST_COUNT = 5
MONTHS_SHOWN = 24
# A longer table is no overview, and an address may ask for all years there are.
MOST_MONTHS = 240


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many came in a month, and how many there are at its end."""

    month: date
    new: int
    total: int


def month_of(day: date) -> date:
    """Give the first day of a day's month."""
    return day.replace(day=1)


def months_before(month: date, number: int) -> date:
    """Give the first day of the month so many months earlier."""
    index = month.year * 12 + month.month - 1 - number
    return date(max(index // 12, 1), index % 12 + 1, 1)


def last_day_of(month: date) -> date:
    """Give the last day of a month."""
    return date.fromordinal(months_before(month, -1).toordinal() - 1)


def months_shown(*, since: date | None, until: date | None, today: date) -> list[date]:
    """Give the first days of the months of a table, the earliest first.

    Parameters:
        since: First day asked for; None is MONTHS_SHOWN months back, this one included.
        until: Last day asked for; None, or a day ahead, is today.
        today: Here.

    Returns:
        At most MOST_MONTHS, the last ones; empty when the first day lies after the last.
    """
    last = month_of(min(until or today, today))
    first = month_of(since) if since else months_before(last, MONTHS_SHOWN - 1)
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    return [months_before(last, back) for back in range(min(number, MOST_MONTHS) - 1, -1, -1)]


def growth(days: Iterable[date], months: Sequence[date]) -> list[MonthCount]:
    """Count per month what happened on these days, and add up.

    Parameters:
        days: One per thing, in any order; what happened before the first month counts in every total.
        months: From `months_shown`.
    """
    counts = Counter(map(month_of, days))
    total = sum(number for month, number in counts.items() if months and month < months[0])
    lines = []
    for month in months:
        total += counts[month]
        lines.append(MonthCount(month, counts[month], total))
    return lines


def shown_people(number: int) -> int | None:
    """Give a number of people at one school, or None when so few could point to someone.

    Source: DECISIONS 22.
    """
    return number if number == 0 or number >= SMALLEST_COUNT else None
