"""Who gets a seat at a whole series, who waits and for which date, on plain values. No Django here.

A booking is all or none: it takes a seat at every coming date, or it stands in one line for all of them together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from events.registrations.rules import (
    DateRules,
    Outcome,
    Refusal,
    Seat,
    Shortage,
    decide_refusal,
    find_shortage,
)


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """One announced date of a series: its rules, and every seat that is taken at it. `id` is its row."""

    id: int
    rules: DateRules
    taken: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class BookingInLine:
    """A booking that waits: the seat it asks, and the rows of the dates at which it asks it."""

    id: int
    seat: Seat
    date_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class FullDate:
    """Why a booking waits: which date, and which limit of it."""

    date_id: int
    shortage: Shortage


def coming_dates(dates: Sequence[SeriesDate], *, at: datetime) -> list[SeriesDate]:
    """Give the dates a booking is for: those that go on and have not begun, the first one first."""
    coming = [date for date in dates if date.rules.is_planned and at < date.rules.starts_at]
    return sorted(coming, key=lambda date: (date.rules.starts_at, date.id))


def decide_series_refusal(
    dates: Sequence[SeriesDate], *, is_guest: bool, is_member: bool, wants: Seat, at: datetime
) -> Refusal | None:
    """Say why someone can't book the series now, whatever the seats; None when they can.

    Every coming date has to allow it. A guest needs an account, for a seat of half an hour at five dates is too much.

    Parameters:
        dates: All announced dates of the series.
        is_guest: They have no account.
        is_member: They are a member, not a prospect.
        wants: The seat they ask for, at each date.
        at: Now, aware.
    """
    coming = coming_dates(dates, at=at)
    if not coming:
        return Refusal.STARTED if any(date.rules.is_planned for date in dates) else Refusal.NOT_PLANNED
    for date in coming:
        refused = decide_refusal(
            date.rules, is_guest=is_guest, is_member=is_member, wants=wants, at=at, for_series=True
        )
        if refused:
            return refused
    return Refusal.ACCOUNT_NEEDED if is_guest else None


def find_full_date(dates: Sequence[SeriesDate], wants: Seat) -> FullDate | None:
    """Give the first of these dates that has no seat for someone, with the limit; None when each has one."""
    for date in dates:
        shortage = find_shortage(date.rules, date.taken, [wants])
        if shortage is not None:
            return FullDate(date.id, shortage)
    return None


def decide_series_outcome(dates: Sequence[SeriesDate], *, in_line: int, wants: Seat) -> Outcome:
    """Decide what the booking of someone who may book becomes.

    At rest nobody in line fits at all the dates they ask, so a newcomer who does passes nobody.

    Parameters:
        dates: The coming dates at which it takes a seat.
        in_line: How many bookings wait, over all modes.
        wants: The seat it asks at each.
    """
    if any(date.rules.admission == "approval" for date in dates):
        return Outcome.APPROVAL
    if find_full_date(dates, wants) is None:
        return Outcome.SEAT
    limit = dates[0].rules.waitlist_limit
    if limit == 0:
        return Outcome.NO_WAITLIST
    if limit is not None and in_line >= limit:
        return Outcome.WAITLIST_FULL
    return Outcome.WAITLIST


def bookings_that_move_up(
    dates: Sequence[SeriesDate], *, line: Sequence[BookingInLine], at: datetime
) -> list[BookingInLine]:
    """Choose which bookings in line get a seat at all their dates, the first one first.

    One that doesn't fit at one of its dates keeps its place and does not hold up who comes after, as at a single date.

    Parameters:
        dates: All announced dates of the series.
        line: The bookings that wait, in order.
        at: Now.

    Returns:
        Which move up; none from the start of the last date on.
    """
    coming = {date.id: date for date in coming_dates(dates, at=at)}
    chosen = []
    for booking in line:
        asked = [date for pk, date in coming.items() if pk in booking.date_ids]
        if asked and find_full_date(asked, booking.seat) is None:
            chosen.append(booking)
            for date in asked:
                coming[date.id] = SeriesDate(date.id, date.rules, (*date.taken, booking.seat))
    return chosen


def fits_at(date: SeriesDate, seats: Collection[Seat]) -> bool:
    """Whether these people, who have a seat at the other dates, all fit at a date that joins the series.

    Only the seats of each way to take part count: groups and schools were looked at when they came in.
    """
    for mode in {seat.mode for seat in seats}:
        limit = date.rules.seats.get(mode, 0)
        taken = sum(seat.mode == mode for seat in (*date.taken, *seats))
        if limit is not None and taken > limit:
            return False
    return True
