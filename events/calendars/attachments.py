"""Dates as the file in a mail. The outbox keeps it with the mail, and wipes both when the mail is sent."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypedDict

from django.utils import translation
from django.utils.translation import gettext as _

from events.calendars.entries import CalendarEntry, EntryStatus, entry_of
from events.calendars.writer import Method, calendar_bytes, event_bytes
from events.meetups.models import Occurrence
from portal.shared.outbox.messages import Attachment


class EntryWords(TypedDict, total=False):
    """What a registration adds to an entry; see `entry_of`."""

    note: str
    is_certain: bool


def calendar_attachment(
    occurrences: Iterable[Occurrence],
    *,
    method: Method,
    with_online_address: bool,
    language: str = "nl",
    at: datetime | None = None,
    words: EntryWords | None = None,
) -> Attachment:
    """Give the file for a mail about these dates: the same UID as in every feed, so that nothing stands there twice.

    Parameters:
        occurrences: At least one, as after the change the mail tells of.
        method: PUBLISH to put them in the calendar or move them there, CANCEL to take them out.
        with_online_address: Whether the reader of this mail may have the address to take part online.
        language: The reader's, "nl" or "en".
        at: When this person's own registration changed, if that is why the mail goes out: a calendar takes the newer
            of two with the same SEQUENCE, which only time, place and cancellation raise. A withdrawal and a new
            sign-up to the same date thus follow each other.
        words: What the registration adds, e.g. that someone waits for a seat.

    Returns:
        An .ics file whose content type names the method; on the wire charset=utf-8 stands beside it, which Django
        adds to every text.

    Raises:
        ValueError: A value can't stand in a calendar.
    """
    is_cancel = method == Method.CANCEL
    with translation.override(language):
        entries = [
            entry_of(row, with_online_address=with_online_address and not is_cancel, is_off=is_cancel, **(words or {}))
            for row in occurrences
        ]
        name = _("does-not-go-on.ics") if any(_is_off(entry) for entry in entries) else _("meetup.ics")
    return entries_attachment(entries, method=method, name=name, at=at)


def entries_attachment(
    entries: Iterable[CalendarEntry], *, method: Method, name: str, at: datetime | None = None
) -> Attachment:
    """Give the file for a mail about these entries, whatever they are of.

    Parameters:
        entries: At least one, in the reader's language.
        method, at: As for `calendar_attachment`.
        name: Of the file.

    Raises:
        ValueError: A value can't stand in a calendar.
    """
    content = calendar_bytes([event_bytes(_stamped(entry, at)) for entry in entries], method=method)
    return Attachment(name=name, content=content, mimetype=f"text/calendar; method={method.value}")


def _is_off(entry: CalendarEntry) -> bool:
    return entry.status == EntryStatus.CANCELLED


def _stamped(entry: CalendarEntry, at: datetime | None) -> CalendarEntry:
    return replace(entry, changed_at=max(entry.changed_at, at)) if at else entry
