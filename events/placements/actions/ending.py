"""The end of an exchange: it did not take place, or its last day is over."""

from datetime import datetime

from django.db import transaction

from events.applications.actions import place_came_free
from events.applications.states import Side
from events.placements.actions.agreeing import drop_versions
from events.placements.actions.rows import lock_with_application, move, withdraw_consent
from events.placements.actions.settling import call_off_day
from events.placements.errors import REFUSED_MOVE, TooLateToCancel
from events.placements.listeners import placement_listeners
from events.placements.mails import post_to_side
from events.placements.models import ManagerConsent, Placement, PlacementDay
from events.placements.reading import other, side_of, versions_of
from events.placements.rules import Turn, due_turn, may_still_be_called_off
from events.placements.states import CancelReason, ConsentState, DayState, PlacementState
from network.models import Member


def cancel_placement(
    *, placement: Placement, member: Member, reason: CancelReason, note: str, at: datetime
) -> Placement:
    """Say that an exchange does not, or did not, take place: until two weeks after its last day.

    Days go out of both calendars, the place comes free, open questions to managers end, and the other hears it.

    Parameters:
        placement: Any.
        member: Guest or host, who says so.
        reason: Why, for the counts.
        note: The same in own words, for the other; may be empty.
        at: Now.

    Raises:
        NotYours: The member is neither guest nor host.
        TooLateToCancel: It ended more than two weeks ago.
        AlreadyCancelled: The other one was first.
    """
    with transaction.atomic():
        locked = lock_with_application(placement)
        side = side_of(locked, member)
        is_done = locked.state == PlacementState.DONE
        is_cancelled = locked.state == PlacementState.CANCELLED
        if not may_still_be_called_off(is_done=is_done, is_cancelled=is_cancelled, ended_at=locked.ended_at, at=at):
            raise TooLateToCancel if is_done else REFUSED_MOVE[PlacementState(locked.state)]
        days = call_off(locked, by=side, reason=reason, note=note, at=at)
        for reader, name in ((other(side), "cancelled"), (side, "cancelled_own")):
            words = {"note": note, "reason": "" if reason == CancelReason.OTHER else reason.label}
            coming = [day for day in days if day.ends_at > at]
            post_to_side(name, locked, reader, at=at, occasion="off", days=coming, words=words)
        return locked


def call_off(locked: Placement, *, by: Side, reason: CancelReason, note: str, at: datetime) -> list[PlacementDay]:
    """Do what it takes when an exchange is off, inside the caller's transaction with everything locked.

    Returns:
        The days that were taken out of the calendar. Of one that is running, those that are over stay.
    """
    was_running = locked.state == PlacementState.RUNNING
    move(locked, PlacementState.CANCELLED)
    locked.cancel_reason, locked.cancel_note, locked.cancelled_by, locked.ended_at = reason, note, by, at
    locked.save(update_fields=["state", "cancel_reason", "cancel_note", "cancelled_by", "ended_at"])
    days = locked.days.filter(state=DayState.PLANNED)
    if was_running:
        days = days.filter(ends_at__gt=at)
    called_off = [call_off_day(day, at=at) for day in days.order_by("starts_at", "pk")]
    _end_questions(locked, at=at)
    if locked.application is not None:
        place_came_free(locked.application, has_taken_place=False, at=at)
    for listener in placement_listeners:
        listener.cancelled(locked, at=at)
    return called_off


def _end_questions(locked: Placement, *, at: datetime) -> None:
    for consent in ManagerConsent.objects.filter(placement=locked, state=ConsentState.ASKED):
        withdraw_consent(consent, at=at)


def follow_time(at: datetime) -> int:
    """Let exchanges begin at their first day and end after their last one; what was missed is caught up.

    Returns:
        Number of exchanges that went on.
    """
    moved = 0
    for placement in list(Placement.objects.due(at).order_by("pk")):
        with transaction.atomic():
            moved += _follow(lock_with_application(placement), at=at)
    return moved


def _follow(locked: Placement, *, at: datetime) -> bool:
    if locked.state not in {PlacementState.AGREED, PlacementState.RUNNING}:
        return False
    days = list(locked.days.filter(state=DayState.PLANNED).order_by("starts_at", "pk"))
    last_ends_at = max((day.ends_at for day in days), default=None)
    turn = due_turn(
        is_running=locked.state == PlacementState.RUNNING,
        first_starts_at=days[0].starts_at if days else None,
        last_ends_at=last_ends_at,
        at=at,
    )
    if turn == Turn.START:
        move(locked, PlacementState.RUNNING)
        locked.save(update_fields=["state"])
    elif turn == Turn.FINISH:
        _finish(locked, last_ends_at or at, at=at)
    return turn != Turn.NONE


def _finish(locked: Placement, ended_at: datetime, *, at: datetime) -> None:
    move(locked, PlacementState.DONE)
    locked.ended_at = ended_at
    locked.save(update_fields=["state", "ended_at"])
    holding = versions_of(locked).holding
    # A change that nobody confirmed in time is no longer about anything.
    drop_versions(locked, above=holding.number if holding else 0, at=at)
    _end_questions(locked, at=at)
    if locked.application is not None:
        place_came_free(locked.application, has_taken_place=True, at=at)
    for listener in placement_listeners:
        listener.finished(locked, at=at)
