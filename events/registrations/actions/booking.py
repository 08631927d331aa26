"""Signing up for a whole series: a seat at every date still to come, or one place in line."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from events.meetups.actions.rows import lock_meetup
from events.meetups.models import Meetup
from events.registrations.actions.booking_line import settle_series
from events.registrations.actions.booking_rows import (
    Series,
    coming_rows,
    going_on,
    hold_series,
    last_booking_in_line,
    read_booking_again,
    running_booking,
)
from events.registrations.actions.booking_words import tell_booked
from events.registrations.actions.rows import MEMBER, add, school_of
from events.registrations.actions.signing_up import SignUp, is_full_member, write_choices
from events.registrations.errors import REFUSED, NoSeatLeft, Started, StepRefused, WaitlistFull
from events.registrations.models import Registration, SeriesBooking
from events.registrations.rules import Outcome, Seat
from events.registrations.series_rules import (
    SeriesDate,
    coming_dates,
    decide_series_outcome,
    decide_series_refusal,
)
from events.registrations.states import ACTIVE, RegistrationState
from network.models import Member

_STATE = {
    Outcome.SEAT: RegistrationState.CONFIRMED,
    Outcome.APPROVAL: RegistrationState.WAITING_APPROVAL,
    Outcome.WAITLIST: RegistrationState.WAITLISTED,
}


def book_series(*, meetup: Meetup, member: Member, sign_up: SignUp, at: datetime) -> SeriesBooking:
    """Sign a member up for all coming dates: seats, one place in line, or a request. Twice gives the first, unchanged.

    Who books while the series runs, books the dates still to come. A date to which an organiser let the member in
    before counts as one that has its seat.

    Parameters:
        meetup: The series.
        member: Who.
        sign_up: How, of which group, with which answers; sessions are chosen per date afterwards.
        at: Now.

    Raises:
        RegistrationsError: By its class the reason: the first of `Refusal`, NoSeatLeft, WaitlistFull, AnswerMissing.
    """
    with transaction.atomic():
        # A new booking points to its meetup, which whoever changes its settings holds before the dates: so do we.
        lock_meetup(meetup)
        series = hold_series(meetup.pk)
        present = running_booking(series.meetup, member, at=at)
        if present is not None:
            return present
        school = school_of(member, at)
        wants = Seat(sign_up.mode, sign_up.group.pk if sign_up.group else None, school.pk if school else None)
        refused = decide_series_refusal(
            series.seats(), is_guest=False, is_member=is_full_member(member), wants=wants, at=at
        )
        if refused:
            raise REFUSED[refused]
        settle_series(series.meetup, at=at)
        _end_old_booking(series.meetup, member, at=at)
        booking, rows = _enter(series, member, wants, at=at)
        for row in rows:
            write_choices(row, replace(sign_up, sessions=list(row.sessions.values_list("pk", flat=True))), at=at)
        tell_booked(booking, rows, series, at=at)
    return booking


def _end_old_booking(meetup: Meetup, member: Member, *, at: datetime) -> None:
    """Close a booking whose dates are all over, so that a member can book the series that comes after it."""
    old = SeriesBooking.objects.active().filter(meetup=meetup, member=member)
    old.update(state=RegistrationState.LAPSED, hold_ends_at=None, changed_at=at)


def _enter(series: Series, member: Member, wants: Seat, *, at: datetime) -> tuple[SeriesBooking, list[Registration]]:
    """Write the booking with a registration per date.

    Raises:
        NoSeatLeft, WaitlistFull: There is neither seat nor place.
    """
    coming = coming_dates(series.seats(), at=at)
    single = Registration.objects.active().filter(member=member, occurrence__in=[date.id for date in coming])
    present = {row.occurrence_id: row for row in single.select_related("institution", "seat_group")}
    asked = [date for date in coming if date.id not in present]
    state = _entering_state(series.meetup, asked, wants)
    booking = SeriesBooking(
        meetup=series.meetup, member=member, mode=wants.mode, state=state, created_at=at, changed_at=at
    )
    if state == RegistrationState.WAITLISTED:
        booking.queued_at = last_booking_in_line(series.meetup, at)
    booking.save(force_insert=True)
    dates, rows = series.by_id, []
    for date in coming:
        row = present.get(date.id)
        if row is None:
            row = Registration(
                occurrence=dates[date.id],
                member=member,
                mode=wants.mode,
                seat_group_id=wants.group_id,
                institution_id=wants.institution_id,
                state=state,
                queued_at=booking.queued_at,
                series_booking=booking,
            )
            add(row, by=MEMBER, at=at)
        elif state == RegistrationState.CONFIRMED:
            # The seat an organiser gave for this one date becomes part of the booking.
            row.occurrence, row.series_booking = dates[date.id], booking
            row.save(update_fields=["series_booking"])
        else:
            continue
        rows.append(row)
    return booking, rows


def _entering_state(meetup: Meetup, asked: list[SeriesDate], wants: Seat) -> RegistrationState:
    if not asked:
        return RegistrationState.CONFIRMED
    in_line = SeriesBooking.objects.waitlisted().filter(meetup=meetup).count()
    outcome = decide_series_outcome(asked, in_line=in_line, wants=wants)
    if outcome == Outcome.NO_WAITLIST:
        raise NoSeatLeft
    if outcome == Outcome.WAITLIST_FULL:
        raise WaitlistFull
    return _STATE[outcome]


def change_booking_choices(*, booking: SeriesBooking, sign_up: SignUp, at: datetime) -> SeriesBooking:
    """Change answers and needs for every date still to come; the chosen sessions of each date stay.

    Raises:
        StepRefused: They are not in any more.
        Started: No date is to come any more.
        AnswerMissing: A question that must be answered has none.
    """
    with transaction.atomic():
        series = hold_series(booking.meetup_id)
        row = read_booking_again(booking, series)
        if row.state not in ACTIVE:
            raise StepRefused
        rows = going_on(coming_rows(row, series, at=at))
        if not rows:
            raise Started
        for each in rows:
            chosen = list(each.sessions.values_list("pk", flat=True))
            write_choices(each, replace(sign_up, sessions=chosen), at=at)
    return row
