"""The line of a whole series moves up: called on every path that frees or adds a seat, under the lock of its dates."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Min

from events.meetups.models import Meetup
from events.meetups.states import OccurrenceState
from events.registrations.actions.booking_rows import (
    Series,
    coming_rows,
    first_start,
    going_on,
    move_booking,
    series_of,
)
from events.registrations.actions.rows import CLOCK, Holidays, seat_of
from events.registrations.models import Registration, SeriesBooking
from events.registrations.rules import decide_deadline, latest_deadline
from events.registrations.series_mails import post_booking_mail
from events.registrations.series_rules import BookingInLine, bookings_that_move_up
from events.registrations.states import RegistrationState


def settle_series(meetup: Meetup, *, at: datetime) -> int:
    """Bring the seats of a series, all of whose dates are locked, to rest.

    What lapsed goes; then the first in line who fits at every date they wait for gets the seats.

    Parameters:
        meetup: As it stands under the lock, with its page.
        at: Now.

    Returns:
        Number of bookings that changed; 0 when the series was at rest.
    """
    series = series_of(meetup)
    return _lapse(series, at=at) + _promote(series, at=at)


def shorten_series_offers(series: Series, *, at: datetime) -> int:
    """Bring the deadlines of offered bookings forward to what the first of their dates, all locked, allows now.

    Returns:
        Number of bookings with an earlier deadline.
    """
    coming = [date.pk for date in series.dates if date.starts_at > at and date.state == OccurrenceState.PLANNED]
    offered = RegistrationState.OFFERED
    rows = Registration.objects.filter(series_booking__state=offered, state=offered, occurrence__in=coming).order_by()
    shortened = 0
    for booking, first in rows.values_list("series_booking").annotate(first=Min("occurrence__starts_at")):
        latest = latest_deadline(starts_at=first, at=at)
        longer = {"state": offered, "hold_ends_at__gt": latest}
        Registration.objects.filter(series_booking=booking, **longer).update(hold_ends_at=latest)
        shortened += SeriesBooking.objects.filter(pk=booking, **longer).update(hold_ends_at=latest)
    return shortened


def _lapse(series: Series, *, at: datetime) -> int:
    late = list(SeriesBooking.objects.lapsing(at).filter(meetup=series.meetup).select_related("member"))
    for booking in late:
        booking.meetup = series.meetup
        rows = coming_rows(booking, series, at=at)
        move_booking(booking, RegistrationState.LAPSED, rows, by=CLOCK, at=at)
        if going_on(rows):
            post_booking_mail("lapsed", booking, rows, at=at)
    return len(late)


def _promote(series: Series, *, at: datetime) -> int:
    # Whose account is closed keeps the place and is passed, as at a single date.
    line = SeriesBooking.objects.waitlisted().filter(meetup=series.meetup).exclude(member__is_active=False)
    waiting = list(line.select_related("member"))
    if not waiting:
        return 0
    rows_of = _waiting_rows(waiting, series, at=at)
    asked = [
        BookingInLine(booking.pk, seat_of(rows[0]), frozenset(row.occurrence_id for row in rows))
        for booking in waiting
        if (rows := rows_of[booking.pk])
    ]
    by_id = {booking.pk: booking for booking in waiting}
    chosen = bookings_that_move_up(series.seats(), line=asked, at=at)
    holidays = Holidays()
    for each in chosen:
        booking = by_id[each.id]
        booking.meetup = series.meetup
        _move_up(booking, rows_of[booking.pk], holidays, at=at)
    return len(chosen)


def _waiting_rows(waiting: list[SeriesBooking], series: Series, *, at: datetime) -> dict[int, list[Registration]]:
    dates = series.by_id
    coming = [date.pk for date in series.dates if date.starts_at > at]
    rows = Registration.objects.waitlisted().filter(series_booking__in=waiting, occurrence__in=coming)
    found: dict[int, list[Registration]] = defaultdict(list)
    for row in rows.select_related("member", "institution", "seat_group").order_by("occurrence__starts_at", "pk"):
        row.occurrence = dates[row.occurrence_id]
        found[row.series_booking_id].append(row)
    return defaultdict(list, {pk: going_on(of_one) for pk, of_one in found.items()})


def _move_up(booking: SeriesBooking, rows: list[Registration], holidays: Holidays, *, at: datetime) -> None:
    meetup = booking.meetup
    deadline = decide_deadline(
        policy=meetup.waitlist_policy,
        at=at,
        starts_at=first_start(rows),
        hours=meetup.offer_hours,
        school_holidays=holidays.of(rows[0].institution),
    )
    if deadline is None:
        move_booking(booking, RegistrationState.CONFIRMED, rows, by=CLOCK, at=at)
        post_booking_mail("promoted", booking, rows, at=at)
    else:
        move_booking(booking, RegistrationState.OFFERED, rows, by=CLOCK, at=at, hold_ends_at=deadline)
        post_booking_mail("offered", booking, rows, at=at)
