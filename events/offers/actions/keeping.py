"""What the owner of an offer or a wish does with it: pause, open again, say that it still holds, withdraw."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.offers.actions.rows import lock_own, move_to, refresh_entry, refuse_unlisted, renew, tell
from events.offers.errors import PeriodOver
from events.offers.listeners import ListingChange
from events.offers.rules import is_over
from events.offers.states import ListingState
from network.models import Member


def pause_listing(*, listing, member: Member, reason: str, at: datetime):
    """Say why nobody can ask for it for now; it stays in the list. A second call changes nothing.

    One whose places are all taken stays taken, and is paused once a place comes free.

    Parameters:
        listing: An offer or a wish.
        member: Its owner.
        reason: Why, for readers; may be empty.
        at: Now.

    Raises:
        NotYours: Someone else owns it.
        StillDraft, HasLapsed, WasWithdrawn: It is not in the list.
    """
    with transaction.atomic():
        locked = lock_own(listing, member)
        if locked.is_listed and locked.is_paused:
            return locked
        if locked.state != ListingState.TAKEN:
            move_to(locked, ListingState.PAUSED, at=at)
        locked.is_paused, locked.paused_because, locked.changed_at = True, reason, at
        locked.save()
        tell(locked, ListingChange.PAUSED, at=at)
        refresh_entry(locked)
    return locked


def resume_listing(*, listing, member: Member, at: datetime):
    """Open a paused one again; a second call changes nothing.

    Raises:
        NotYours: Someone else owns it.
        StillDraft, HasLapsed, WasWithdrawn: It is not in the list.
    """
    with transaction.atomic():
        locked = lock_own(listing, member)
        if locked.is_listed and not locked.is_paused:
            return locked
        if not locked.is_listed:
            refuse_unlisted(locked.state)
        if locked.state == ListingState.PAUSED:
            move_to(locked, ListingState.OPEN, at=at)
        locked.is_paused, locked.paused_because, locked.changed_at = False, "", at
        renew(locked, at=at)
        locked.save()
        tell(locked, ListingChange.REOPENED, at=at)
        refresh_entry(locked)
    return locked


def confirm_listing(*, listing, member: Member, at: datetime):
    """Say that it still holds ("dit klopt nog"): the months count anew, and one that lapsed is open again.

    Raises:
        NotYours: Someone else owns it.
        PeriodOver: Its period has passed; it needs a later end first.
        StillDraft, WasWithdrawn: There is nothing to confirm.
    """
    with transaction.atomic():
        locked = lock_own(listing, member)
        if locked.state in (ListingState.DRAFT, ListingState.WITHDRAWN):
            refuse_unlisted(locked.state)
        if is_over(ends_on=locked.ends_on, on=timezone.localdate(at)):
            raise PeriodOver
        is_back = locked.state == ListingState.LAPSED
        if is_back:
            move_to(locked, ListingState.OPEN, at=at)
            locked.ended_at = None
        locked.changed_at = at
        renew(locked, at=at)
        locked.save()
        if is_back:
            tell(locked, ListingChange.REOPENED, at=at)
            refresh_entry(locked)
    return locked


def withdraw_listing(*, listing, member: Member, reason: str, at: datetime):
    """End it for good; a second call changes nothing.

    Parameters:
        listing: An offer or a wish in any state.
        member: Its owner.
        reason: Why, for who asked for it; may be empty.
        at: Now.

    Raises:
        NotYours: Someone else owns it.
    """
    with transaction.atomic():
        locked = lock_own(listing, member)
        if locked.state == ListingState.WITHDRAWN:
            return locked
        end_listing(locked, ListingState.WITHDRAWN, reason=reason, at=at)
    return locked


def end_listing(locked, state: ListingState, *, reason: str = "", at: datetime) -> None:
    """Take a locked one out of the lists, inside the caller's transaction, and tell what hangs on it."""
    move_to(locked, state, at=at)
    locked.ended_at, locked.end_reason = at, reason
    locked.is_paused, locked.paused_because = False, ""
    locked.save()
    tell(locked, ListingChange.ENDED, at=at)
    refresh_entry(locked)
