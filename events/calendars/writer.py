"""From entries to iCalendar (RFC 5545, 7986): each event is made by the library, a calendar is a join of events."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from events.calendars.entries import CalendarEntry, EntryStatus
from events.calendars.rules import AMSTERDAM, clean_address, clean_line, clean_text, is_repeated_hour
from events.calendars.timezone import VTIMEZONE

PRODUCT = "-//Bruggen bouwen//Agenda//NL"
# How often a program that asks may come again; what each one really does stands on the page that offers the feeds.
REFRESH = timedelta(hours=4)
CONTENT_TYPE = "text/calendar; charset=utf-8"
_END = b"END:VCALENDAR\r\n"


class Method(StrEnum):
    """What a calendar in a mail asks for (RFC 5546). Nobody's answer is processed, so nothing is a REQUEST."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


def event_bytes(entry: CalendarEntry) -> bytes:
    """Give one VEVENT, folded by octet, with CRLF; the same entry gives the same bytes.

    Raises:
        ValueError: A value can't stand in a calendar. Who writes several leaves this one out.
    """
    event = Event()
    event.add("uid", clean_line(entry.uid))
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", _local(entry.starts_at))
    event.add("dtend", _local(entry.ends_at))
    event.add("sequence", entry.sequence)
    event.add("status", entry.status.value)
    event.add("summary", clean_line(entry.summary))
    _add_text(event, "description", clean_text(entry.description))
    _add_text(event, "location", clean_line(entry.location))
    categories = [clean_line(name) for name in entry.categories if clean_line(name)]
    if categories:
        event.add("categories", categories)
    url = clean_address(entry.url)
    if url:
        event.add("url", url)
    online = clean_address(entry.online_address)
    if online:
        event.add("conference", vUri(online), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    event.add("organizer", _organiser(entry.organiser))
    if entry.status == EntryStatus.CANCELLED:
        # Nobody is kept from another appointment by what doesn't go on.
        event.add("transp", "TRANSPARENT")
    return event.to_ical()


def calendar_bytes(
    events: Iterable[bytes], *, name: str = "", method: Method = Method.PUBLISH, description: str = "", url: str = ""
) -> bytes:
    """Give a whole calendar.

    Parameters:
        events: From `event_bytes`, in the order they are to stand.
        name: What programs show as the name; without one, no name and no refresh times are written (mails).
        method: PUBLISH, or CANCEL in a mail.
        description: What is in it, in a sentence.
        url: Where the same stands as a page.
    """
    return b"".join((_head(name, method, description, url), VTIMEZONE, *events, _END))


@lru_cache(maxsize=64)
def _head(name: str, method: Method, description: str, url: str) -> bytes:
    """Write what stands above the events: the same for every version of a feed."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if name:
        # As text, or the library leaves commas as they are.
        line = vText(clean_line(name))
        calendar.add("name", line)
        calendar.add("x-wr-calname", line)
        calendar.add("x-wr-timezone", vText(AMSTERDAM.key))
        # Calendar.new() leaves VALUE=DURATION out, which RFC 7986 requires.
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vText(f"PT{int(REFRESH.total_seconds() // 3600)}H"))
    _add_text(calendar, "description", clean_text(description))
    address = clean_address(url)
    if address:
        calendar.add("url", address)
    return calendar.to_ical().removesuffix(_END)


def _add_text(component: Calendar | Event, name: str, text: str) -> None:
    if text:
        component.add(name, text)


def _local(moment: datetime) -> datetime:
    """Give the moment with its zone; in UTC in the hour that the clock shows twice, which programs read differently."""
    return moment.astimezone(UTC) if is_repeated_hour(moment) else moment.astimezone(AMSTERDAM)


def _organiser(name: str) -> vCalAddress:
    """Give the sender of the portal's mail: a publisher must be named (RFC 5546, 3.2.1), a person must not."""
    sender, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = vCalAddress(f"mailto:{address}")
    # No parameter value may hold a double quote (RFC 5545, 3.2).
    organiser.params["CN"] = clean_line(name or sender).replace('"', "'")
    return organiser
