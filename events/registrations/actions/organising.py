"""What organisers do with registrations: say yes or no, remove, let someone in above a limit. Each step is logged."""

from dataclasses import replace
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
from events.registrations.actions.guests import Guest
from events.registrations.actions.offers import partner_of
from events.registrations.actions.promotion import settle
from events.registrations.actions.rows import (
    CLOCK,
    add,
    last_in_line,
    lock_date,
    move,
    organiser,
    own_row,
    read_again,
    require_coming,
    rules_of,
    school_of,
    seat_of,
    taken_at,
)
from events.registrations.actions.signing_up import SignUp, release_partner, tell_entered
from events.registrations.errors import REFUSED, ReasonMissing, StepRefused
from events.registrations.mails import post_mail
from events.registrations.models import Registration
from events.registrations.rules import decide_refusal, find_shortage
from events.registrations.states import RegistrationState
from network.models import Member
from portal.shared.audit_log.actions import NOBODY
from portal.shared.audit_log.actions import note as write_line


def approve(*, registration: Registration, by: Member, at: datetime) -> Registration:
    """Say yes to someone who asked: a seat, or the end of the line when there is none. Twice is no problem.

    Of a series all its dates are answered in one step; see `approve_booking`.

    Raises:
        NotPlanned, Started: The date was cancelled, or began.
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
        require_coming(locked, at=at)
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


def remove(
    *, registration: Registration, by: Member, reason: str, at: datetime, sends_mail: bool = True
) -> Registration:
    """Take someone out, with a reason they read; the seat goes to who is first in line. Twice is no problem.

    Of a series all dates still to come go; see `remove_booking`, and `remove_from_date` for one of them.

    Parameters:
        registration: Whose.
        by: Which organiser.
        reason: In words.
        at: Now.
        sends_mail: Whether the person gets a mail of this one date; False for who tells of several dates in one.

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
        write_line("seat.taken_away", about=("registration", row.key), by=by.key, at=at)
        if sends_mail:
            post_mail("removed", row, at=at, words={"remark": reason.strip()}, had_seat=had_seat)
        release_partner(row, at=at)
        settle(locked, at=at)
    return row


def let_in(
    *, registration: Registration, by: Member, reason: str, at: datetime, until: datetime | None = None
) -> Registration:
    """Give someone who waits or asked a seat above the limit, past the line; the reason is kept and logged.

    Of a series it is a seat at all dates still to come; see `let_in_booking`. At the door it is one at this date only,
    and the place in line for the others stays. Of a pair both get in, as with a free seat; each can withdraw alone from
    then on.

    Parameters:
        registration: Whose.
        by: The organiser.
        reason: Why, in words.
        at: Now.
        until: Until when this can be done; without it, until the date starts. At the door it is later, and no mail is
            sent of it once the date began.

    Raises:
        ReasonMissing: There is no reason.
        NotPlanned, Started: The date was cancelled, or it is too late.
        StepRefused: They are out.
    """
    if registration.series_booking is not None and until is None:
        let_in_booking(booking=registration.series_booking, by=by, reason=reason, at=at)
        return read_again(registration, registration.occurrence)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        if row.state == RegistrationState.CONFIRMED:
            return row
        require_coming(locked, at=at, until=until)
        note = reason.strip()[:300]
        for person in filter(None, (row, partner_of(row))):
            move(
                person,
                RegistrationState.CONFIRMED,
                by=organiser(by),
                at=at,
                note=note,
                override_reason=note,
                pair_key="",
                series_booking=None,
            )
            write_line("seat.above_limit", about=("registration", person.key), by=by.key, at=at)
            if at < locked.starts_at:
                post_mail("promoted", person, at=at, words={"remark": note})
        settle(locked, at=at)
    return row


def put_in(
    *,
    occurrence: Occurrence,
    member: Member,
    sign_up: SignUp,
    by: Member | None,
    reason: str,
    at: datetime,
    until: datetime | None = None,
    sends_mail: bool = True,
) -> Registration:
    """Give a member a seat by hand: in a fixed group, after closing, or above the limit. Twice gives the first one.

    It is for one date, of a series too; for who has a seat in the series it becomes a date of that booking.

    Parameters:
        occurrence: The date.
        member: Whom.
        sign_up: How they take part.
        by: The organiser; None where the portal follows what an organiser decided before.
        reason: Why, in words; it stands in the mail.
        at: Now.
        until: As for `let_in`.
        sends_mail: Whether the person gets a mail of this one date; False for who tells of several dates in one.

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
        booking = running_booking(locked.meetup, member, at=at)
        if booking is not None and booking.state == RegistrationState.CONFIRMED:
            # Comes after all to a date that was left out.
            row.series_booking, row.mode = booking, booking.mode
        note = reason.strip()[:300]
        return _seat_by_hand(row, by=by, note=note, at=at, until=until, sends_mail=sends_mail)


def put_in_guest(
    *,
    occurrence: Occurrence,
    guest: Guest,
    sign_up: SignUp,
    by: Member,
    reason: str,
    at: datetime,
    until: datetime | None = None,
) -> Registration:
    """Give someone without an account a seat; they get a mail with the reason and a page to withdraw.

    The address is not proven, the organiser answers for it. It stays a guest's registration, whether there is an
    account with this address or not, so that nobody learns whose address it is; who proves it later takes it over.
    Twice gives the first one.

    Parameters:
        occurrence, sign_up, by, reason, at, until: As for `put_in`.
        guest: Name and address as an organiser typed them.

    Raises:
        ReasonMissing: There is no reason.
        RegistrationsError: It is too late, or the date does not go on, needs no registration, or lacks this mode.
    """
    if not reason.strip():
        raise ReasonMissing
    note = reason.strip()[:300]
    with transaction.atomic():
        locked = lock_date(occurrence.pk)
        row = Registration(
            occurrence=locked,
            guest_name=guest.name.strip(),
            guest_email=guest.address,
            guest_organisation=guest.organisation.strip(),
            mode=sign_up.mode,
            seat_group=sign_up.group,
        )
        _refuse_if_impossible(row, at=at, until=until)
        settle(locked, at=at)
        present = Registration.objects.active().filter(occurrence=locked, guest_email=guest.address).first()
        if present is not None and (present.state != RegistrationState.HELD or present.pair_key):
            present.occurrence = locked
            return present
        if present is not None:
            # Typed their address and did not open the mail yet; the organiser's word stands in for it.
            move(present, RegistrationState.WITHDRAWN, by=organiser(by), at=at)
        row = _seat_by_hand(row, by=by, note=note, at=at, until=until)
        settle(locked, at=at)
    return row


def _refuse_if_impossible(row: Registration, *, at: datetime, until: datetime | None) -> None:
    """Say why an organiser can't give this seat, if so; `until` as for `let_in`.

    Raises:
        RegistrationsError: It is too late, or the date does not go on, needs no registration, or lacks this mode.
    """
    rules = replace(rules_of(row.occurrence), starts_at=until or row.occurrence.starts_at)
    is_guest = row.member_id is None
    refused = decide_refusal(
        rules, is_guest=is_guest, is_member=not is_guest, wants=seat_of(row), at=at, by_organiser=True
    )
    if refused:
        raise REFUSED[refused]


def _seat_by_hand(
    row: Registration,
    *,
    by: Member | None,
    note: str,
    at: datetime,
    until: datetime | None,
    sends_mail: bool = True,
) -> Registration:
    locked = row.occurrence
    _refuse_if_impossible(row, at=at, until=until)
    settle(locked, at=at)
    row.state = RegistrationState.CONFIRMED
    if find_shortage(rules_of(locked), taken_at(locked), [seat_of(row)]):
        row.override_reason = note
    add(row, by=organiser(by) if by else CLOCK, at=at, note=note)
    kind = "seat.above_limit" if row.override_reason else "seat.by_hand"
    write_line(kind, about=("registration", row.key), by=by.key if by else NOBODY, at=at)
    if sends_mail and at < locked.starts_at:
        post_mail("confirmed", row, at=at, words={"remark": note})
    return row
