"""When a series falls, and what a change of several dates means, on plain values and local wall-clock time.

The rule is worked out on local days, so a date keeps its hour when the clock changes. No Django models here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from dateutil.rrule import MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekdays as rule_weekdays

from events.meetups.errors import NoDates, NotAnHour, TooManyDates
from events.meetups.rules import MOST_DATES
from portal.shared.calendar_days.rules import LOCAL_ZONE

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_OF_MONTH = 5


class Frequency(StrEnum):
    """How often a series comes back."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Scope(StrEnum):
    """Which dates of a series a change is for."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """How a series comes back.

    Attributes:
        frequency: By week, or by month on the same weekday of the month as the first date.
        interval: Every so many weeks or months.
        weekday: 0 is Monday; None: that of the first day.
        until: Last local day it can fall on; None when `count` says how often.
        count: How many dates; None when `until` says so.
    """

    frequency: Frequency = Frequency.WEEKLY
    interval: int = 1
    weekday: int | None = None
    until: date | None = None
    count: int | None = None

    def first_day(self, start: date) -> date:
        """Give the first day on or after `start` that is on the weekday."""
        if self.weekday is None:
            return start
        return start + timedelta(days=(self.weekday - start.weekday()) % 7)


def days_of(rule: SeriesRule, start: date) -> list[date]:
    """Give the local days of a series, in order.

    Parameters:
        rule: How it comes back.
        start: The first day it can fall on.

    Raises:
        NoDates: It gives none.
        TooManyDates: It gives more than MOST_DATES.
    """
    first = rule.first_day(start)
    if rule.until is not None and rule.until < first:
        raise NoDates
    until = None if rule.until is None else datetime.combine(rule.until, time.max)
    count = rule.count if rule.until is None else None
    weekday = rule_weekdays[first.weekday()]
    if rule.frequency == Frequency.MONTHLY:
        weekday = weekday(_nth(first))
    found = rrule(
        freq=MONTHLY if rule.frequency == Frequency.MONTHLY else WEEKLY,
        dtstart=datetime.combine(first, time.min),
        interval=rule.interval,
        byweekday=weekday,
        until=until,
        count=MOST_DATES + 1 if count is None and until is None else count,
    )
    days = []
    for moment in found:
        days.append(moment.date())
        if len(days) > MOST_DATES:
            raise TooManyDates
    if not days:
        raise NoDates
    return days


def rule_text(rule: SeriesRule, start: date) -> str:
    """Give the rule as RFC 5545 writes it, without DTSTART; UNTIL is the end of that local day in UTC."""
    first = rule.first_day(start)
    day = _DAYS[first.weekday()]
    if rule.frequency == Frequency.MONTHLY:
        day = f"{_nth(first)}{day}"
    parts = [f"FREQ={rule.frequency.upper()}", f"INTERVAL={rule.interval}", f"BYDAY={day}"]
    if rule.until is not None:
        end = datetime.combine(rule.until, time(23, 59, 59), tzinfo=LOCAL_ZONE).astimezone(UTC)
        parts.append(f"UNTIL={end:%Y%m%dT%H%M%SZ}")
    else:
        parts.append(f"COUNT={rule.count}")
    return ";".join(parts)


def _nth(day: date) -> int:
    """Give which of its weekday in the month a day is; the fifth is the last (-1), as not every month has five."""
    nth = (day.day - 1) // 7 + 1
    return -1 if nth == _LAST_OF_MONTH else nth


def local_moment(day: date, clock: time) -> datetime:
    """Give the moment of a wall-clock time in Amsterdam on a day.

    Raises:
        NotAnHour: The clock changes that night: the time doesn't exist, or comes twice.
    """
    moment = datetime.combine(day, clock.replace(tzinfo=None), tzinfo=LOCAL_ZONE)
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        raise NotAnHour(day)
    return moment


def shift(moment: datetime, before: datetime, after: datetime) -> datetime:
    """Move a moment as another one moved, by days and by wall-clock time.

    Parameters:
        moment: What to move.
        before: The other one as it was.
        after: The other one as it is.

    Raises:
        NotAnHour: The clock changes on the new day, at that time.
    """
    local, old, new = (each.astimezone(LOCAL_ZONE).replace(tzinfo=None) for each in (moment, before, after))
    moved = local + (new - old)
    return local_moment(moved.date(), moved.time())


@dataclass(frozen=True, slots=True)
class Closed:
    """A school holiday of one region, both days included."""

    name: str
    region: str
    starts_on: date
    ends_on: date


def holidays_on(day: date, closed: Sequence[Closed]) -> list[str]:
    """Give the names of the school holidays on a day, each with its regions, for a warning."""
    regions: dict[str, list[str]] = {}
    for holiday in closed:
        if holiday.starts_on <= day <= holiday.ends_on:
            regions.setdefault(holiday.name, []).append(holiday.region)
    return [f"{name} ({', '.join(found)})" for name, found in regions.items()]


@dataclass(frozen=True, slots=True)
class DateFacts:
    """One date as the rules of a series see it.

    Attributes:
        pk: Which.
        columns: What it says: starts_at, ends_at and everything else that a change can set.
        planned_start_at: Where the rule put it; None: a date outside of a rule.
        is_open: Neither over nor cancelled.
    """

    pk: int
    columns: Mapping[str, object]
    planned_start_at: datetime | None
    is_open: bool

    @property
    def starts_at(self) -> datetime:
        return self.columns["starts_at"]

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere than the rule put it: an exception, which keeps its time."""
        return self.planned_start_at is not None and self.planned_start_at != self.starts_at


def in_scope(dates: Sequence[DateFacts], chosen: DateFacts, scope: Scope) -> list[DateFacts]:
    """Give the open dates a change is for, in order of start; past and cancelled ones stay as they are."""
    if scope == Scope.ONE:
        return [chosen] if chosen.is_open else []
    first = chosen.planned_start_at or chosen.starts_at
    found = [
        each
        for each in dates
        if each.is_open and (scope == Scope.ALL or (each.planned_start_at or each.starts_at) >= first)
    ]
    return sorted(found, key=lambda each: (each.starts_at, each.pk))


def changed_columns(date_facts: DateFacts, chosen: DateFacts, new: Mapping[str, object]) -> dict[str, object]:
    """Give what a change of the chosen date means for a date in its scope.

    An exception stays one: a date that was moved keeps its time, and what differs from the chosen date already
    (another room, more seats) keeps its own value.

    Parameters:
        date_facts: The date that changes along.
        chosen: The date that was edited, as it was.
        new: What the edited date says now.

    Returns:
        The new columns of this date; empty when nothing changes.

    Raises:
        NotAnHour: Its new time falls in the hour of a clock change.
    """
    changed = {name for name, value in new.items() if chosen.columns[name] != value}
    if date_facts.pk == chosen.pk:
        return {name: new[name] for name in changed}
    result = {
        name: new[name]
        for name in changed - {"starts_at", "ends_at"}
        if date_facts.columns[name] == chosen.columns[name]
    }
    if changed & {"starts_at", "ends_at"} and not date_facts.is_moved:
        for name in ("starts_at", "ends_at"):
            moved = shift(date_facts.columns[name], chosen.columns[name], new[name])
            if moved != date_facts.columns[name]:
                result[name] = moved
    return result


def taken_days(days: Sequence[date], *, skipped: Collection[date], make: Callable[[date], datetime]) -> list[datetime]:
    """Give the moments of the days that aren't skipped.

    Raises:
        NoDates: All are skipped.
        NotAnHour: One falls in the hour of a clock change.
    """
    moments = [make(day) for day in days if day not in skipped]
    if not moments:
        raise NoDates
    return moments
