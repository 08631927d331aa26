"""Letting go: a person who leaves, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from network.contact.models import Block, Conversation, Message, MessageReport, WritingStop
from network.contact.states import MessageState
from network.members.models import Member
from portal.shared.conversations.states import ReportState
from portal.shared.erasing.actions import unsign
from portal.shared.retention import kept_for


def erase_person(*, member: Member) -> int:
    """Remove a person from all conversations, inside the caller's transaction.

    What they wrote is wiped; what others wrote to them stays with those others, without saying to whom. A conversation
    that nobody reads any more goes as a whole.

    Parameters:
        member: Who leaves; the row still exists.

    Returns:
        Number of rows changed or removed; 0 when called again.
    """
    names = [member.name, member.email, f"{member.name_prefix} {member.family_name}", member.family_name]
    changed = 0
    with transaction.atomic():
        changed += MessageReport.objects.filter(reporter=member).update(reporter=None, text="")
        decided = MessageReport.objects.filter(decided_by=member)
        changed += unsign(decided, who="decided_by", texts=["answer"], names=names)
        stops = WritingStop.objects.filter(decided_by=member)
        changed += unsign(stops, who="decided_by", texts=["reason"], names=names)
        changed += Message.objects.filter(sender=member).update(sender=None, text="", state=MessageState.REMOVED)
        changed += Conversation.objects.filter(first=member).update(first=None)
        changed += Conversation.objects.filter(second=member).update(second=None)
        changed += Conversation.objects.filter(first=None, second=None).delete()[0]
        changed += Block.objects.filter(Q(blocker=member) | Q(blocked=member)).delete()[0]
        changed += WritingStop.objects.filter(member=member).delete()[0]
    return changed


def outdate(*, at: datetime) -> int:
    """Delete messages after a year, then empty conversations, settled reports and stops that are over.

    Returns:
        Number of rows deleted.
    """
    long_ago = at - kept_for("messages")
    with transaction.atomic():
        deleted = Message.objects.older_than(long_ago).delete()[0]
        deleted += Conversation.objects.filter(messages=None).delete()[0]
        deleted += MessageReport.objects.exclude(state=ReportState.OPEN).filter(decided_at__lt=long_ago).delete()[0]
        deleted += WritingStop.objects.filter(until__lt=long_ago).delete()[0]
    return deleted
