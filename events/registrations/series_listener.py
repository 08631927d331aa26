"""What bookings of a whole series do when its dates change, once per step and in its transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import lazy

from events.meetups.listeners import ChangeKind, OccurrenceChange
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Booking, OccurrenceState
from events.registrations.actions.booking_line import settle_series, shorten_series_offers
from events.registrations.actions.booking_rows import Series, series_of
from events.registrations.actions.rows import MEMBER, add, seat_of
from events.registrations.errors import SeriesDoesNotFit
from events.registrations.listeners import TOLD, as_before, concerns
from events.registrations.models import AccessNeed, Registration, RegistrationAnswer, SeriesBooking
from events.registrations.series_mails import date_line, post_booking_mail
from events.registrations.series_rules import fits_at
from events.registrations.states import SEATED, RegistrationState

# In the language of who reads it, not of who made the change.
_line = lazy(date_line, str)

Change = tuple[Occurrence, OccurrenceChange]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One date that changed, in words: how it was and how it is."""

    was: str
    now: str


class SeriesFollow:
    """Brings the bookings along with the dates, tells each person once, and moves the line up."""

    def step(self, changes: Sequence[Change], *, at: datetime) -> None:
        """Follow a step; all its dates, and with them all dates of their series, are locked."""
        ids = {occurrence.meetup_id for occurrence, _change in changes}
        series = Meetup.objects.filter(pk__in=ids, booking=Booking.SERIES)
        for meetup in series.select_related("page").order_by("pk"):
            follow_series(meetup, [each for each in changes if each[0].meetup_id == meetup.pk], at=at)


def follow_series(meetup: Meetup, changes: Sequence[Change], *, at: datetime) -> None:
    """Follow what one step did to the dates of one series.

    Raises:
        SeriesDoesNotFit: A new date has fewer seats than the people who booked.
    """
    series = series_of(meetup)
    added = _with_kind(series, changes, ChangeKind.ANNOUNCED)
    joined = _join(series, added, at=at) if added else {}
    shorten_series_offers(series, at=at)
    _tell_changes(series, changes, joined, at=at)
    _tell_cancellations(series, _with_kind(series, changes, ChangeKind.CANCELLED), at=at)
    settle_series(meetup, at=at)


def _with_kind(series: Series, changes: Sequence[Change], kind: ChangeKind) -> list[Occurrence]:
    ids = {occurrence.pk for occurrence, change in changes if kind in change.kinds}
    return [date for date in series.dates if date.pk in ids]


def _join(series: Series, added: Sequence[Occurrence], *, at: datetime) -> dict[int, list[Registration]]:
    """Give everyone who booked a registration for each date that joins; per booking the new ones.

    Raises:
        SeriesDoesNotFit: One of the dates has too few seats for who has a seat.
    """
    bookings = list(SeriesBooking.objects.running(at).filter(meetup=series.meetup).order_by("pk"))
    latest = _latest_rows(bookings)
    new: dict[int, list[Registration]] = defaultdict(list)
    seats = {date.id: date for date in series.seats()}
    for date in added:
        # Who was let in above the limit before is above it here, too.
        seated = [latest[b.pk] for b in bookings if b.state in SEATED and not latest[b.pk].override_reason]
        if not fits_at(seats[date.pk], [seat_of(row) for row in seated]):
            raise SeriesDoesNotFit(timezone.localdate(date.starts_at))
        for booking in bookings:
            row = _row_like(latest[booking.pk], booking, date)
            add(row, by=MEMBER, at=at)
            _copy_choices(latest[booking.pk], row)
            new[booking.pk].append(row)
    return new


def _latest_rows(bookings: Iterable[SeriesBooking]) -> dict[int, Registration]:
    rows = Registration.objects.active().filter(series_booking__in=list(bookings))
    return {row.series_booking_id: row for row in rows.order_by("occurrence__starts_at", "pk")}


def _row_like(latest: Registration, booking: SeriesBooking, date: Occurrence) -> Registration:
    return Registration(
        occurrence=date,
        member_id=booking.member_id,
        institution_id=latest.institution_id,
        seat_group_id=latest.seat_group_id,
        series_booking=booking,
        mode=booking.mode,
        state=booking.state,
        queued_at=booking.queued_at,
        hold_ends_at=booking.hold_ends_at,
        override_reason=latest.override_reason,
    )


def _copy_choices(latest: Registration, row: Registration) -> None:
    answers = latest.answers.all()
    RegistrationAnswer.objects.bulk_create(
        [RegistrationAnswer(registration=row, question_id=answer.question_id, value=answer.value) for answer in answers]
    )
    need = AccessNeed.objects.filter(registration=latest).first()
    if need is not None:
        AccessNeed.objects.create(registration=row, text=need.text)


def _tell_changes(
    series: Series, changes: Sequence[Change], joined: Mapping[int, list[Registration]], *, at: datetime
) -> None:
    """Tell each person once what is new, moved or has another address; who does not come online hears of no address."""
    told = {
        occurrence.pk: change
        for occurrence, change in changes
        if ChangeKind.CANCELLED not in change.kinds and change.kinds & TOLD
    }
    for booking, rows in _rows_at(series, [*told], joined).items():
        moved = [
            row
            for row in rows
            if row.occurrence_id in told and concerns(told[row.occurrence_id], mode=row.mode, state=row.state)
        ]
        new = [row for row in rows if row.occurrence_id not in told]
        if not moved and not new:
            continue
        has_seat = booking.state == RegistrationState.CONFIRMED
        words = {
            "changes": [_change_line(row, told[row.occurrence_id]) for row in moved],
            "added": [_line(row.occurrence, row.mode) for row in new],
            "has_seat": has_seat,
            "is_request": booking.state == RegistrationState.WAITING_APPROVAL,
        }
        post_booking_mail("changed", booking, [*moved, *new], at=at, words=words, had_seat=has_seat)


def _change_line(row: Registration, change: OccurrenceChange) -> ChangeLine:
    was = as_before(row.occurrence, change.before)
    return ChangeLine(_line(was, row.mode), _line(row.occurrence, row.mode))


def _tell_cancellations(series: Series, cancelled: Sequence[Occurrence], *, at: datetime) -> None:
    if not cancelled:
        return
    goes_on = any(date.state == OccurrenceState.PLANNED and date.starts_at > at for date in series.dates)
    reason = cancelled[0].reason
    for booking, rows in _rows_at(series, [date.pk for date in cancelled], {}).items():
        has_seat = booking.state == RegistrationState.CONFIRMED
        words = {"reason": reason, "goes_on": goes_on, "has_seat": has_seat}
        post_booking_mail("cancelled", booking, rows, at=at, words=words, had_seat=has_seat)


def _rows_at(
    series: Series, date_ids: Sequence[int], joined: Mapping[int, list[Registration]]
) -> dict[SeriesBooking, list[Registration]]:
    """Give, per booking, its active registrations at these dates with the ones that joined, in order of date."""
    rows = Registration.objects.active().filter(series_booking__isnull=False, occurrence__in=date_ids)
    found: dict[int, list[Registration]] = defaultdict(list)
    for row in (*rows, *(row for of_one in joined.values() for row in of_one)):
        found[row.series_booking_id].append(row)
    dates = series.by_id
    bookings = SeriesBooking.objects.filter(pk__in=list(found)).select_related("member").order_by("pk")
    told = {}
    for booking in bookings:
        booking.meetup = series.meetup
        for row in found[booking.pk]:
            row.occurrence = dates[row.occurrence_id]
        told[booking] = sorted(found[booking.pk], key=lambda row: (row.occurrence.starts_at, row.pk))
    return told


SERIES_FOLLOW = SeriesFollow()
