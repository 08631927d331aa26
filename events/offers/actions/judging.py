"""What editors decide on someone's first offer or wish: four eyes, always (DECISIONS 9)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.offers.actions.making import open_listing
from events.offers.actions.rows import lock
from events.offers.errors import AlreadyDone, ChangedMeanwhile, EditorsOnly, OwnListing, PeriodOver
from events.offers.mails import judged_mails
from events.offers.rules import JudgeDecision, decide_judging, is_over
from network.members.states import EDITING_GROUPS
from network.models import Member
from portal.shared.outbox.actions import post

_REFUSED = {JudgeDecision.NOT_AN_EDITOR: EditorsOnly, JudgeDecision.IS_OWN: OwnListing}


def _lock_waiting(listing, editor: Member, *, seen: datetime):
    locked = lock(listing)
    decision = decide_judging(
        is_editor=editor.is_active and (editor.is_superuser or editor.groups.filter(name__in=EDITING_GROUPS).exists()),
        is_own=locked.owner == editor,
    )
    if decision in _REFUSED:
        raise _REFUSED[decision]
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
