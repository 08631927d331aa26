"""What organisers do with registrations: say yes or no, remove, let someone in above a limit. Each step is logged."""

from datetime import datetime

from django.db import transaction

from events.meetups.models import Occurrence
from events.registrations.actions.booking_desk import (
    approve_booking,
    decline_booking,
    let_in_booking,
    remove_booking,
)
from events.registrations.actions.booking_rows import running_booking
from events.registrations.actions.promotion import settle
from events.registrations.actions.rows import (
    add,
    last_in_line,
    lock_date,
    move,
    organiser,
    read_again,
    rules_of,
    school_of,
    seat_of,
    taken_at,
)
from events.registrations.actions.signing_up import SignUp, own_row, release_partner, tell_entered
from events.registrations.errors import REFUSED, ReasonMissing, Started, StepRefused
from events.registrations.mails import post_mail
from events.registrations.models import Registration
from events.registrations.rules import decide_refusal, find_shortage
from events.registrations.states import RegistrationState
from network.models import Member


def approve(*, registration: Registration, by: Member, at: datetime) -> Registration:
    """Say yes to someone who asked: a seat, or the end of the line when there is none. Twice is no problem.

    Of a series all its dates are answered in one step; see `approve_booking`.

    Raises:
        Started: The date began.
        StepRefused: They withdrew, or were declined.
    """
    if registration.series_booking is not None:
        approve_booking(booking=registration.series_booking, by=by, at=at)
        return read_again(registration, registration.occurrence)
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        if row.state in (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED):
            return row
        if at >= locked.starts_at:
            raise Started
        if row.state != RegistrationState.WAITING_APPROVAL:
            raise StepRefused
        settle(locked, at=at)
        if find_shortage(rules_of(locked), taken_at(locked), [seat_of(row)]) is None:
            move(row, RegistrationState.CONFIRMED, by=organiser(by), at=at)
        else:
            queued_at = last_in_line(locked, at)
            move(row, RegistrationState.WAITLISTED, by=organiser(by), at=at, queued_at=queued_at)
        tell_entered(row, at=at)
    return row


def decline(*, registration: Registration, by: Member, reason: str, at: datetime) -> Registration:
    """Say no to someone who asked, with a reason they read. Twice is no problem: the first reason stays.

    Of a series all its dates are answered in one step; see `decline_booking`.

    Raises:
        ReasonMissing: There is no reason.
        StepRefused: They are in, or out already.
    """
    if registration.series_booking is not None:
        decline_booking(booking=registration.series_booking, by=by, reason=reason, at=at)
        return read_again(registration, registration.occurrence)
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        if row.state == RegistrationState.DECLINED:
            return row
        if not reason.strip():
            raise ReasonMissing
        move(row, RegistrationState.DECLINED, by=organiser(by), at=at, note=reason.strip())
        post_mail("declined", row, at=at, words={"remark": reason.strip()})
        settle(locked, at=at)
    return row


def remove(*, registration: Registration, by: Member, reason: str, at: datetime) -> Registration:
    """Take someone out, with a reason they read; the seat goes to who is first in line. Twice is no problem.

    Of a series all dates still to come go; see `remove_booking`, and `remove_from_date` for one of them.

    Raises:
        ReasonMissing: There is no reason.
        StepRefused: They are out already, by themselves.
    """
    if registration.series_booking is not None:
        remove_booking(booking=registration.series_booking, by=by, reason=reason, at=at)
        return read_again(registration, registration.occurrence)
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        if row.state == RegistrationState.REMOVED:
            return row
        if not reason.strip():
            raise ReasonMissing
        had_seat = row.state == RegistrationState.CONFIRMED
        move(row, RegistrationState.REMOVED, by=organiser(by), at=at, note=reason.strip())
        row.sessions.clear()
        post_mail("removed", row, at=at, words={"remark": reason.strip()}, had_seat=had_seat)
        release_partner(row, at=at)
        settle(locked, at=at)
    return row


def let_in(*, registration: Registration, by: Member, reason: str, at: datetime) -> Registration:
    """Give someone who waits or asked a seat above the limit, past the line; the reason is kept and logged.

    Of a series it is a seat at all dates still to come; see `let_in_booking`.

    Raises:
        ReasonMissing: There is no reason.
        Started: The date began.
        StepRefused: They are out.
    """
    if registration.series_booking is not None:
        let_in_booking(booking=registration.series_booking, by=by, reason=reason, at=at)
        return read_again(registration, registration.occurrence)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        if row.state == RegistrationState.CONFIRMED:
            return row
        if at >= locked.starts_at:
            raise Started
        note = reason.strip()[:300]
        move(row, RegistrationState.CONFIRMED, by=organiser(by), at=at, note=note, override_reason=note, pair_key="")
        post_mail("promoted", row, at=at, words={"remark": note})
        settle(locked, at=at)
    return row


def put_in(
    *, occurrence: Occurrence, member: Member, sign_up: SignUp, by: Member, reason: str, at: datetime
) -> Registration:
    """Give a member a seat by hand: in a fixed group, after closing, or above the limit. Twice gives the first one.

    It is for one date, of a series too; for who has a seat in the series it becomes a date of that booking.

    Raises:
        ReasonMissing: There is no reason.
        RegistrationsError: The date began, does not go on, needs no registration, or lacks this mode.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        locked = lock_date(occurrence.pk)
        present = own_row(locked, member)
        if present is not None:
            return present
        row = Registration(
            occurrence=locked,
            member=member,
            mode=sign_up.mode,
            seat_group=sign_up.group,
            institution=school_of(member, at),
            state=RegistrationState.CONFIRMED,
        )
        booking = running_booking(locked.meetup, member, at=at)
        if booking is not None and booking.state == RegistrationState.CONFIRMED:
            # Comes after all to a date that was left out.
            row.series_booking, row.mode = booking, booking.mode
        rules = rules_of(locked)
        refused = decide_refusal(rules, is_guest=False, is_member=True, wants=seat_of(row), at=at, by_organiser=True)
        if refused:
            raise REFUSED[refused]
        settle(locked, at=at)
        if find_shortage(rules, taken_at(locked), [seat_of(row)]):
            row.override_reason = reason.strip()[:300]
        add(row, by=organiser(by), at=at, note=reason.strip())
        post_mail("confirmed", row, at=at, words={"remark": reason.strip()[:300]})
    return row
