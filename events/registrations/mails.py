"""What is mailed about registrations. Actions put these in the outbox in their transaction, each occasion once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.calendars.attachments import calendar_attachment
from events.calendars.writer import Method
from events.meetups.models import Occurrence
from events.meetups.states import Mode
from events.registrations.models import Registration
from events.registrations.notes import post_note
from events.registrations.states import RegistrationState
from network.models import Member
from portal.shared.links.actions import make_link
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import Attachment, OutgoingMail
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.templates import render_mail

GUEST_LINK = "registrations.guest"
# With a seat in it, the date comes along as a file; when the seat is gone, the file takes it out again.
_PUBLISH = ("confirmed", "promoted", "changed", "reminder")
_CANCEL = ("withdrawn", "removed", "cancelled")
NAMES = (
    "approval",
    "cancelled",
    "changed",
    "confirmed",
    "declined",
    "guest_again",
    "guest_confirm",
    "lapsed",
    "offered",
    "pair_asked",
    "pair_off",
    "pair_waits",
    "promoted",
    "reminder",
    "removed",
    "waitlisted",
    "withdrawn",
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a mail: a member, or a guest by address."""

    name: str
    email: str
    language: str
    kind: str
    key: str


def member_addressee(member: Member) -> Addressee | None:
    """Give a member as who gets a mail; None when the account is closed."""
    if not member.is_active:
        return None
    return Addressee(member.given_name or member.email, member.email, member.interface_language, "member", member.key)


def addressee_of(row: Registration) -> Addressee | None:
    """Give who is to hear of a registration; None for an erased one, or someone whose account is closed."""
    if row.member is not None:
        return member_addressee(row.member)
    if not row.guest_email:
        return None
    return Addressee(row.guest_name, row.guest_email, "nl", "", "")


def when_in_words(occurrence: Occurrence) -> str:
    """Give day and times with the zone: "donderdag 11 februari 2027, 10.00 tot 12.00 (Nederlandse tijd, CET)"."""
    return span_in_words(occurrence.starts_at, occurrence.ends_at)


def span_in_words(starts_at: datetime, ends_at: datetime) -> str:
    """Give the same of two moments."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    last_day = "" if starts.date() == ends.date() else f"{date_format(ends, 'l j F Y')} "
    return _("%(day)s, %(start)s to %(end)s (Dutch time, %(zone)s)") % {
        "day": date_format(starts, "l j F Y"),
        "start": date_format(starts, "H.i"),
        "end": f"{last_day}{date_format(ends, 'H.i')}",
        "zone": starts.tzname(),
    }


def moment_in_words(moment: datetime) -> str:
    """Give a deadline with the name of the zone."""
    local = timezone.localtime(moment)
    return _("%(day)s at %(time)s (Dutch time, %(zone)s)") % {
        "day": date_format(local, "l j F Y"),
        "time": date_format(local, "H.i"),
        "zone": local.tzname(),
    }


def place_in_words(occurrence: Occurrence, mode: str) -> str:
    """Give where this person has to be; of a date without a place of its own, at which school.

    Parameters:
        occurrence: With its school and that of its meetup, in lists.
        mode: How they take part.
    """
    if mode == Mode.ONLINE:
        return _("online")
    here = occurrence.place or str(occurrence.institution or occurrence.meetup.institution or "")
    return ", ".join(filter(None, (here, occurrence.address, occurrence.city)))


def post_mail(
    name: str,
    row: Registration,
    *,
    at: datetime,
    words: Mapping[str, object] | None = None,
    path: str = "",
    had_seat: bool = True,
) -> OutboxMail | None:
    """Put a mail about a registration in the outbox, in the caller's transaction; of some also a message to devices.

    Parameters:
        name: Of the template; one of NAMES.
        row: As it stands now, with `occurrence.meetup.page` and `member`.
        at: Now; with the registration and the name it makes the occasion, which is mailed once.
        words: More values for the template.
        path: Where the mail leads; without it, the page of the registration. A page that asks, never an action.
        had_seat: Whether the date can stand in this person's calendar, to take it out again.

    Returns:
        The row of the outbox; None when there is nobody to tell.
    """
    to = addressee_of(row)
    if to is None:
        return None
    purpose = f"events.registration_{name}"
    with translation.override(to.language):
        context = {"name": to.name, **_facts(row), **(words or {}), "path": path or own_path(row, at=at)}
    text = render_mail(app="events/registrations", name=name, context=context, language=to.language, purpose=purpose)
    message = OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{row.key}:{_occasion(name, at, words)}",
        to=to.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        attachments=_attachments(name, row, language=to.language, at=at) if had_seat else (),
        recipient_kind=to.kind,
        recipient_key=to.key,
    )
    with translation.override(to.language):
        post_note(name, row, facts=context, occasion=message.idempotency_key, at=at)
    return post(message, at=at)


def _occasion(name: str, at: datetime, words: Mapping[str, object] | None) -> str:
    # A reminder is one per number of hours and start, whenever the clock comes by.
    return str((words or {})["occasion"]) if name == "reminder" else at.isoformat()


def _facts(row: Registration) -> dict[str, object]:
    occurrence = row.occurrence
    comes_online = row.mode == Mode.ONLINE and row.state == RegistrationState.CONFIRMED
    return {
        "title": occurrence.meetup.page.title,
        "page_path": occurrence.meetup.page.get_url() or "/agenda/",
        "when": when_in_words(occurrence),
        "place": place_in_words(occurrence, row.mode),
        "online_url": occurrence.online_url if comes_online else "",
        "deadline": moment_in_words(row.hold_ends_at) if row.hold_ends_at else "",
        "reason": occurrence.reason,
    }


def own_path(row: Registration, *, at: datetime) -> str:
    """Give where someone finds their registration: its page, or for a guest a secret link, made in the transaction."""
    if row.member_id is None:
        # As often as one likes: the page asks and decides; old mails of one registration all lead there.
        valid_for = max(row.occurrence.ends_at - at, timedelta(days=1))
        _link, token = make_link(
            purpose=GUEST_LINK,
            subject_kind="registration",
            subject_key=row.key,
            valid_for=valid_for,
            at=at,
            max_uses=None,
        )
        return reverse("registrations:guest", args=[token])
    return reverse("registrations:mine", args=[row.key])


def _attachments(name: str, row: Registration, *, language: str, at: datetime) -> tuple[Attachment, ...]:
    if name not in _PUBLISH and name not in _CANCEL:
        return ()
    method = Method.PUBLISH if name in _PUBLISH else Method.CANCEL
    return (
        calendar_attachment(
            [row.occurrence],
            method=method,
            with_online_address=method == Method.PUBLISH and row.mode == Mode.ONLINE,
            language=language,
            at=None if name in ("changed", "cancelled", "reminder") else at,
        ),
    )
