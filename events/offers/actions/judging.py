"""What editors decide on someone's first offer or wish: four eyes, always (DECISIONS 9)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.offers.actions.keeping import end_listing
from events.offers.actions.making import open_listing
from events.offers.actions.rows import AnyListing, lock, refuse_unlisted
from events.offers.errors import AlreadyDone, ChangedMeanwhile, EditorsOnly, OwnListing, PeriodOver
from events.offers.mails import judged_mails
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.rules import JudgeDecision, decide_judging, is_over
from events.offers.states import ListingState
from network.members.states import EDITING_GROUPS
from network.models import Member
from portal.shared.outbox.actions import post

_REFUSED = {JudgeDecision.NOT_AN_EDITOR: EditorsOnly, JudgeDecision.IS_OWN: OwnListing}


def _lock_for(listing: AnyListing, editor: Member) -> AnyListing:
    """Give an offer or a wish, held, to an editor who isn't its owner."""
    locked = lock(listing)
    decision = decide_judging(
        is_editor=editor.is_active and (editor.is_superuser or editor.groups.filter(name__in=EDITING_GROUPS).exists()),
        is_own=locked.owner == editor,
    )
    if decision in _REFUSED:
        raise _REFUSED[decision]
    return locked


def _lock_waiting(listing: AnyListing, editor: Member, *, seen: datetime) -> AnyListing:
    locked = _lock_for(listing, editor)
    if not locked.is_waiting:
        raise AlreadyDone
    if locked.changed_at != seen:
        raise ChangedMeanwhile
    return locked


def approve_listing(*, listing, editor: Member, seen: datetime, at: datetime):
    """Put someone's first offer or wish online and tell them; what they make next opens at once.

    Parameters:
        listing: What waits.
        editor: Who decides; never its owner, superusers included.
        seen: `changed_at` of what the editor read.
        at: Now.

    Raises:
        EditorsOnly, OwnListing: This person doesn't decide on it.
        AlreadyDone: It doesn't wait any more.
        ChangedMeanwhile: It says something else than what was read.
        PeriodOver: Its period has passed while it waited.
    """
    with transaction.atomic():
        locked = _lock_waiting(listing, editor, seen=seen)
        if is_over(ends_on=locked.ends_on, on=timezone.localdate(at)):
            raise PeriodOver
        locked.decided_by, locked.decided_at = editor, at
        open_listing(locked, at=at)
        for mail in judged_mails(listing=locked, name="approved", at=at):
            post(mail, at=at)
    return locked


def send_back_listing(*, listing, editor: Member, remark: str, seen: datetime, at: datetime):
    """Give an offer or a wish back to its owner, with what should change; it is a draft of theirs again.

    Raises:
        EditorsOnly, OwnListing, AlreadyDone, ChangedMeanwhile: As for approve_listing.
    """
    with transaction.atomic():
        locked = _lock_waiting(listing, editor, seen=seen)
        locked.decided_by, locked.decided_at, locked.remark = editor, at, remark
        locked.submitted_at, locked.changed_at = None, at
        locked.save()
        for mail in judged_mails(listing=locked, name="sent_back", at=at):
            post(mail, at=at)
    return locked


def take_down_listing(*, listing: AnyListing, editor: Member, reason: str, at: datetime) -> AnyListing:
    """Take from the lists what should not be read, and tell its owner why; what they send next waits again.

    Parameters:
        listing: What readers see.
        editor: Who decides; never its owner.
        reason: For its owner only.
        at: Now.

    Raises:
        EditorsOnly, OwnListing: This person doesn't decide on it.
        StillDraft, HasLapsed, WasWithdrawn: Readers don't see it.
    """
    with transaction.atomic():
        locked = _lock_for(listing, editor)
        if not locked.is_listed:
            refuse_unlisted(locked.state)
        locked.decided_by, locked.decided_at, locked.remark, locked.opened_by = editor, at, reason, None
        end_listing(locked, ListingState.WITHDRAWN, at=at)
        if locked.owner is not None:
            for model in (PlacementOffer, PlacementRequest):
                model.objects.filter(opened_by=locked.owner).update(opened_by=None)
        for mail in judged_mails(listing=locked, name="taken_down", at=at):
            post(mail, at=at)
    return locked
