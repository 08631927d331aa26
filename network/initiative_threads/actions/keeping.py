"""Letting go: a person who leaves, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction

from network.initiative_threads.models import InitiativeMessage, InitiativeMessageReport, InitiativeThreadClosed
from network.members.models import Member
from portal.shared.conversations.states import PostState
from portal.shared.erasing.actions import unsign
from portal.shared.retention import kept_for


def erase_person(*, member: Member) -> int:
    """Remove a person from these conversations, inside the caller's transaction: what they wrote goes wholly.

    It was meant for a closed circle, so nothing of it stays, other than under public texts. What they decided as
    conversation leader stays, without their own names.

    Parameters:
        member: Who leaves; the row still exists.

    Returns:
        Number of rows changed; 0 when called again.
    """
    names = [member.name, member.email, f"{member.name_prefix} {member.family_name}", member.family_name]
    with transaction.atomic():
        own = InitiativeMessage.objects.filter(member=member)
        changed = own.update(member=None, state=PostState.REMOVED, text="", state_reason="")
        changed += InitiativeMessageReport.objects.filter(reporter=member).update(reporter=None, text="")
        decided = InitiativeMessageReport.objects.filter(decided_by=member)
        changed += unsign(decided, who="decided_by", texts=["answer"], names=names)
        hidden = InitiativeMessage.objects.filter(state_by=member)
        changed += unsign(hidden, who="state_by", texts=["state_reason"], names=names)
        closed = InitiativeThreadClosed.objects.filter(closed_by=member)
        changed += unsign(closed, who="closed_by", texts=["reason"], names=names)
    return changed


def outdate(*, at: datetime) -> int:
    """Delete the conversations of initiatives that ended longer ago than they are kept; give the number of rows."""
    deleted, _per_model = InitiativeMessage.objects.filter(
        initiative__ended_at__lt=at - kept_for("joint_action_talks")
    ).delete()
    return deleted
