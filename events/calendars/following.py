"""Reads a calendar that is followed: every date of the coming year, series too, each with a name of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from icalendar import Event

from events.calendars.errors import NotACalendar, TooManyDates
from events.calendars.reading import BROKEN, ImportedDate, date_of, events_of, local_moment_of
from events.calendars.repeating import begins_of
from events.calendars.rules import clean_line

MOST_EVENTS = 2_000
MOST_FOUND = 500
# Dates looked at, those of long ago too: many series from far back must not keep the worker busy.
MOST_STEPS = 20_000
Name = tuple[str, str]


def read_followed(content: bytes, *, since: datetime, until: datetime) -> list[ImportedDate]:
    """Give the dates that end after `since` and begin before `until`, in order, each once.

    The name of a date is its UID and, in a series, when it would have begun (`recurrence`). What was moved or cancelled
    apart (RECURRENCE-ID) keeps that name. An event that can't be read is passed over.

    Parameters:
        content: A calendar of at most a megabyte.
        since: Now.
        until: How far to look.

    Raises:
        NotACalendar: Not iCalendar.
        TooManyDates: More than MOST_EVENTS events, MOST_FOUND dates, or MOST_STEPS with those of long ago.
    """
    if b"BEGIN:VCALENDAR" not in content[:1000].upper():
        raise NotACalendar
    if content.upper().count(b"BEGIN:VEVENT") > MOST_EVENTS:
        raise TooManyDates
    newest: dict[Name, tuple[int, ImportedDate]] = {}
    steps = 0
    # Exceptions come last, so that they stand instead of what their series gives.
    for event in sorted(events_of(content), key=lambda each: "RECURRENCE-ID" in each):
        try:
            version, dates = int(event.get("SEQUENCE", 0)), list(islice(_dates(event, until=until), MOST_STEPS))
        except BROKEN:
            continue
        steps += len(dates)
        if steps > MOST_STEPS:
            raise TooManyDates
        for found in dates:
            name = (found.uid, found.recurrence)
            if "RECURRENCE-ID" in event or name not in newest or newest[name][0] <= version:
                newest[name] = (version, found)
    coming = [each for _version, each in newest.values() if each.ends_at > since and each.starts_at < until]
    if len(coming) > MOST_FOUND:
        raise TooManyDates
    return sorted(coming, key=lambda each: (each.starts_at, each.uid))


def _dates(event: Event, *, until: datetime) -> Iterator[ImportedDate]:
    first = date_of(event)
    if not clean_line(str(event.get("UID", ""))):
        # Without a name it would be another one with each reading.
        return
    if "RECURRENCE-ID" in event:
        yield replace(first, recurrence=_name(event["RECURRENCE-ID"].dt))
        return
    if not first.repeats:
        yield first
        return
    length = first.ends_at.astimezone(UTC) - first.starts_at.astimezone(UTC)
    for begin in begins_of(event, until=until):
        starts_at = local_moment_of(begin)
        yield replace(first, starts_at=starts_at, ends_at=_end(starts_at, length, first), recurrence=_name(begin))


def _end(starts_at: datetime, length: timedelta, first: ImportedDate) -> datetime:
    """Give the end as much later; days without times last whole days, also when the clock changes."""
    if first.is_all_day:
        return starts_at + (first.ends_at.replace(tzinfo=None) - first.starts_at.replace(tzinfo=None))
    return (starts_at.astimezone(UTC) + length).astimezone(starts_at.tzinfo)


def _name(moment: date | datetime) -> str:
    return local_moment_of(moment).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
