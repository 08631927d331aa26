"""How an event of someone's calendar comes back. Only rules whose dates can be worked out in bounded time are read.

A rule of iCalendar may say "every second until 9999", or name a day that no month has, over which every library goes on
searching for minutes. So the parts of a rule are read against a short list, in which each rule gives its next date
soon; any other event counts as its first date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, rruleset, weekday
from icalendar import Event

_FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Each month has each day of the week four times, and 28 days.
_PLACES = frozenset({-4, -3, -2, -1, 1, 2, 3, 4})
_FIFTH = 5
_MONTH_DAYS = frozenset({*range(1, 29), *range(-28, 0)})
_PARTS = {
    "DAILY": frozenset(),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYDAY", "BYMONTHDAY", "BYSETPOS"}),
    "YEARLY": frozenset(),
}
_ALWAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_MOST_INTERVAL = 120
# A daily series of twenty years; more are not looked through.
_MOST_STEPS = 8_000


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule of an event, as far as we read rules.

    Attributes:
        frequency: "DAILY", "WEEKLY", "MONTHLY" or "YEARLY".
        interval: Every so many of them.
        weekdays: (day, which of the month): 0 is Monday; None: each of them.
        month_days: Days of the month, from the end when negative.
        place: Which one of these of a month.
        week_start: On which day a week begins.
        count: How many dates; None: without end, or `until` says so.
        until: Last moment, in the clock of the event; None: without end, or `count` says so.
    """

    frequency: str
    interval: int = 1
    weekdays: tuple[tuple[int, int | None], ...] = ()
    month_days: tuple[int, ...] = ()
    place: int | None = None
    week_start: int = 0
    count: int | None = None
    until: datetime | None = None


def written_rule(event: Event) -> WrittenRule | None:
    """Give the rule of an event; None when it has none, several, or one that we do not read."""
    parts = event.get("RRULE")
    if not isinstance(parts, dict):
        return None
    try:
        return _read(dict(parts), event)
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        return None


def _read(parts: dict, event: Event) -> WrittenRule | None:
    values = {str(name).upper(): value if isinstance(value, list) else [value] for name, value in parts.items()}
    frequency = str(values["FREQ"][0]).upper()
    if frequency not in _PARTS or not values.keys() <= _PARTS[frequency] | _ALWAYS:
        return None
    interval = int(values.get("INTERVAL", [1])[0])
    weekdays = tuple(_weekday(str(text).upper()) for text in values.get("BYDAY", ()))
    month_days = tuple(int(number) for number in values.get("BYMONTHDAY", ()))
    places = [int(number) for number in values.get("BYSETPOS", ())]
    count = int(values["COUNT"][0]) if "COUNT" in values else None
    if not 1 <= interval <= _MOST_INTERVAL or (count is not None and count < 1) or len(places) > 1:
        return None
    if not set(month_days) <= _MONTH_DAYS or (month_days and weekdays):
        return None
    has_numbers = any(nth is not None for _day, nth in weekdays)
    if (frequency == "WEEKLY" and has_numbers) or (places and (has_numbers or not weekdays)):
        return None
    if not set(places) <= _PLACES:
        return None
    return WrittenRule(
        frequency=frequency,
        interval=interval,
        weekdays=weekdays,
        month_days=month_days,
        place=places[0] if places else None,
        week_start=_DAYS.index(str(values.get("WKST", ["MO"])[0]).upper()),
        count=count,
        until=_until(values["UNTIL"][0], event) if "UNTIL" in values else None,
    )


def _weekday(text: str) -> tuple[int, int | None]:
    """Read "TU" or "-1TU".

    Raises:
        ValueError: It is neither, or one that not every month has.
    """
    nth = int(text[:-2]) if text[:-2] else None
    if nth is not None and nth not in _PLACES | {_FIFTH}:
        raise ValueError(text)
    return _DAYS.index(text[-2:]), nth


def _until(value: date | datetime, event: Event) -> datetime:
    """Give the last moment in the clock of the event: UNTIL stands in UTC when the event has a zone (RFC 5545)."""
    begin = event["DTSTART"].dt
    if not isinstance(value, datetime):
        return datetime.combine(value, datetime.max.time())
    zone = begin.tzinfo if isinstance(begin, datetime) else None
    return (value.astimezone(zone or UTC) if value.tzinfo else value).replace(tzinfo=None)


def begins_of(event: Event, *, until: datetime) -> Iterator[date | datetime]:
    """Give when an event begins, each time, as its own DTSTART says it: the first one, those of its rule and its RDATE.

    Without those of its EXDATE. An event with a rule that we do not read gives its first one.

    Parameters:
        event: With a DTSTART.
        until: No later ones than this (aware) moment.
    """
    begin = event["DTSTART"].dt
    zone = begin.tzinfo if isinstance(begin, datetime) else None
    last = until.astimezone(zone or UTC).replace(tzinfo=None)
    dates = rruleset()
    dates.rdate(_naive(begin, zone))
    rule = written_rule(event)
    if rule is not None:
        dates.rrule(_steps(rule, _naive(begin, zone), last))
    for moment in _moments(event, "RDATE"):
        dates.rdate(_naive(moment, zone))
    for moment in _moments(event, "EXDATE"):
        dates.exdate(_naive(moment, zone))
    for found in islice(dates, _MOST_STEPS):
        if found > last:
            return
        yield found.replace(tzinfo=zone) if isinstance(begin, datetime) else found.date()


def _steps(rule: WrittenRule, begin: datetime, last: datetime) -> rrule:
    days = [weekday(day) if nth is None else weekday(day, nth) for day, nth in rule.weekdays]
    ends = min(rule.until, last) if rule.until is not None else last
    return rrule(
        freq=_FREQUENCIES[rule.frequency],
        dtstart=begin,
        interval=rule.interval,
        wkst=rule.week_start,
        byweekday=days or None,
        bymonthday=rule.month_days or None,
        bysetpos=rule.place,
        **({"count": rule.count} if rule.count is not None else {"until": ends}),
    )


def _moments(event: Event, name: str) -> Iterator[date | datetime]:
    values = event.get(name, [])
    for value in values if isinstance(values, list) else [values]:
        for each in value.dts:
            # A period (RDATE;VALUE=PERIOD) begins with its first moment.
            yield each.dt[0] if isinstance(each.dt, tuple) else each.dt


def _naive(value: date | datetime, zone) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, datetime.min.time())
    return (value.astimezone(zone) if value.tzinfo and zone else value).replace(tzinfo=None)
