"""What someone hears of a booking that was made or looked at: seats, a place in line with its reason, or a request."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import lazy

from events.registrations.actions.booking_rows import Series, place_of_booking
from events.registrations.actions.rows import seat_of
from events.registrations.models import Registration, SeriesBooking
from events.registrations.series_mails import full_date_words, post_booking_mail
from events.registrations.series_rules import find_full_date
from events.registrations.states import RegistrationState

_MAIL = {
    RegistrationState.CONFIRMED: "confirmed",
    RegistrationState.WAITING_APPROVAL: "approval",
    RegistrationState.WAITLISTED: "waitlisted",
}


def tell_booked(booking: SeriesBooking, rows: Sequence[Registration], series: Series, *, at: datetime) -> None:
    """Mail what became of a booking, once for all its dates; who waits reads the place and why."""
    state = RegistrationState(booking.state)
    words = {}
    if state == RegistrationState.WAITLISTED:
        words = {"line_place": place_of_booking(booking), "why": why_waiting(rows, series)}
    post_booking_mail(_MAIL[state], booking, rows, at=at, words=words)


def why_waiting(rows: Sequence[Registration], series: Series) -> str:
    """Give the one date that keeps a booking in line, and its limit, as a sentence; empty when none does.

    It is put in words only where it is read: a mail has the language of who gets it.

    Parameters:
        rows: The waiting registrations of the booking, the first date first.
        series: The dates, as they stand.
    """
    if not rows:
        return ""
    seats = {date.id: date for date in series.seats()}
    asked = [seats[row.occurrence_id] for row in rows]
    full = find_full_date(asked, seat_of(rows[0]))
    rules = seats[full.date_id].rules if full else asked[0].rules
    return lazy(full_date_words, str)(full, series.by_id, rules, rows[0])
