"""Locks on what decisions about meetups read (DECISIONS 3): the meetup first, then its dates in primary-key order."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from events.meetups.errors import MoveRefused, OccurrenceOver
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import OCCURRENCE_MOVES, Booking, OccurrenceState


def lock_meetup(meetup: Meetup) -> Meetup:
    """Give a meetup as it stands now, held until the end of the transaction.

    Who changes a setting that decisions about seats read locks the dates after it (`lock_dates`): a sign-up, which
    locks its dates only, is then before or after the change, never in the middle.

    Raises:
        MoveRefused: The row is deleted.
    """
    locked = Meetup.objects.select_for_update(of=("self",)).select_related("page").filter(pk=meetup.pk).first()
    if locked is None:
        raise MoveRefused
    return locked


def lock_occurrence(occurrence: Occurrence) -> Occurrence:
    """Give one date as it stands now, held.

    Raises:
        MoveRefused: The row is deleted.
    """
    locked = lock_these([occurrence.pk])
    if not locked:
        raise MoveRefused
    return locked[0]


def lock_these(pks: Iterable[int], *, with_page: bool = True) -> list[Occurrence]:
    """Give these dates, held, in primary-key order; a deleted one is left out.

    Of a meetup that one signs up for as a whole, all dates are held: a booking has a seat at each of them or at none,
    so whatever happens to one date is decided with the others in view.

    Parameters:
        pks: Of dates.
        with_page: Whether meetup and page come along; False for who reads them again under the lock.
    """
    wanted = set(pks)
    whole = Meetup.objects.filter(occurrences__in=wanted, booking=Booking.SERIES)
    rows = Occurrence.objects.select_for_update(of=("self",))
    rows = rows.select_related("meetup__page") if with_page else rows
    held = rows.filter(Q(pk__in=wanted) | Q(meetup__in=whole.order_by().values("pk"))).order_by("pk")
    return [row for row in held if row.pk in wanted]


def lock_dates(meetup: Meetup) -> list[Occurrence]:
    """Give all dates of a meetup, held, in primary-key order."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("meetup__page")
    return list(rows.filter(meetup=meetup).order_by("pk"))


def move_to(locked: Occurrence, state: OccurrenceState) -> None:
    """Set the state of a locked date; the caller saves.

    Raises:
        MoveRefused: There is no way from its state to this one.
    """
    if state not in OCCURRENCE_MOVES[OccurrenceState(locked.state)]:
        raise MoveRefused
    locked.state = state


def require_open(locked: Occurrence, *, at: datetime) -> None:
    """Refuse to change what was cancelled or is over.

    Raises:
        MoveRefused: It was cancelled.
        OccurrenceOver: Its end has passed.
    """
    if locked.state == OccurrenceState.CANCELLED:
        raise MoveRefused
    if locked.ends_at <= at:
        raise OccurrenceOver
