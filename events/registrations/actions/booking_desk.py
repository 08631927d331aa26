"""What organisers do with the booking of a whole series: one step for all its dates. Each step is logged."""

from datetime import datetime

from django.db import transaction

from events.registrations.actions.booking_line import settle_series
from events.registrations.actions.booking_rows import (
    coming_rows,
    going_on,
    hold_series,
    last_booking_in_line,
    move_booking,
    read_booking_again,
    require_going_on,
)
from events.registrations.actions.booking_words import tell_booked
from events.registrations.actions.rows import move, organiser, read_again, seat_of
from events.registrations.errors import ReasonMissing, Started, StepRefused
from events.registrations.models import Registration, SeriesBooking
from events.registrations.series_mails import post_booking_mail
from events.registrations.series_rules import find_full_date
from events.registrations.states import ACTIVE, RegistrationState
from network.models import Member
from portal.shared.audit_log.actions import note as write_line


def approve_booking(*, booking: SeriesBooking, by: Member, at: datetime) -> SeriesBooking:
    """Say yes to who asked for a series: a seat at every coming date, or the end of the line. Twice is no problem.

    Raises:
        Started, NotPlanned: No date is to come any more, or none of them goes on.
        StepRefused: They withdrew, or were declined.
    """
    with transaction.atomic():
        series = hold_series(booking.meetup_id)
        row = read_booking_again(booking, series)
        if row.state in (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED):
            return row
        if row.state != RegistrationState.WAITING_APPROVAL:
            raise StepRefused
        rows = require_going_on(coming_rows(row, series, at=at))
        settle_series(series.meetup, at=at)
        seats = {date.id: date for date in series.seats()}
        if find_full_date([seats[each.occurrence_id] for each in rows], seat_of(rows[0])) is None:
            move_booking(row, RegistrationState.CONFIRMED, rows, by=organiser(by), at=at)
        else:
            queued_at = last_booking_in_line(series.meetup, at)
            move_booking(row, RegistrationState.WAITLISTED, rows, by=organiser(by), at=at, queued_at=queued_at)
        tell_booked(row, rows, series, at=at)
    return row


def decline_booking(*, booking: SeriesBooking, by: Member, reason: str, at: datetime) -> SeriesBooking:
    """Say no to who asked for a series, with a reason they read. Twice is no problem: the first reason stays.

    Raises:
        ReasonMissing: There is no reason.
        StepRefused: They are in, or out already.
    """
    with transaction.atomic():
        series = hold_series(booking.meetup_id)
        row = read_booking_again(booking, series)
        if row.state == RegistrationState.DECLINED:
            return row
        note = _reason(reason)
        rows = coming_rows(row, series, at=at)
        move_booking(row, RegistrationState.DECLINED, rows, by=organiser(by), at=at, note=note)
        post_booking_mail("declined", row, rows, at=at, words={"remark": note})
        settle_series(series.meetup, at=at)
    return row


def remove_booking(*, booking: SeriesBooking, by: Member, reason: str, at: datetime) -> SeriesBooking:
    """Take someone out of all dates still to come, with a reason they read; twice is no problem.

    The seats go to who is first in line and fits.

    Raises:
        ReasonMissing: There is no reason.
        Started: No date is to come any more.
        StepRefused: They are out already, by themselves.
    """
    with transaction.atomic():
        series = hold_series(booking.meetup_id)
        row = read_booking_again(booking, series)
        if row.state == RegistrationState.REMOVED:
            return row
        note = _reason(reason)
        rows = coming_rows(row, series, at=at)
        if row.state in ACTIVE and not rows:
            raise Started
        had_seat = row.state == RegistrationState.CONFIRMED
        move_booking(row, RegistrationState.REMOVED, rows, by=organiser(by), at=at, note=note)
        write_line("seat.taken_away", about=("series_booking", row.key), by=by.key, at=at)
        post_booking_mail("removed", row, rows, at=at, words={"remark": note}, had_seat=had_seat)
        settle_series(series.meetup, at=at)
    return row


def remove_from_date(*, registration: Registration, by: Member, reason: str, at: datetime) -> Registration:
    """Take someone who has a seat in a series out of one date, with a reason they read; the other dates stay theirs.

    Whose last date it is goes from the series. Twice is no problem.

    Raises:
        ReasonMissing: There is no reason.
        StepRefused: They have no seat at this date, or it belongs to no series.
    """
    if registration.series_booking is None:
        raise StepRefused
    with transaction.atomic():
        series = hold_series(registration.series_booking.meetup_id)
        row = read_again(registration, series.by_id[registration.occurrence_id])
        if row.state == RegistrationState.REMOVED:
            return row
        note = _reason(reason)
        booking = read_booking_again(registration.series_booking, series)
        if row.state != RegistrationState.CONFIRMED or booking.state != RegistrationState.CONFIRMED:
            raise StepRefused
        others = [each for each in going_on(coming_rows(booking, series, at=at)) if each.pk != row.pk]
        if others:
            move(row, RegistrationState.REMOVED, by=organiser(by), at=at, note=note)
            write_line("seat.taken_away", about=("registration", row.key), by=by.key, at=at)
            row.sessions.clear()
            post_booking_mail("date_off", booking, [row], at=at, words={"remark": note})
            settle_series(series.meetup, at=at)
        else:
            remove_booking(booking=booking, by=by, reason=note, at=at)
            row = read_again(row, row.occurrence)
    return row


def let_in_booking(*, booking: SeriesBooking, by: Member, reason: str, at: datetime) -> SeriesBooking:
    """Give who waits or asked a seat at every coming date, above the limit and past the line; the reason is kept.

    Raises:
        ReasonMissing: There is no reason.
        Started, NotPlanned: No date is to come any more, or none of them goes on.
        StepRefused: They are out.
    """
    note = _reason(reason)
    with transaction.atomic():
        series = hold_series(booking.meetup_id)
        row = read_booking_again(booking, series)
        if row.state == RegistrationState.CONFIRMED:
            return row
        if row.state not in ACTIVE:
            raise StepRefused
        rows = require_going_on(coming_rows(row, series, at=at))
        move_booking(row, RegistrationState.CONFIRMED, rows, by=organiser(by), at=at, note=note, override_reason=note)
        write_line("seat.above_limit", about=("series_booking", row.key), by=by.key, at=at)
        post_booking_mail("promoted", row, rows, at=at, words={"remark": note})
        settle_series(series.meetup, at=at)
    return row


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:300]
