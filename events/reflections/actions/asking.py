"""Asking both for a reflection, reminding once, and opening what is in when the time is over."""

from datetime import datetime, timedelta

from django.db import transaction

from events.applications.states import Side
from events.placements.models import Placement
from events.placements.states import PlacementState
from events.reflections.actions.rows import lock_exchange
from events.reflections.errors import StepRefused
from events.reflections.mails import post_asked, post_opened, post_reminder
from events.reflections.models import JointSummary, Reflection
from events.reflections.rules import (
    OPENS_NOW,
    SEALED_DAYS,
    Opening,
    decide_opening,
    is_reminder_due,
)
from events.reflections.words import member_on
from portal.shared.calendar_days.rules import LOCAL_ZONE


def ask_both(placement: Placement, *, at: datetime) -> int:
    """Ask guest and host to look back, inside the transaction in which the exchange ended. Twice asks once.

    Returns:
        Number of people asked now.
    """
    asked = 0
    for side in Side:
        member = member_on(placement, side)
        if member is None:
            continue
        _row, is_new = Reflection.objects.get_or_create(
            placement=placement, side=side, defaults={"author": member, "created_at": at, "saved_at": at}
        )
        asked += is_new and post_asked(placement, side, at=at)
    return asked


def remind_writers(at: datetime) -> int:
    """Remind, once and five working days after asking, who did not hand in.

    Returns:
        Number of people reminded now.
    """
    waiting = Reflection.objects.filter(
        sealed_at=None, reminded_at=None, author__is_active=True, placement__state=PlacementState.DONE
    )
    reminded = 0
    for pk, asked_at in list(waiting.order_by("pk").values_list("pk", "created_at")):
        if is_reminder_due(asked_at=asked_at, at=at):
            with transaction.atomic():
                reminded += _remind(pk, at=at)
    return reminded


def _remind(pk: int, *, at: datetime) -> bool:
    row = Reflection.objects.select_related("placement").filter(pk=pk).first()
    if row is None:
        return False
    try:
        placement = lock_exchange(row.placement)
    except StepRefused:
        return False
    # Under the lock: it may be handed in by now, or another clock was first.
    if not Reflection.objects.filter(pk=pk, sealed_at=None, reminded_at=None).update(reminded_at=at):
        return False
    return post_reminder(placement, row.side, at=at)


def open_in_time(at: datetime) -> int:
    """Open what is in of each exchange whose two weeks are over.

    Returns:
        Number of exchanges opened now.
    """
    over = at.astimezone(LOCAL_ZONE).date() - timedelta(days=SEALED_DAYS)
    rows = Placement.objects.filter(
        state=PlacementState.DONE, last_day_on__lt=over, summary=None, reflections__sealed_at__isnull=False
    )
    opened = 0
    for placement in list(rows.order_by("pk").distinct()):
        with transaction.atomic():
            try:
                locked = lock_exchange(placement)
            except StepRefused:
                continue
            opened += open_if_due(locked, at=at) in OPENS_NOW
    return opened


def open_if_due(placement: Placement, *, at: datetime) -> Opening:
    """Open the reflections of a held exchange when the rule says so: the summary is made, and both hear it.

    Returns:
        What the rule said.
    """
    sides = set(Reflection.objects.handed_in().filter(placement=placement).values_list("side", flat=True))
    opening = decide_opening(
        last_day_on=placement.last_day_on,
        guest_in=Side.GUEST in sides,
        host_in=Side.HOST in sides,
        is_open=JointSummary.objects.filter(placement=placement).exists(),
        at=at,
    )
    if opening in OPENS_NOW:
        JointSummary.objects.create(placement=placement, opened_at=at, changed_at=at)
        missing = [side for side in Side if side not in sides]
        post_opened(placement, waits_for=missing[0] if missing else None, at=at)
    return opening
