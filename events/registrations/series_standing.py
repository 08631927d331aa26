"""Where someone stands with a whole series, as ONE value, and its dates: for the meetup's page and one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Mode, OccurrenceState
from events.registrations.actions import place_of_booking
from events.registrations.actions.booking_rows import Series, series_of
from events.registrations.actions.booking_words import why_waiting
from events.registrations.mails import moment_in_words, place_in_words, when_in_words
from events.registrations.models import Registration, SeriesBooking
from events.registrations.seats import seats_of_series
from events.registrations.standing import (
    Box,
    BoxKind,
    OtherDate,
    almost_full_or_free,
    box_of,
    closed_box,
    own_kind,
)
from events.registrations.states import RegistrationState


@dataclass(frozen=True)
class BookedDate:
    """One date of someone's series: when and where, how it stands, and where one leaves it out.

    Attributes:
        url: Of the registration; empty where it says no more than the booking.
        leave_url: Where one leaves out this date; empty when one can't.
        take_back_url: Where one says to come after all; empty for a date that was not left out.
        online_url: The address to take part online, for who comes online.
    """

    when: str
    place: str
    state: str
    url: str = ""
    leave_url: str = ""
    take_back_url: str = ""
    online_url: str = ""


def booking_box(booking: SeriesBooking, series: Series, rows: Sequence[Registration], *, at: datetime) -> Box:
    """Give the box for someone who is in, waits or was offered seats.

    Parameters:
        booking: Active, with its meetup.
        series: The dates of the meetup.
        rows: Its registrations still to come, in order, each with its date.
        at: Now.
    """
    kind = own_kind(booking.state)
    mine = reverse("registrations:booking", args=[booking.key])
    leave = reverse("registrations:leave_booking", args=[booking.key]) if rows else ""
    button = _("My registration")
    if kind == BoxKind.REGISTERED:
        return Box(kind, _("You come to the series"), _coming_words(booking, rows), mine, button, leave)
    if kind == BoxKind.OFFERED:
        deadline = moment_in_words(booking.hold_ends_at) if booking.hold_ends_at else ""
        text = _("There is a seat for you at all coming dates. It is kept for you until %(deadline)s.")
        answer = reverse("registrations:answer_booking", args=[booking.key])
        title = _("Do you want this seat?")
        return Box(kind, title, text % {"deadline": deadline}, answer, _("Say whether you come"), leave)
    if kind == BoxKind.WAITING:
        text = waiting_words(booking, series, rows)
        return Box(kind, _("You are on the waitlist of the series"), text, mine, button, leave)
    text = _("The organisers look at your request. You get a mail with their answer.")
    return Box(kind, _("You asked to take part in the series"), text, mine, button, leave)


def _coming_words(booking: SeriesBooking, rows: Sequence[Registration]) -> str:
    way = _("on site") if booking.mode == Mode.ON_SITE else _("online")
    goes_on = sum(row.occurrence.state == OccurrenceState.PLANNED for row in rows)
    text = ngettext(
        "You have a seat at %(n)d coming date: %(way)s.", "You have a seat at %(n)d coming dates: %(way)s.", goes_on
    )
    return text % {"n": goes_on, "way": way}


def waiting_words(booking: SeriesBooking, series: Series, rows: Sequence[Registration]) -> str:
    """Give the place in line with its one reason: which date is full, and why."""
    place = _("You are number %(place)d.") % {"place": place_of_booking(booking)}
    going_on = [row for row in rows if row.occurrence.state == OccurrenceState.PLANNED]
    then = _("You get a seat at all dates together. When there is one for you, you get a mail.")
    return " ".join(filter(None, (place, str(why_waiting(going_on, series)), then)))


def series_box(meetup: Meetup, dates: Sequence[Occurrence], *, at: datetime) -> Box:
    """Give the box for someone who can sign up for the series, or reads why not.

    Parameters:
        meetup: With its page.
        dates: Its announced dates, each with the meetup, the first one first.
        at: Now.
    """
    coming = [date for date in dates if date.state == OccurrenceState.PLANNED and date.starts_at > at]
    closed = closed_box(meetup, at=at, has_begun=not coming)
    if closed is not None:
        return closed
    state = seats_of_series(coming)
    words = ngettext(
        "You sign up once, for the %(n)d date that is still to come.",
        "You sign up once, for all %(n)d dates that are still to come.",
        len(coming),
    ) % {"n": len(coming)}
    if not state.left:
        text = _("The dates have no way of taking part in common. Ask the organisers.")
        return Box(BoxKind.CLOSED, _("Registration is closed"), text)
    url = reverse("registrations:sign_up_series", args=[meetup.page.slug])
    return almost_full_or_free(meetup, state, url=url, words=words)


def booked_dates(booking: SeriesBooking, *, at: datetime) -> tuple[Series, list[Registration], list[BookedDate]]:
    """Give the series, the registrations still to come, and every date of the booking in words; in a few queries."""
    series = series_of(booking.meetup)
    dates = series.by_id
    rows = [
        row for row in booking.registrations.select_related("seat_group", "institution") if row.occurrence_id in dates
    ]
    for row in rows:
        row.occurrence = dates[row.occurrence_id]
    rows.sort(key=lambda row: (row.occurrence.starts_at, row.pk))
    coming = [row for row in rows if row.occurrence.starts_at > at and row.is_active]
    left = {row.pk for row in coming if row.state == RegistrationState.CONFIRMED}
    return (
        series,
        coming,
        [_booked(row, booking, at=at, can_leave=row.pk in left and len(left) > 1) for row in _latest(rows)],
    )


def _latest(rows: Sequence[Registration]) -> list[Registration]:
    """Keep one registration per date: who came back after leaving a date out has two."""
    return list({row.occurrence_id: row for row in rows}.values())


def _booked(row: Registration, booking: SeriesBooking, *, at: datetime, can_leave: bool) -> BookedDate:
    date = row.occurrence
    is_off = date.state == OccurrenceState.CANCELLED
    knows_address = row.state == RegistrationState.CONFIRMED and row.mode == Mode.ONLINE and not is_off
    return BookedDate(
        when=when_in_words(date),
        place=place_in_words(date, row.mode),
        state=_date_state(row, at=at),
        url=reverse("registrations:mine", args=[row.key]) if row.state == RegistrationState.CONFIRMED else "",
        leave_url=reverse("registrations:leave", args=[row.key]) if can_leave and not is_off else "",
        take_back_url=take_back_url(row, booking, at=at),
        online_url=date.online_url if knows_address else "",
    )


def take_back_url(row: Registration, booking: SeriesBooking, *, at: datetime) -> str:
    """Give where someone with seats in the series says to come after all to a date they left out; else nothing.

    Parameters:
        row: Of the date, with its occurrence.
        booking: The one it belongs to.
        at: Now.
    """
    was_left_out = row.state == RegistrationState.WITHDRAWN and booking.state == RegistrationState.CONFIRMED
    goes_on = row.occurrence.state == OccurrenceState.PLANNED and at < row.occurrence.starts_at
    return reverse("registrations:take_back", args=[row.key]) if was_left_out and goes_on else ""


def _date_state(row: Registration, *, at: datetime) -> str:
    if row.occurrence.state == OccurrenceState.CANCELLED:
        return _("does not go on")
    if row.occurrence.ends_at <= at:
        return _("was held")
    return str(row.get_state_display())


def boxes_of_series(
    meetup: Meetup, dates: Sequence[Occurrence], member_key: str | None, *, at: datetime
) -> tuple[Box | None, list[OtherDate]]:
    """Give the box of a series for one reader, and the single dates an organiser let them in to; in a few queries.

    Parameters:
        meetup: With its page.
        dates: Its announced dates, the first one first.
        member_key: Who reads; None for someone not signed in.
        at: Now.
    """
    coming = [date for date in dates if date.ends_at > at]
    if not coming:
        return None, []
    for date in dates:
        date.meetup = meetup
    rows = _own_rows(coming, member_key)
    booking = _own_booking(meetup, member_key, at=at)
    if booking is not None:
        own = [row for row in rows if row.series_booking_id == booking.pk and row.occurrence.starts_at > at]
        return booking_box(booking, Series(meetup, tuple(dates)), own, at=at), []
    if all(date.state == OccurrenceState.CANCELLED for date in coming):
        return box_of(meetup, coming[0], None, at=at), []
    single = [
        OtherDate(when_in_words(row.occurrence), reverse("registrations:mine", args=[row.key]), is_mine=True)
        for row in rows
    ]
    return series_box(meetup, dates, at=at), single


def _own_rows(dates: Sequence[Occurrence], member_key: str | None) -> list[Registration]:
    if member_key is None:
        return []
    by_id = {date.pk: date for date in dates}
    rows = list(Registration.objects.active().of(member_key).filter(occurrence__in=by_id).select_related("seat_group"))
    for row in rows:
        row.occurrence = by_id[row.occurrence_id]
    return sorted(rows, key=lambda row: (row.occurrence.starts_at, row.pk))


def _own_booking(meetup: Meetup, member_key: str | None, *, at: datetime) -> SeriesBooking | None:
    if member_key is None:
        return None
    booking = SeriesBooking.objects.running(at).of(member_key).filter(meetup=meetup).first()
    if booking is not None:
        booking.meetup = meetup
    return booking


def has_other_dates(row: Registration, *, at: datetime) -> bool:
    """Whether someone who has a seat in a series still comes to another date of it."""
    others = Registration.objects.confirmed().filter(series_booking=row.series_booking_id).exclude(pk=row.pk)
    return others.filter(occurrence__starts_at__gt=at, occurrence__state=OccurrenceState.PLANNED).exists()
