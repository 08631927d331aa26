"""Locks, and what decisions here read under them."""

from datetime import datetime

from events.harvest.errors import NotHeld, NotOver, PromiseChanged
from events.harvest.models import Harvest, Promise
from events.harvest.states import PROMISE_MOVES, PromiseState
from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.actions.rows import lock_date
from portal.shared.pages.listeners import pages_changed


def lock_held(occurrence_id: int, *, at: datetime) -> Occurrence:
    """Give a date that was held and is over, locked until the end of the transaction.

    Raises:
        NotHeld: It was cancelled, or never announced.
        NotOver: It still has to end.
    """
    locked = lock_date(occurrence_id)
    if locked.state != OccurrenceState.PLANNED:
        raise NotHeld
    if locked.ends_at > at:
        raise NotOver
    return locked


def harvest_of(locked: Occurrence) -> Harvest:
    """Give the report of a locked date; an empty one is made when there is none yet."""
    harvest, _made = Harvest.objects.get_or_create(occurrence=locked)
    harvest.occurrence = locked
    return harvest


def lock_promise(promise: Promise) -> Promise:
    """Give a promise as it stands now, locked, with its people and its date.

    Raises:
        PromiseChanged: It is gone.
    """
    rows = Promise.objects.select_for_update(of=("self",))
    rows = rows.select_related("member", "guest__member", "institution", "harvest__occurrence__meetup__page")
    locked = rows.filter(pk=promise.pk).first()
    if locked is None:
        raise PromiseChanged
    return locked


def move_promise(locked: Promise, state: PromiseState, *, at: datetime) -> None:
    """Bring a locked promise to another state.

    Raises:
        PromiseChanged: There is no way from its state to this one.
    """
    if state not in PROMISE_MOVES[PromiseState(locked.state)]:
        raise PromiseChanged
    locked.state = state
    locked.settled_at = None if state == PromiseState.OPEN else at
    locked.save(update_fields=["state", "settled_at"])


def page_changed(locked: Occurrence) -> None:
    """Have search read the page of this date again, in the same transaction."""
    pages_changed([locked.meetup.page_id])
