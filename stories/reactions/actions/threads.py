"""Closing and opening the conversation under one text."""

from datetime import datetime

from django.db import transaction

from network.members.leaders import is_leader
from network.models import Member
from portal.shared.audit_log.actions import note
from stories.reactions.actions.rows import lock_page
from stories.reactions.errors import LeadersOnly
from stories.reactions.models import ReactionsClosed
from stories.texts.models import TextPage


def close_thread(*, page: TextPage, leader: Member, reason: str, at: datetime) -> ReactionsClosed:
    """Let nobody react under a text any more; what stands there stays. Closing again only changes the reason.

    Parameters:
        leader: A conversation leader.
        reason: Readers see it.
        at: Now.

    Raises:
        LeadersOnly: The one who closes is no conversation leader.
    """
    if not is_leader(leader):
        raise LeadersOnly
    with transaction.atomic():
        lock_page(page.pk)
        closed, _made = ReactionsClosed.objects.update_or_create(
            page_id=page.pk,
            defaults={"reason": reason},
            create_defaults={"reason": reason, "closed_by": leader, "at": at},
        )
        note("moderation.closed", about=("page", str(page.pk)), by=leader.key, at=at)
    return closed


def open_thread(*, page: TextPage, leader: Member) -> bool:
    """Let members react under a text again.

    Returns:
        False when it was open already.

    Raises:
        LeadersOnly: The one who opens is no conversation leader.
    """
    if not is_leader(leader):
        raise LeadersOnly
    with transaction.atomic():
        lock_page(page.pk)
        deleted, _per_model = ReactionsClosed.objects.filter(page_id=page.pk).delete()
        if deleted:
            note("moderation.opened", about=("page", str(page.pk)), by=leader.key)
    return bool(deleted)
