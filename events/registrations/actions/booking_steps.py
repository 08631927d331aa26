"""What someone does with a booked series: withdraw, leave out a date, answer an offer, come another way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from events.meetups.states import OccurrenceState
from events.registrations.actions.booking_line import settle_series
from events.registrations.actions.booking_rows import (
    Series,
    coming_rows,
    going_on,
    hold_series,
    last_booking_in_line,
    move_booking,
    read_booking_again,
    require_going_on,
)
from events.registrations.actions.rows import MEMBER, Actor, add, move, own_row, read_again, seat_of
from events.registrations.errors import REFUSED, DateFull, NoSeatThere, OfferOver, SeatFirst, Started, StepRefused
from events.registrations.mails import post_mail
from events.registrations.models import Registration, SeriesBooking
from events.registrations.rules import Seat, decide_refusal
from events.registrations.series_mails import post_booking_mail
from events.registrations.series_rules import SeriesDate, find_full_date
from events.registrations.states import ACTIVE, SEATED, RegistrationState


def withdraw_booking(
    *, booking: SeriesBooking, at: datetime, by: Actor = MEMBER, sends_mail: bool = True
) -> SeriesBooking:
    """Withdraw from all dates still to come; the seats go to who is first in line at once. Twice is no problem.

    Parameters:
        booking: Whose.
        at: Now.
        by: Who does it.
        sends_mail: Whether the person gets a mail of it.

    Raises:
        Started: No date is to come any more.
        StepRefused: It was removed, declined or lapsed before.
    """
    with transaction.atomic():
        series = hold_series(booking.meetup_id)
        row = read_booking_again(booking, series)
        if row.state == RegistrationState.WITHDRAWN:
            return row
        _withdraw(row, _coming(row, series, at=at), by=by, at=at, sends_mail=sends_mail)
    return row


def _withdraw(
    booking: SeriesBooking, rows: Sequence[Registration], *, by: Actor, at: datetime, sends_mail: bool
) -> None:
    had_seat = booking.state == RegistrationState.CONFIRMED
    move_booking(booking, RegistrationState.WITHDRAWN, rows, by=by, at=at)
    if sends_mail:
        post_booking_mail("withdrawn", booking, rows, at=at, had_seat=had_seat)
    settle_series(booking.meetup, at=at)


def withdraw_from_date(
    *, registration: Registration, at: datetime, by: Actor = MEMBER, sends_mail: bool = True
) -> Registration:
    """Leave out one date of a series and keep the place at the others. Twice is no problem.

    Whose last date it is withdraws from the series.

    Parameters:
        registration: Of one date, belonging to a booking.
        at: Now.
        by: Who does it.
        sends_mail: Whether the person gets a mail of it.

    Raises:
        SeatFirst: There is no seat yet; who waits, waits for all dates together.
        Started: The date began.
        StepRefused: It was removed, declined or lapsed before.
    """
    with transaction.atomic():
        series, row = _hold_date(registration)
        if row.state == RegistrationState.WITHDRAWN:
            return row
        if at >= row.occurrence.starts_at:
            raise Started
        booking = read_booking_again(row.series_booking, series)
        if booking.state in ACTIVE and row.state != RegistrationState.CONFIRMED:
            raise SeatFirst
        rows = coming_rows(booking, series, at=at)
        if any(other.pk != row.pk for other in going_on(rows)):
            _leave_out(booking, row, by=by, at=at, sends_mail=sends_mail)
        else:
            _withdraw(booking, rows, by=by, at=at, sends_mail=sends_mail)
            row = read_again(row, row.occurrence)
    return row


def _leave_out(booking: SeriesBooking, row: Registration, *, by: Actor, at: datetime, sends_mail: bool) -> None:
    move(row, RegistrationState.WITHDRAWN, by=by, at=at)
    row.sessions.clear()
    if sends_mail:
        post_booking_mail("date_off", booking, [row], at=at)
    settle_series(booking.meetup, at=at)


def take_back_date(*, registration: Registration, at: datetime) -> Registration:
    """Come after all to a date of a series that one left out, while there is a seat. Twice gives the first one.

    Nobody who waits is passed: the line asks for all dates together, and this person is in for all of them.

    Parameters:
        registration: The one that was withdrawn, belonging to a booking.
        at: Now.

    Returns:
        A new registration for that date; the withdrawn one stays as history.

    Raises:
        Started: The date began.
        StepRefused: The date was not left out by this person, or does not go on, or the booking has no seats.
        DateFull: Its seat went to someone else.
    """
    with transaction.atomic():
        series, row = _hold_date(registration)
        present = own_row(row.occurrence, row.member) if row.member else None
        if present is not None:
            return present
        if at >= row.occurrence.starts_at:
            raise Started
        booking = read_booking_again(row.series_booking, series)
        if row.state != RegistrationState.WITHDRAWN or booking.state != RegistrationState.CONFIRMED:
            raise StepRefused
        date = next((each for each in series.seats() if each.id == row.occurrence_id), None)
        if date is None or row.occurrence.state != OccurrenceState.PLANNED:
            raise StepRefused
        wants = replace(seat_of(row), mode=booking.mode)
        if find_full_date([date], wants):
            raise DateFull
        again = Registration(
            occurrence=row.occurrence,
            member=row.member,
            mode=booking.mode,
            seat_group=row.seat_group,
            institution=row.institution,
            series_booking=booking,
            state=RegistrationState.CONFIRMED,
        )
        add(again, by=MEMBER, at=at)
        post_mail("confirmed", again, at=at)
    return again


def _hold_date(registration: Registration) -> tuple[Series, Registration]:
    if registration.series_booking is None:
        raise StepRefused
    series = hold_series(registration.series_booking.meetup_id)
    return series, read_again(registration, series.by_id[registration.occurrence_id])


def accept_booking(*, booking: SeriesBooking, at: datetime, by: Actor = MEMBER) -> SeriesBooking:
    """Take the offered seats of all dates still to come. Twice is no problem.

    Raises:
        OfferOver: The deadline passed, or the offer lapsed.
        Started, NotPlanned: No date is to come any more, or none of them goes on.
        StepRefused: There is no offer.
    """
    refused = None
    with transaction.atomic():
        series = hold_series(booking.meetup_id)
        row = read_booking_again(booking, series)
        if row.state == RegistrationState.CONFIRMED:
            return row
        # What lapsed goes to the next in line now, so the refusal is written with it instead of undoing it.
        settle_series(series.meetup, at=at)
        row = read_booking_again(booking, series)
        if row.state == RegistrationState.LAPSED:
            refused = OfferOver
        elif row.state != RegistrationState.OFFERED:
            raise StepRefused
        else:
            rows = require_going_on(_coming(row, series, at=at))
            move_booking(row, RegistrationState.CONFIRMED, rows, by=by, at=at)
            post_booking_mail("confirmed", row, rows, at=at)
    if refused is not None:
        raise refused
    return row


def decline_booking_offer(*, booking: SeriesBooking, at: datetime, by: Actor = MEMBER) -> SeriesBooking:
    """Say no to the offered seats: the next in line gets them, in the same step. Raises as `withdraw_booking`."""
    return withdraw_booking(booking=booking, at=at, by=by)


def switch_booking(*, booking: SeriesBooking, mode: str, at: datetime) -> SeriesBooking:
    """Take part in the other way at every date still to come, in one step. The same mode again changes nothing.

    Who has seats needs a free one there at each date, and keeps the old ones otherwise. Who waits joins the end of the
    line.

    Raises:
        Started, StepRefused: Nothing is to come, or they are not in any more.
        NoSeatThere: One of the dates has no seat; the old ones are kept.
        ModeNotOffered: One of the dates doesn't have this mode.
    """
    with transaction.atomic():
        series = hold_series(booking.meetup_id)
        row = read_booking_again(booking, series)
        if row.mode == mode and row.state in ACTIVE:
            return row
        settle_series(series.meetup, at=at)
        row = read_booking_again(booking, series)
        rows = going_on(_coming(row, series, at=at))
        _switch(row, rows, series, mode, at=at)
        settle_series(series.meetup, at=at)
    return row


def _switch(booking: SeriesBooking, rows: list[Registration], series: Series, mode: str, *, at: datetime) -> None:
    if not rows:
        raise Started
    wants = replace(seat_of(rows[0]), mode=mode)
    seats = {date.id: date for date in series.seats()}
    for date in (seats[row.occurrence_id] for row in rows):
        refused = decide_refusal(
            date.rules, is_guest=False, is_member=True, wants=wants, at=at, by_organiser=True, for_series=True
        )
        if refused:
            raise REFUSED[refused]
    others = [_without(seats[row.occurrence_id], seat_of(row)) for row in rows]
    if booking.state in SEATED and find_full_date(others, wants):
        raise NoSeatThere
    booking.mode, booking.changed_at = mode, at
    if booking.state == RegistrationState.WAITLISTED:
        booking.queued_at = last_booking_in_line(booking.meetup, at)
    booking.save(update_fields=["mode", "queued_at", "changed_at"])
    for row in rows:
        row.mode, row.queued_at, row.changed_at = mode, booking.queued_at, at
        row.save(update_fields=["mode", "queued_at", "changed_at"])
        row.moves.create(at=at, from_state=row.state, to_state=row.state, by_kind=MEMBER.kind, note=f"mode: {mode}")
    if booking.state == RegistrationState.CONFIRMED:
        post_booking_mail("confirmed", booking, rows, at=at)


def _without(date: SeriesDate, seat: Seat) -> SeriesDate:
    """Give a date as it is for who has this seat there; for who has none, nothing changes."""
    taken = list(date.taken)
    if seat in taken:
        taken.remove(seat)
    return replace(date, taken=tuple(taken))


def _coming(booking: SeriesBooking, series: Series, *, at: datetime) -> list[Registration]:
    """Give what is still to come of a booking.

    Raises:
        Started: Nothing is.
        StepRefused: It was removed, declined or lapsed before.
    """
    if booking.state not in ACTIVE:
        raise StepRefused
    rows = coming_rows(booking, series, at=at)
    if not rows:
        raise Started
    return rows
