"""Locks and rows of whole series: what decisions about bookings read, and how their registrations follow them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from events.meetups.models import Meetup, Occurrence
from events.meetups.states import ANNOUNCED, OccurrenceState
from events.registrations.actions.rows import Actor, groups_of, lock_all, move, rules_of
from events.registrations.errors import NotPlanned, Started, StepRefused
from events.registrations.models import Registration, SeriesBooking
from events.registrations.rules import Seat
from events.registrations.series_rules import SeriesDate
from events.registrations.states import REGISTRATION_MOVES, RegistrationState
from network.models import Member

_GOES = {RegistrationState.WITHDRAWN, RegistrationState.REMOVED, RegistrationState.DECLINED, RegistrationState.LAPSED}


@dataclass(frozen=True, slots=True)
class Series:
    """The announced dates of a meetup as they stand, the first one first, each with the meetup."""

    meetup: Meetup
    dates: tuple[Occurrence, ...]

    @property
    def by_id(self) -> dict[int, Occurrence]:
        """The dates by their primary key."""
        return {date.pk: date for date in self.dates}

    def seats(self) -> list[SeriesDate]:
        """Give rules and taken seats of every date, in two queries."""
        taken: dict[int, list[Seat]] = defaultdict(list)
        rows = Registration.objects.seated().filter(occurrence__in=[date.pk for date in self.dates]).order_by()
        for pk, *values in rows.values_list("occurrence_id", "mode", "seat_group_id", "institution_id"):
            taken[pk].append(Seat(*values))
        groups = groups_of(self.meetup)
        return [SeriesDate(date.pk, rules_of(date, groups), tuple(taken[date.pk])) for date in self.dates]


def series_of(meetup: Meetup) -> Series:
    """Give the announced dates of a meetup, without a lock: for reading, or for who holds them already."""
    dates = Occurrence.objects.filter(meetup=meetup, state__in=ANNOUNCED).select_related("institution")
    found = tuple(dates.order_by("starts_at", "pk"))
    for date in found:
        date.meetup = meetup
    return Series(meetup, found)


def hold_series(meetup_id: int) -> Series:
    """Hold every date of a meetup, in primary-key order, and give them as they stand under the lock.

    Raises:
        StepRefused: There is no date.
    """
    held = lock_all(Occurrence.objects.filter(meetup=meetup_id).values_list("pk", flat=True))
    if not held:
        raise StepRefused
    return series_of(held[0].meetup)


def read_booking_again(booking: SeriesBooking, series: Series) -> SeriesBooking:
    """Give a booking as it stands under the lock of its dates.

    Raises:
        StepRefused: It is gone, or of another meetup.
    """
    row = SeriesBooking.objects.select_related("member").filter(pk=booking.pk, meetup=series.meetup).first()
    if row is None:
        raise StepRefused
    row.meetup = series.meetup
    return row


def coming_rows(booking: SeriesBooking, series: Series, *, at: datetime) -> list[Registration]:
    """Give the active registrations of a booking for dates that have not begun, cancelled ones too, by date."""
    dates = series.by_id
    coming = [pk for pk, date in dates.items() if date.starts_at > at]
    rows = Registration.objects.active().filter(series_booking=booking, occurrence__in=coming)
    found = list(rows.select_related("member", "institution", "seat_group").order_by("occurrence__starts_at", "pk"))
    for row in found:
        row.occurrence = dates[row.occurrence_id]
    return found


def going_on(rows: Iterable[Registration]) -> list[Registration]:
    """Keep the registrations of dates that were not cancelled."""
    return [row for row in rows if row.occurrence.state == OccurrenceState.PLANNED]


def require_going_on(rows: Iterable[Registration]) -> list[Registration]:
    """Give the registrations of dates that were not cancelled, of those still to come.

    Parameters:
        rows: From `coming_rows`.

    Raises:
        Started: No date is to come any more.
        NotPlanned: All that is to come was cancelled.
    """
    found = list(rows)
    if not found:
        raise Started
    kept = going_on(found)
    if not kept:
        raise NotPlanned
    return kept


def first_start(rows: Sequence[Registration]) -> datetime:
    """Give when the first of these dates starts; there is at least one."""
    return min(row.occurrence.starts_at for row in rows)


def move_booking(
    booking: SeriesBooking,
    state: RegistrationState,
    rows: Iterable[Registration],
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    override_reason: str | None = None,
    **changes: object,
) -> None:
    """Bring a booking, whose dates are locked, to another state, and with it its registrations that are still to come.

    Parameters:
        booking: As read under the lock.
        state: Where it goes.
        rows: From `coming_rows`; who goes leaves cancelled dates too, who gets in stays out of them.
        by: Who does it.
        at: Now.
        note: Why, in words; kept with each registration.
        override_reason: Why above the limit, for the registrations; None leaves it as it is.
        changes: `queued_at` or `hold_ends_at`.

    Raises:
        StepRefused: There is no way from its state to this one.
    """
    before = RegistrationState(booking.state)
    if state not in REGISTRATION_MOVES[before]:
        raise StepRefused
    if state != RegistrationState.OFFERED:
        changes.setdefault("hold_ends_at", None)
    booking.state, booking.changed_at = state, at
    for name, value in changes.items():
        setattr(booking, name, value)
    booking.save(update_fields=["state", "changed_at", *changes])
    reasons = {} if override_reason is None else {"override_reason": override_reason}
    if state in _GOES:
        _let_go(rows, state, by=by, at=at, note=note, changes=changes)
        return
    for row in going_on(rows):
        # A date of which the seat was decided before, on its own, stays as it is.
        if row.state == before:
            move(row, state, by=by, at=at, note=note, **changes, **reasons)
    if state == RegistrationState.CONFIRMED:
        _take_along(booking, at=at)


def _let_go(
    rows: Iterable[Registration],
    state: RegistrationState,
    *,
    by: Actor,
    at: datetime,
    note: str,
    changes: Mapping[str, object],
) -> None:
    for row in rows:
        allowed = REGISTRATION_MOVES[RegistrationState(row.state)]
        # A date that was cancelled on the way has a state of its own; from there one can always withdraw.
        step = state if state in allowed else RegistrationState.WITHDRAWN
        move(row, step, by=by, at=at, note=note, **changes)
        row.sessions.clear()


def _take_along(booking: SeriesBooking, *, at: datetime) -> None:
    """Make the single dates an organiser gave this member before a part of the booking that gets its seats now."""
    single = Registration.objects.confirmed().filter(member=booking.member_id, series_booking=None)
    single.filter(occurrence__meetup=booking.meetup_id, occurrence__starts_at__gt=at).update(series_booking=booking)


def running_booking(meetup: Meetup, member: Member, *, at: datetime) -> SeriesBooking | None:
    """Give the booking of a member for the dates of a series that are not over, if there is one."""
    return SeriesBooking.objects.running(at).select_related("member").filter(meetup=meetup, member=member).first()


def last_booking_in_line(meetup: Meetup, at: datetime) -> datetime:
    """Give the moment for a booking that joins the line now: never before one that joined it earlier."""
    rows = SeriesBooking.objects.filter(meetup=meetup, queued_at__gt=at).order_by("-queued_at", "-pk")
    return rows.values_list("queued_at", flat=True).first() or at


def place_of_booking(booking: SeriesBooking) -> int:
    """Give the place in line of a booking, among those that take part in the same way; 0 when it isn't in line."""
    if booking.state != RegistrationState.WAITLISTED:
        return 0
    line = SeriesBooking.objects.waitlisted().filter(meetup=booking.meetup_id, mode=booking.mode)
    order = list(line.values_list("pk", flat=True))
    return order.index(booking.pk) + 1 if booking.pk in order else 0
