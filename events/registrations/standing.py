"""Where someone stands with a date, as ONE value: the box on a meetup page and "my registration" both show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Admission, Mode, OccurrenceState
from events.registrations.actions import place_of
from events.registrations.actions.signing_up import why_waiting
from events.registrations.mails import moment_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.seats import SeatsState, seats_at
from events.registrations.states import Attendance, RegistrationState

# From here down, the number itself is worth saying.
ALMOST_FULL = 10


class BoxKind(StrEnum):
    """What the box says; one at a time."""

    CANCELLED = "cancelled"
    OVER = "over"
    REGISTERED = "registered"
    OFFERED = "offered"
    WAITING = "waiting"
    APPROVAL = "approval"
    HELD = "held"
    NO_REGISTRATION = "no_registration"
    ELSEWHERE = "elsewhere"
    BY_INVITATION = "by_invitation"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    FREE = "free"
    ALMOST_FULL = "almost_full"
    WAITLIST = "waitlist"
    FULL = "full"


@dataclass(frozen=True)
class Box:
    """The box of one date.

    Attributes:
        kind: What it says.
        title: Its heading.
        text: One or two sentences.
        url: Where its one button leads; empty when there is none.
        button: The words on it.
        leave_url: Where one withdraws; empty when there is nothing to withdraw.
    """

    kind: BoxKind
    title: str
    text: str
    url: str = ""
    button: str = ""
    leave_url: str = ""


@dataclass(frozen=True)
class OtherDate:
    """A later date of the same meetup: when, where it leads, and whether the reader has signed up for it."""

    when: str
    url: str
    is_mine: bool


_OWN = {
    RegistrationState.CONFIRMED: BoxKind.REGISTERED,
    RegistrationState.OFFERED: BoxKind.OFFERED,
    RegistrationState.WAITLISTED: BoxKind.WAITING,
    RegistrationState.WAITING_APPROVAL: BoxKind.APPROVAL,
    RegistrationState.HELD: BoxKind.HELD,
}


def box_of(meetup: Meetup, occurrence: Occurrence, row: Registration | None, *, at: datetime) -> Box:
    """Give the box of a date for one reader.

    Parameters:
        meetup: With its page.
        occurrence: An announced date of it.
        row: The reader's active registration for it, if any.
        at: Now.
    """
    if occurrence.state == OccurrenceState.CANCELLED:
        return Box(BoxKind.CANCELLED, _("Does not go on"), occurrence.reason)
    if occurrence.ends_at <= at:
        return Box(
            BoxKind.OVER, _("This was held"), _("Look in the agenda for what is coming."), "/agenda/", _("Agenda")
        )
    if row is not None:
        row.occurrence = occurrence
        return own_box(row, at=at)
    return _for_newcomers(meetup, occurrence, at=at)


def own_kind(state: str) -> BoxKind:
    """Give what the box of someone says who is in, waits or was offered a seat."""
    return _OWN[RegistrationState(state)]


def own_box(row: Registration, *, at: datetime) -> Box:
    """Give the box for someone who is in, waits or was offered a seat."""
    if row.occurrence.ends_at <= at:
        return Box(BoxKind.OVER, _("This was held"), _attended(row))
    kind = own_kind(row.state)
    mine = reverse("registrations:mine", args=[row.key])
    leave = reverse("registrations:leave", args=[row.key]) if at < row.occurrence.starts_at else ""
    deadline = moment_in_words(row.hold_ends_at) if row.hold_ends_at else ""
    way = _("on site") if row.mode == Mode.ON_SITE else _("online")
    if kind == BoxKind.REGISTERED:
        return Box(
            kind, _("You come"), _("You have a seat: %(way)s.") % {"way": way}, mine, _("My registration"), leave
        )
    if kind == BoxKind.OFFERED:
        text = _("There is a seat for you. It is kept for you until %(deadline)s.") % {"deadline": deadline}
        answer = reverse("registrations:answer", args=[row.key])
        return Box(kind, _("Do you want this seat?"), text, answer, _("Say whether you come"), leave)
    if kind == BoxKind.WAITING:
        return Box(kind, _("You are on the waitlist"), waiting_words(row), mine, _("My registration"), leave)
    if kind == BoxKind.APPROVAL:
        text = _("The organisers look at your request. You get a mail with their answer.")
        return Box(kind, _("You asked to take part"), text, mine, _("My registration"), leave)
    text = _("Your seats as a pair are kept until %(deadline)s. Your colleague still has to say yes.")
    return Box(
        kind, _("Your colleague still has to say yes"), text % {"deadline": deadline}, mine, _("My registration"), leave
    )


def _attended(row: Registration) -> str:
    if row.attendance == Attendance.PRESENT:
        return _("You were there.")
    if row.attendance == Attendance.ABSENT:
        return _("The organisers noted that you did not come. Write to them if that isn't right.")
    return ""


def waiting_words(row: Registration) -> str:
    """Give the place in line with its reason: "Je staat op plek 3. Alle 24 plekken in de zaal zijn bezet."."""
    place = _("You are number %(place)d.") % {"place": place_of(row)}
    then = _("When there is a seat for you, you get a mail.")
    return " ".join(filter(None, (place, str(why_waiting(row)), then)))


def _for_newcomers(meetup: Meetup, occurrence: Occurrence, *, at: datetime) -> Box:
    closed = closed_box(meetup, at=at, has_begun=at >= occurrence.starts_at)
    if closed is not None:
        return closed
    url = reverse("registrations:sign_up", args=[meetup.page.slug, occurrence.key])
    return almost_full_or_free(meetup, seats_at(occurrence), url=url)


def closed_box(meetup: Meetup, *, at: datetime, has_begun: bool) -> Box | None:
    """Give the box of a meetup for which nobody can sign up now; None when one can.

    Parameters:
        meetup: Its settings.
        at: Now.
        has_begun: What one would sign up for has begun.
    """
    if meetup.admission == Admission.NONE and meetup.signup_url:
        return _elsewhere(meetup)
    if meetup.admission == Admission.NONE:
        return Box(BoxKind.NO_REGISTRATION, _("Just come"), _("You don't have to sign up."))
    if meetup.admission == Admission.CLOSED:
        return Box(BoxKind.BY_INVITATION, _("A fixed group"), _("The organisers put this group together."))
    if meetup.opens_at and at < meetup.opens_at:
        opens = date_format(timezone.localtime(meetup.opens_at), "j F, H.i")
        return Box(BoxKind.NOT_OPEN, _("Not open yet"), _("You can sign up from %(moment)s.") % {"moment": opens})
    if has_begun or (meetup.closes_at and at >= meetup.closes_at):
        return Box(BoxKind.CLOSED, _("Registration is closed"), _("Write to the organisers if you still want to come."))
    return None


def _elsewhere(meetup: Meetup) -> Box:
    host = (urlsplit(meetup.signup_url).hostname or "").removeprefix("www.")
    text = _("The organisers run this themselves. You sign up and ask your questions at %(host)s.") % {"host": host}
    if meetup.institution:
        text = _("%(school)s runs this itself. You sign up and ask your questions at %(host)s.") % {
            "school": meetup.institution,
            "host": host,
        }
    button = _("To %(host)s") % {"host": host}
    return Box(BoxKind.ELSEWHERE, _("Sign up elsewhere"), text, meetup.signup_url, button)


def almost_full_or_free(meetup: Meetup, state: SeatsState, *, url: str, words: str = "") -> Box:
    """Give the box of what takes sign-ups, by what is left of it.

    Parameters:
        meetup: Its settings.
        state: What is left per way of taking part.
        url: Where one signs up.
        words: A sentence to begin with.
    """
    lines = ". ".join(state.words(mode) for mode in state.left)
    total = None if None in state.left.values() else sum(left or 0 for left in state.left.values())
    title = _("Take part")
    if total is None or total > ALMOST_FULL:
        return Box(BoxKind.FREE, title, f"{words} {lines}.".strip(), url, _("Sign up"))
    if total:
        return Box(BoxKind.ALMOST_FULL, _("Almost full"), f"{words} {lines}.".strip(), url, _("Sign up"))
    if meetup.waitlist_limit == 0:
        return Box(BoxKind.FULL, _("Full"), _("All seats are taken, and there is no waitlist."))
    text = _("All seats are taken. On the waitlist you get a mail when there is a seat for you.")
    return Box(BoxKind.WAITLIST, _("Full, waitlist open"), f"{words} {text}".strip(), url, _("Come on the waitlist"))


def boxes_of(
    meetup: Meetup, dates: Sequence[Occurrence], member_key: str | None, *, at: datetime
) -> tuple[Box | None, list[OtherDate]]:
    """Give the box of the next date, and the later dates one can sign up for; in a fixed number of queries.

    Parameters:
        meetup: With its page.
        dates: Its announced dates, the first one first.
        member_key: Who reads; None for someone not signed in.
        at: Now.
    """
    coming = [date for date in dates if date.ends_at > at]
    if not coming:
        return None, []
    planned = [date for date in coming if date.state == OccurrenceState.PLANNED]
    first = planned[0] if planned else coming[0]
    rows = Registration.objects.active().of(member_key).filter(occurrence__in=coming) if member_key else []
    mine = {row.occurrence_id: row for row in rows}
    first.meetup = meetup
    box = box_of(meetup, first, mine.get(first.pk), at=at)
    if box.kind == BoxKind.NO_REGISTRATION and first.has_online:
        box = _way_in(first, is_known=member_key is not None, at=at)
    takes_sign_ups = meetup.admission in (Admission.DIRECT, Admission.APPROVAL)
    others = [_other(meetup, date, mine.get(date.pk)) for date in planned[1:] if takes_sign_ups or date.pk in mine]
    return box, others


def _way_in(date: Occurrence, *, is_known: bool, at: datetime) -> Box:
    """Give the box of an online date without registration: on its day, who is signed in finds the link in it."""
    kind, title, free = BoxKind.NO_REGISTRATION, _("Just come"), _("You don't have to sign up.")
    if is_known and timezone.localdate(at) == timezone.localdate(date.starts_at):
        return Box(kind, title, free, date.online_url, _("Take part online"))
    later = _("On the day itself the link stands here, once you are signed in.")
    return Box(kind, title, f"{free} {later}")


def _other(meetup: Meetup, date: Occurrence, row: Registration | None) -> OtherDate:
    if row is not None:
        return OtherDate(when_in_words(date), reverse("registrations:mine", args=[row.key]), is_mine=True)
    url = reverse("registrations:sign_up", args=[meetup.page.slug, date.key])
    return OtherDate(when_in_words(date), url, is_mine=False)
