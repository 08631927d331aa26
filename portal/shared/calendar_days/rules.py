"""Working days, and the deadline of an offer, on plain values.

A working day is a weekday that is no public holiday. School holidays are working days to the law, yet nobody reads
mail then; only `offer_deadline` looks at them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Europe/Amsterdam")
DEFAULT_OFFER_HOURS = 48
LONGEST_EXTENSION_DAYS = 5
LAST_OFFER_BEFORE_START = timedelta(hours=24)
# When a working day ends for who has to answer.
CLOSING_TIME = time(17)

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class HolidayPeriod:
    """One school holiday of one region; both days belong to it."""

    starts_on: date
    ends_on: date


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    # Three megabytes that a process takes once it counts working days.
    import holidays  # noqa: PLC0415

    return frozenset(holidays.country_holidays("NL", years=year))


def is_public_holiday(day: date) -> bool:
    """Say whether a day is an official Dutch public holiday; Liberation Day is one every five years."""
    return day in _public_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Say whether a day is a weekday and no public holiday."""
    return day.weekday() < _SATURDAY and not is_public_holiday(day)


def add_working_days(day: date, count: int) -> date:
    """Give the day that lies `count` working days after a day.

    Parameters:
        day: Where counting starts; it needn't be a working day and isn't counted.
        count: 0 or more; 0 gives the day itself, or the first working day after it.
    """
    if count == 0:
        while not is_working_day(day):
            day += timedelta(days=1)
        return day
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Count the working days from `first` to `last`, both included; 0 when `last` lies before `first`."""
    return sum(is_working_day(first + timedelta(days=n)) for n in range((last - first).days + 1))


def add_working_hours(moment: datetime, hours: int) -> datetime:
    """Give the moment that lies `hours` after a moment, counting all 24 hours of working days and no others.

    Parameters:
        moment: Aware, in any zone.
        hours: 0 or more.

    Returns:
        Aware, in Europe/Amsterdam. Days are local; at a clock change the missing or extra hour is not counted in or
        out: hours are hours that pass.
    """
    left = timedelta(hours=hours)
    now = moment.astimezone(LOCAL_ZONE)
    while True:
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=LOCAL_ZONE)
        # Subtract as instants: between two datetimes of one zone Python compares clock faces.
        today = midnight.astimezone(ZoneInfo("UTC")) - now.astimezone(ZoneInfo("UTC"))
        if is_working_day(now.date()):
            if left <= today:
                return (now.astimezone(ZoneInfo("UTC")) + left).astimezone(LOCAL_ZONE)
            left -= today
        now = midnight


def offer_deadline(
    *,
    offered_at: datetime,
    starts_at: datetime,
    school_holidays: Sequence[HolidayPeriod],
    hours: int = DEFAULT_OFFER_HOURS,
) -> datetime | None:
    """Decide until when a seat from the waitlist stays offered to one person.

    The organiser's hours are counted on working days. If a school holiday of the person's region lies in that time,
    the working days of the holiday don't count, five of them at most; this happens once, so a next holiday changes
    nothing. The offer never lasts into the last 24 hours before the start.

    Parameters:
        offered_at: When the offer is made, aware.
        starts_at: When the meetup or placement day starts, aware.
        school_holidays: The holidays of the person's region (Midden when unknown), in any order.
        hours: What the organiser set, 1 or more.

    Returns:
        The deadline, aware, in Europe/Amsterdam; None in the last 24 hours before the start, where nobody is asked and
        promotion is automatic.

    Source: DECISIONS 20.
    """
    latest = starts_at - LAST_OFFER_BEFORE_START
    if latest <= offered_at:
        return None
    deadline = add_working_hours(offered_at, hours)
    first_day, last_day = offered_at.astimezone(LOCAL_ZONE).date(), deadline.date()
    crossed = sorted(
        (p for p in school_holidays if p.starts_on <= last_day and p.ends_on >= first_day), key=lambda p: p.starts_on
    )
    if crossed:
        holiday = crossed[0]
        lost = working_days_between(max(first_day, holiday.starts_on), holiday.ends_on)
        extra = min(lost, LONGEST_EXTENSION_DAYS)
        if extra:
            day = add_working_days(deadline.date(), extra)
            deadline = datetime.combine(day, deadline.timetz())
    return min(deadline, latest.astimezone(LOCAL_ZONE))


def reply_deadline(*, since: datetime, working_days: int, school_holidays: Sequence[HolidayPeriod]) -> datetime:
    """Give until when someone has time to answer: the end of the last of so many working days.

    The working days of a school holiday of their region that lies in that time don't count, five of them at most and
    once: after that who asked has waited long enough.

    Parameters:
        since: When it became their turn; aware, in any zone.
        working_days: 1 or more; the day itself isn't counted.
        school_holidays: Of their region, Midden when unknown; in any order.

    Returns:
        Aware, in Europe/Amsterdam, at 17:00.

    Source: PRODUCT, "Always" 6; DECISIONS 20.
    """
    first = since.astimezone(LOCAL_ZONE).date()
    last = add_working_days(first, working_days)
    crossed = [period for period in school_holidays if period.starts_on <= last and period.ends_on > first]
    if crossed:
        holiday = min(crossed, key=lambda period: period.starts_on)
        lost = working_days_between(max(first + timedelta(days=1), holiday.starts_on), holiday.ends_on)
        last = add_working_days(last, min(lost, LONGEST_EXTENSION_DAYS))
    return datetime.combine(last, CLOSING_TIME, tzinfo=LOCAL_ZONE)
