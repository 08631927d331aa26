"""What the person who keeps a promise does with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.harvest.actions.rows import lock_promise, move_promise
from events.harvest.errors import DayPassed, PromiseChanged
from events.harvest.models import Promise
from events.harvest.owners import Owner, owner_of
from events.harvest.rules import LONGEST_PROMISE
from events.harvest.states import Naming, PromiseState


@contextmanager
def _own(promise: Promise, owner: Owner) -> Iterator[Promise]:
    """Give the promise, locked, if it is still this person's."""
    with transaction.atomic():
        locked = lock_promise(promise)
        if owner_of(locked) != owner:
            raise PromiseChanged
        yield locked


def set_naming(*, promise: Promise, owner: Owner, is_named: bool, at: datetime) -> None:
    """Stand beside a promise by name, or not.

    Raises:
        PromiseChanged: It is no longer this person's.
    """
    with _own(promise, owner) as locked:
        locked.naming = Naming.NAMED if is_named else Naming.UNNAMED
        locked.named_at = at if is_named else None
        locked.save(update_fields=["naming", "named_at"])


def finish(*, promise: Promise, owner: Owner, at: datetime) -> None:
    """Say that it is done; a second time is harmless.

    Raises:
        PromiseChanged: It is no longer this person's, or was dropped.
    """
    with _own(promise, owner) as locked:
        if locked.state != PromiseState.DONE:
            move_promise(locked, PromiseState.DONE, at=at)


def take_more_time(*, promise: Promise, owner: Owner, due_on: date, at: datetime) -> None:
    """Promise it for a later day; the reminders begin anew.

    Raises:
        PromiseChanged: It is no longer this person's, or no longer open.
        DayPassed: The day is not between tomorrow and two years from now.
    """
    today = timezone.localdate(at)
    with _own(promise, owner) as locked:
        if locked.state != PromiseState.OPEN:
            raise PromiseChanged
        if not today + timedelta(days=1) <= due_on <= today + LONGEST_PROMISE:
            raise DayPassed
        locked.due_on, locked.due_set_on = due_on, today
        locked.save(update_fields=["due_on", "due_set_on"])


def give_back(*, promise: Promise, owner: Owner, at: datetime) -> None:
    """Say that it is somebody else's: name and school go from it, and the organisers see that nobody has it.

    Raises:
        PromiseChanged: It is no longer this person's.
    """
    with _own(promise, owner) as locked:
        locked.member = locked.guest = locked.institution = locked.named_at = None
        locked.naming, locked.given_back_at = Naming.NOBODY, at
        locked.save(update_fields=["member", "guest", "institution", "named_at", "naming", "given_back_at"])
