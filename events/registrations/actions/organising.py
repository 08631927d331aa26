"""What organisers do with registrations: say yes or no, remove, let someone in above a limit. Each step is logged."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from events.meetups.models import Occurrence
from events.registrations.actions.guests import Guest
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

    Raises:
        Started: The date began.
        StepRefused: They withdrew, or were declined.
    """
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

    Raises:
        ReasonMissing: There is no reason.
        StepRefused: They are in, or out already.
    """
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

    Raises:
        ReasonMissing: There is no reason.
        StepRefused: They are out already, by themselves.
    """
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


def let_in(
    *, registration: Registration, by: Member, reason: str, at: datetime, until: datetime | None = None
) -> Registration:
    """Give someone who waits or asked a seat above the limit, past the line; the reason is kept and logged.

    Parameters:
        registration: Whose.
        by: The organiser.
        reason: Why, in words.
        at: Now.
        until: Until when this can be done; without it, until the date starts. At the door it is later, and no mail is
            sent of it once the date began.

    Raises:
        ReasonMissing: There is no reason.
        Started: It is too late.
        StepRefused: They are out.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        if row.state == RegistrationState.CONFIRMED:
            return row
        if at >= (until or locked.starts_at):
            raise Started
        note = reason.strip()[:300]
        move(row, RegistrationState.CONFIRMED, by=organiser(by), at=at, note=note, override_reason=note, pair_key="")
        if at < locked.starts_at:
            post_mail("promoted", row, at=at)
        settle(locked, at=at)
    return row


def put_in(
    *,
    occurrence: Occurrence,
    member: Member,
    sign_up: SignUp,
    by: Member,
    reason: str,
    at: datetime,
    until: datetime | None = None,
) -> Registration:
    """Give a member a seat by hand: in a fixed group, after closing, or above the limit. Twice gives the first one.

    Parameters:
        occurrence: The date.
        member: Whom.
        sign_up: How they take part.
        by: The organiser.
        reason: Why, in words.
        at: Now.
        until: As for `let_in`.

    Raises:
        ReasonMissing: There is no reason.
        RegistrationsError: It is too late, or the date does not go on, needs no registration, or lacks this mode.
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
        )
        return _seat_by_hand(row, by=by, reason=reason, at=at, until=until)


def put_in_guest(
    *, occurrence: Occurrence, guest: Guest, sign_up: SignUp, by: Member, reason: str, at: datetime, until: datetime
) -> Registration:
    """Give someone without an account a seat by hand, at the door. Twice gives the first one.

    Parameters:
        occurrence, sign_up, by, reason, at, until: As for `put_in`.
        guest: Name and address as an organiser typed them. The address isn't proven: an account with it gets this
            registration only once its owner proves it.

    Raises:
        As `put_in`.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        locked = lock_date(occurrence.pk)
        present = Registration.objects.active().filter(occurrence=locked, guest_email=guest.address).first()
        if present is not None:
            present.occurrence = locked
            return present
        row = Registration(
            occurrence=locked,
            guest_name=guest.name.strip(),
            guest_email=guest.address,
            guest_organisation=guest.organisation.strip(),
            mode=sign_up.mode,
            seat_group=sign_up.group,
        )
        return _seat_by_hand(row, by=by, reason=reason, at=at, until=until)


def _seat_by_hand(row: Registration, *, by: Member, reason: str, at: datetime, until: datetime | None) -> Registration:
    locked = row.occurrence
    rules = rules_of(locked)
    last_moment = replace(rules, starts_at=until or locked.starts_at)
    refused = decide_refusal(
        last_moment, is_guest=row.member_id is None, is_member=True, wants=seat_of(row), at=at, by_organiser=True
    )
    if refused:
        raise REFUSED[refused]
    settle(locked, at=at)
    row.state = RegistrationState.CONFIRMED
    if find_shortage(rules, taken_at(locked), [seat_of(row)]):
        row.override_reason = reason.strip()[:300]
    add(row, by=organiser(by), at=at, note=reason.strip())
    if at < locked.starts_at:
        tell_entered(row, at=at)
    return row
