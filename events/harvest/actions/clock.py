"""What the clock does after a date: the mail afterwards, and promises that come back. "Due and not done yet"."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from events.harvest.actions.rows import harvest_of, lock_promise
from events.harvest.errors import PromiseChanged
from events.harvest.mails import post_afterwards, post_promise
from events.harvest.models import Promise
from events.harvest.querysets import took_part
from events.harvest.rules import (
    FEEDBACK_OPEN,
    FIRST_REMINDER,
    Reminder,
    due_reminder,
    is_afterwards_due,
    reminder_day,
)
from events.harvest.states import PromiseState
from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.actions.rows import lock_date
from events.registrations.models import Registration


def tell_afterwards(at: datetime) -> int:
    """Write once per date to who took part, on the morning of the next working day; never for a cancelled date.

    Returns:
        Number of people written to now.
    """
    over = Occurrence.objects.planned().filter(ends_at__lte=at, ends_at__gt=at - FEEDBACK_OPEN)
    untold = over.filter(Q(harvest=None) | Q(harvest__told_at=None))
    told = 0
    for pk, ends_at in list(untold.order_by("pk").values_list("pk", "ends_at")):
        if is_afterwards_due(ends_at=ends_at, at=at):
            with transaction.atomic():
                # Held, so that of two clocks one writes, and what is cancelled meanwhile is left alone.
                told += _tell(lock_date(pk), at=at)
    return told


def _tell(locked: Occurrence, *, at: datetime) -> int:
    harvest = harvest_of(locked)
    if harvest.told_at is not None or locked.state != OccurrenceState.PLANNED:
        return 0
    told = 0
    for row in took_part(Registration.objects.filter(occurrence=locked)).select_related("member").order_by("pk"):
        row.occurrence = locked
        told += post_afterwards(row, at=at) is not None
    harvest.told_at = at
    harvest.save(update_fields=["told_at"])
    return told


def remind_owners(at: datetime) -> int:
    """Remind who keeps an open promise, a week before and on the day itself.

    Returns:
        Number of people reminded now.
    """
    today = reminder_day(at)
    rows = Promise.objects.open().kept_by_a_person().due_until(today + FIRST_REMINDER)
    reminded = 0
    for promise in list(rows):
        if _due(promise, at) is None:
            continue
        with transaction.atomic():
            reminded += _remind(promise, at=at)
    return reminded


def _due(promise: Promise, at: datetime) -> Reminder | None:
    return due_reminder(
        due_on=promise.due_on,
        set_on=promise.due_set_on,
        week_told_for=promise.week_told_for,
        day_told_for=promise.day_told_for,
        today=reminder_day(at),
    )


def _remind(promise: Promise, *, at: datetime) -> bool:
    try:
        locked = lock_promise(promise)
    except PromiseChanged:
        return False
    due = _due(locked, at)
    if due is None or locked.state != PromiseState.OPEN:
        return False
    is_week = due == Reminder.WEEK
    posted = post_promise(
        "promise_week" if is_week else "promise_day", locked, occasion=locked.due_on.isoformat(), at=at
    )
    column = "week_told_for" if is_week else "day_told_for"
    setattr(locked, column, locked.due_on)
    locked.save(update_fields=[column])
    return posted is not None
