"""Reads a calendar that someone hands in: hostile until shown otherwise, so with limits on everything."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from icalendar import Calendar, Event

from events.calendars.errors import CalendarTooLarge, NoDates, NotACalendar, TooManyDates
from events.calendars.repeating import begins_of
from events.calendars.rules import AMSTERDAM, clean_address, clean_line, clean_text

MOST_BYTES = 200_000
MOST_DATES = 100
LONGEST_TITLE = 120
LONGEST_TEXT = 4000
LONGEST_PLACE = 160
# RFC 5545, 3.6.1: an event without an end on a day lasts the day; with a time we take an hour.
_NO_END = timedelta(hours=1)
MOST_DAYS = 100
_YEAR = timedelta(days=366)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
# What values that can't be say of themselves.
BROKEN = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError)


@dataclass(frozen=True, slots=True)
class ImportedDate:
    """One date of someone's calendar.

    Attributes:
        starts_at: Aware, in Amsterdam; a time without a zone is Amsterdam's.
        is_all_day: It had days and no times.
        repeats: It is the first of a series.
        days: The local days of a series, at most MOST_DAYS of the first year; empty where it is no series, where its
            rule is one we do not read, or where it falls at different hours.
        recurrence: Which date of a series it is: when it would have begun, in UTC ("20270701T080000Z"); empty for a
            date that does not repeat.
    """

    uid: str
    title: str
    text: str
    place: str
    url: str
    starts_at: datetime
    ends_at: datetime
    is_all_day: bool
    is_cancelled: bool
    repeats: bool
    days: tuple[date, ...] = ()
    recurrence: str = ""


def read_calendar(content: bytes) -> list[ImportedDate]:
    """Give the dates of a calendar in order; each UID once, the newest version of it.

    An event that can't be read is passed over; the others still help.

    Parameters:
        content: The file, or pasted text in UTF-8.

    Raises:
        CalendarTooLarge: More than `MOST_BYTES`.
        NotACalendar: Not iCalendar.
        TooManyDates: More than `MOST_DATES` events.
        NoDates: No event with a begin.
    """
    if len(content) > MOST_BYTES:
        raise CalendarTooLarge
    if b"BEGIN:VCALENDAR" not in content[:1000].upper():
        raise NotACalendar
    if content.upper().count(b"BEGIN:VEVENT") > MOST_DATES:
        raise TooManyDates
    newest: dict[str, tuple[int, ImportedDate]] = {}
    # An exception to a series (RECURRENCE-ID) has the UID of its series, whose first date is what we offer.
    for event in (event for event in events_of(content) if "RECURRENCE-ID" not in event):
        try:
            found, version = date_of(event), int(event.get("SEQUENCE", 0))
            if found.repeats:
                found = replace(found, days=_days(event, found))
        except BROKEN:
            continue
        known = newest.get(found.uid)
        if known is None or known[0] <= version:
            newest[found.uid] = (version, found)
    if not newest:
        raise NoDates
    return sorted((found for _version, found in newest.values()), key=lambda each: (each.starts_at, each.uid))


def events_of(content: bytes) -> list[Event]:
    """Give the events of a calendar, unjudged.

    Raises:
        NotACalendar: Not iCalendar.
    """
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        # Of a whole that holds parts in parts, only the parts of a calendar itself are its events.
        return [part for calendar in calendars for part in calendar.subcomponents if part.name == "VEVENT"]
    except (*BROKEN, RecursionError) as error:
        raise NotACalendar from error


def date_of(event: Event) -> ImportedDate:
    """Give the first or only date of an event. Raises one of BROKEN for an event that can't be read."""
    begin = event["DTSTART"].dt
    is_all_day = not isinstance(begin, datetime)
    starts_at = local_moment_of(begin)
    ends_at = _end(event, starts_at, is_all_day=is_all_day)
    title = clean_line(str(event.get("SUMMARY", "")))[:LONGEST_TITLE]
    return ImportedDate(
        uid=clean_line(str(event.get("UID", "")))[:255] or f"{starts_at.isoformat()} {title}",
        title=title,
        text=clean_text(str(event.get("DESCRIPTION", "")))[:LONGEST_TEXT],
        place=clean_line(str(event.get("LOCATION", "")))[:LONGEST_PLACE],
        url=clean_address(str(event.get("URL", "")))[:500],
        starts_at=starts_at,
        ends_at=ends_at,
        is_all_day=is_all_day,
        is_cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
        repeats="RRULE" in event or "RDATE" in event,
    )


def _days(event: Event, first: ImportedDate) -> tuple[date, ...]:
    begins = [local_moment_of(begin) for begin in islice(begins_of(event, until=first.starts_at + _YEAR), MOST_DAYS)]
    if len(begins) < 2 or any(begin.time() != first.starts_at.time() for begin in begins):
        return ()
    return tuple(begin.date() for begin in begins)


def _end(event: Event, starts_at: datetime, *, is_all_day: bool) -> datetime:
    if "DTEND" in event:
        ends_at = local_moment_of(event["DTEND"].dt)
    elif "DURATION" in event:
        ends_at = (starts_at.astimezone(UTC) + _length(event)).astimezone(AMSTERDAM)
    else:
        ends_at = starts_at + timedelta(days=1) if is_all_day else starts_at + _NO_END
    if ends_at <= starts_at:
        return starts_at + _NO_END
    return ends_at


def _length(event: Event) -> timedelta:
    length = event["DURATION"].dt
    if not isinstance(length, timedelta):
        raise TypeError(length)
    return length


def local_moment_of(value: date | datetime) -> datetime:
    """Give a moment in Amsterdam.

    Raises:
        ValueError: In a year that no meetup has.
    """
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError(value)
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), AMSTERDAM)
    return value.replace(tzinfo=AMSTERDAM) if value.tzinfo is None else value.astimezone(AMSTERDAM)
