"""What is mailed about the booking of a whole series: one mail per step, with all its dates, never one per date."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.calendars.attachments import calendar_attachment
from events.calendars.writer import Method
from events.meetups.models import Occurrence
from events.meetups.states import Mode
from events.registrations.mails import member_addressee, moment_in_words, place_in_words, when_in_words
from events.registrations.models import Registration, SeriesBooking
from events.registrations.rules import DateRules
from events.registrations.series_rules import FullDate
from events.registrations.shortage_words import shortage_words
from events.registrations.states import RegistrationState
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import Attachment, OutgoingMail
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.templates import render_mail

_PUBLISH = ("confirmed", "promoted", "changed")
_CANCEL = ("withdrawn", "removed", "cancelled", "date_off")
# Sent because the dates changed, not the booking: the file carries the moment of that change.
_OF_DATES = ("changed", "cancelled")
SERIES_NAMES = (
    "approval",
    "cancelled",
    "changed",
    "confirmed",
    "date_off",
    "declined",
    "lapsed",
    "offered",
    "promoted",
    "removed",
    "waitlisted",
    "withdrawn",
)


def post_booking_mail(
    name: str,
    booking: SeriesBooking,
    rows: Sequence[Registration],
    *,
    at: datetime,
    words: Mapping[str, object] | None = None,
    had_seat: bool = True,
) -> OutboxMail | None:
    """Put one mail about a booking in the outbox, in the caller's transaction.

    Parameters:
        name: Of the template; one of SERIES_NAMES.
        booking: As it stands now, with its meetup, page and member.
        rows: The registrations the mail is about, each with its date; they make the list and the file.
        at: Now; with the booking and the name it makes the occasion, which is mailed once.
        words: More values for the template.
        had_seat: Whether the dates can stand in this person's calendar.

    Returns:
        The row of the outbox; None when there is nobody to tell.
    """
    to = member_addressee(booking.member) if booking.member else None
    if to is None:
        return None
    purpose = f"events.registration_series_{name}"
    with translation.override(to.language):
        context = {"name": to.name, **_facts(name, booking, rows), **(words or {})}
    text = render_mail(
        app="events/registrations", name=f"series_{name}", context=context, language=to.language, purpose=purpose
    )
    message = OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{booking.key}:{_occasion(name, rows, at)}",
        to=to.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        attachments=_attachments(name, booking, rows, language=to.language, at=at) if had_seat and rows else (),
        recipient_kind=to.kind,
        recipient_key=to.key,
    )
    return post(message, at=at)


def _occasion(name: str, rows: Sequence[Registration], at: datetime) -> str:
    # One date less is told per date, whenever it is.
    return f"{rows[0].key}:{at.isoformat()}" if name == "date_off" else at.isoformat()


def date_line(occurrence: Occurrence, mode: str) -> str:
    """Give one date of a list: when, and where."""
    return " · ".join(filter(None, (when_in_words(occurrence), place_in_words(occurrence, mode))))


def full_date_words(full: FullDate | None, dates: Mapping[int, Occurrence], rules: DateRules, row: Registration) -> str:
    """Give the one reason why a booking waits: which date is full, and which limit it is; empty when none is.

    Parameters:
        full: The first date without a seat.
        dates: The dates of the series by primary key.
        rules: Of that date.
        row: A registration of the booking: how, and of which group.
    """
    if full is None:
        return ""
    group = row.seat_group.name if row.seat_group else ""
    why = shortage_words(full.shortage, rules, mode=row.mode, group=group)
    return _("This date is full: %(date)s. %(why)s") % {"date": when_in_words(dates[full.date_id]), "why": why}


def _facts(name: str, booking: SeriesBooking, rows: Sequence[Registration]) -> dict[str, object]:
    page = booking.meetup.page
    comes_online = booking.mode == Mode.ONLINE and booking.state == RegistrationState.CONFIRMED
    page_of_mail = "registrations:answer_booking" if name == "offered" else "registrations:booking"
    addresses = {row.occurrence.online_url for row in rows if comes_online and row.occurrence.online_url}
    return {
        "title": page.title,
        "page_path": page.get_url() or "/agenda/",
        "path": reverse(page_of_mail, args=[booking.key]),
        "dates": [date_line(row.occurrence, row.mode) for row in rows],
        "online_urls": sorted(addresses),
        "deadline": moment_in_words(booking.hold_ends_at) if booking.hold_ends_at else "",
    }


def _attachments(
    name: str, booking: SeriesBooking, rows: Sequence[Registration], *, language: str, at: datetime
) -> tuple[Attachment, ...]:
    if name not in _PUBLISH and name not in _CANCEL:
        return ()
    method = Method.PUBLISH if name in _PUBLISH else Method.CANCEL
    return (
        calendar_attachment(
            [row.occurrence for row in rows],
            method=method,
            with_online_address=method == Method.PUBLISH and booking.mode == Mode.ONLINE,
            language=language,
            at=None if name in _OF_DATES else at,
        ),
    )
