"""Wanting nothing more from someone, who never learns it."""

from datetime import datetime

from django.db import transaction

from network.contact.models import Block, Conversation
from network.members.models import Connection, Member
from network.members.states import ConnectionState


def block_member(*, blocker: Member, blocked: Member, at: datetime) -> Block:
    """Let nothing more of someone through: no messages, no requests; a connection between the two ends.

    Parameters:
        blocker: Who wants rest.
        blocked: From whom; they get the same answers as before.
        at: Now.

    Returns:
        The block; the first one when it stood already.
    """
    with transaction.atomic():
        Conversation.objects.between(blocker, blocked).select_for_update(of=("self",)).first()
        block, _made = Block.objects.get_or_create(blocker=blocker, blocked=blocked, defaults={"at": at})
        between = Connection.objects.between(blocker, blocked)
        between.accepted().update(state=ConnectionState.ENDED, ended_at=at, note="")
        between.waiting_for(blocker).order_by().update(state=ConnectionState.DECLINED, answered_at=at, note="")
    return block


def unblock_member(*, blocker: Member, blocked: Member) -> None:
    """Let someone's next messages through again; what was withheld stays so."""
    with transaction.atomic():
        Block.objects.filter(blocker=blocker, blocked=blocked).delete()
