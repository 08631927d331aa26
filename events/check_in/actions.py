"""Writes of check-in. Each locks the date, decides, writes the attendance and a line of the log, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.check_in.errors import (
    CheckInError,
    CheckInOver,
    DoesNotGoOn,
    HasNoSeat,
    NotOpenYet,
    TokenTaken,
)
from events.check_in.models import CheckIn
from events.check_in.rules import KEEP_LOG, Tap, Window, decide_tap, decide_window, moment_of, window_of
from events.check_in.states import Step
from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.actions import Guest, SignUp, let_in, put_in, put_in_guest
from events.registrations.actions.rows import lock_date, read_again
from events.registrations.models import Registration
from events.registrations.states import Attendance, RegistrationState
from network.models import Member

_CLOSED: dict[Window, type[CheckInError]] = {
    Window.BEFORE: NotOpenYet,
    Window.OVER: CheckInOver,
    Window.NOT_PLANNED: DoesNotGoOn,
}
_NOW = timedelta(0)


@dataclass(frozen=True, slots=True)
class Tapped:
    """What became of a tap.

    Attributes:
        tap: Whether it did something.
        registration: As it stands now.
        last: The line of the log that made it so; None when nobody ever touched this person.
    """

    tap: Tap
    registration: Registration
    last: CheckIn | None


def window_now(occurrence: Occurrence, *, at: datetime) -> Window:
    """Say whether people can be checked in at a date."""
    return decide_window(
        is_planned=occurrence.state == OccurrenceState.PLANNED,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        zone=timezone.get_default_timezone(),
        at=at,
    )


def window_around(occurrence: Occurrence) -> tuple[datetime, datetime]:
    """Give from when until when people can be checked in at a date."""
    zone = timezone.get_default_timezone()
    return window_of(starts_at=occurrence.starts_at, ends_at=occurrence.ends_at, zone=zone)


def check_in(*, registration: Registration, by: Member, at: datetime, token: str = "", ago: timedelta = _NOW) -> Tapped:
    """Note that someone is there. Twice is no problem: the first one stands, and the answer says whose it was.

    Parameters:
        registration: Whose.
        by: The organiser.
        at: Now.
        token: The name a phone gave this tap; the same one again is the same tap.
        ago: How long the phone kept it, without a connection.

    Raises:
        NotOpenYet, CheckInOver, DoesNotGoOn: It is not the time.
        HasNoSeat: They wait, or withdrew.
        TokenTaken: The name is that of another tap.
    """
    return _tap(registration, step=Step.IN, by=by, token=token, ago=ago, at=at)


def undo_check_in(
    *, registration: Registration, by: Member, at: datetime, token: str = "", ago: timedelta = _NOW
) -> Tapped:
    """Take a check-in back. Twice is no problem. Parameters and refusals as for `check_in`."""
    return _tap(registration, step=Step.OUT, by=by, token=token, ago=ago, at=at)


def _tap(registration: Registration, *, step: Step, by: Member, token: str, ago: timedelta, at: datetime) -> Tapped:
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        _require_open(locked, at)
        row = read_again(registration, locked)
        known = CheckIn.objects.filter(token=token).first() if token else None
        if known is not None:
            if (known.registration_id, known.step) != (row.pk, step):
                raise TokenTaken
            return Tapped(Tap.DONE, row, known)
        if row.state != RegistrationState.CONFIRMED:
            raise HasNoSeat
        opens_at, _closes_at = window_around(locked)
        moment = moment_of(at=at, ago=ago, opens_at=opens_at)
        last = row.check_ins.order_by("-at", "-pk").first()
        tap = decide_tap(
            is_present=row.attendance == Attendance.PRESENT,
            wants_in=step == Step.IN,
            last_at=last.at if last else None,
            moment=moment,
        )
        if tap == Tap.DONE:
            last = _write(row, step, by=by, moment=moment, at=at, token=token)
        return Tapped(tap, row, last)


def _require_open(locked: Occurrence, at: datetime) -> None:
    window = window_now(locked, at=at)
    if window != Window.OPEN:
        raise _CLOSED[window]


_ATTENDANCE = {Step.IN: Attendance.PRESENT, Step.OUT: Attendance.UNKNOWN}


def _write(row: Registration, step: Step, *, by: Member, moment: datetime, at: datetime, token: str = "") -> CheckIn:
    row.attendance = _ATTENDANCE[step]
    row.checked_in_at = moment if step == Step.IN else None
    row.save(update_fields=["attendance", "checked_in_at"])
    named = {"token": token} if token else {}
    return CheckIn.objects.create(registration=row, step=step, at=moment, noted_at=at, by_key=by.key, **named)


def walk_in(
    *, occurrence: Occurrence, person: Member | Guest, sign_up: SignUp, by: Member, reason: str, at: datetime
) -> Tapped:
    """Let someone in who had no seat, and check them in. Who has a seat is only checked in.

    Parameters:
        occurrence: The date.
        person: A member, or someone without an account as the organiser typed them.
        sign_up: How they take part, and of which group; who is on the list already keeps theirs.
        by: The organiser.
        reason: Why, in words; kept with the registration.
        at: Now.

    Raises:
        NotOpenYet, CheckInOver, DoesNotGoOn: It is not the time.
        RegistrationsError: There is no reason, no such way to take part, or no registration at this meetup.
    """
    with transaction.atomic():
        locked = lock_date(occurrence.pk)
        _require_open(locked, at)
        _opens_at, until = window_around(locked)
        seat = {"occurrence": locked, "sign_up": sign_up, "by": by, "reason": reason, "at": at}
        if isinstance(person, Guest):
            row = put_in_guest(guest=person, until=until, **seat)
        else:
            row = put_in(member=person, until=until, **seat)
        if row.state != RegistrationState.CONFIRMED:
            row = let_in(registration=row, by=by, reason=reason, at=at, until=until)
        return check_in(registration=row, by=by, at=at)


def forget_person(*, member: Member) -> int:
    """Take a person out of the log, inside the caller's transaction: whose attendance it was, and who noted it.

    Returns:
        Number of lines changed or removed; 0 when called again.
    """
    removed = CheckIn.objects.filter(registration__member=member).delete()[0]
    return removed + CheckIn.objects.filter(by_key=member.key).update(by_key="")


def outdate_log(*, at: datetime) -> int:
    """Forget the log half a year after a date, and of people who left; whether someone came stays as a count.

    Returns:
        Number of lines removed.
    """
    is_old = Q(registration__occurrence__ends_at__lt=at - KEEP_LOG)
    return CheckIn.objects.filter(is_old | Q(registration__erased_at__isnull=False)).delete()[0]
