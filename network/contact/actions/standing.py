"""Who may write at all, and whom a message reaches."""

from datetime import datetime

from django.utils import timezone

from network.contact.errors import ContactMembersOnly, WritingStopped
from network.contact.models import Block, WritingStop
from network.contact.rules import is_suspended
from network.members.models import Member
from network.members.states import Standing
from network.members.viewers import viewer_of_member


def require_writing(member: Member, *, at: datetime) -> None:
    """Refuse who is no member (yet), and whom a leader stopped from writing.

    Raises:
        ContactMembersOnly: Not a member, or not active.
        WritingStopped: Until a moment that is still to come.
    """
    if not member.is_active or member.standing != Standing.MEMBER:
        raise ContactMembersOnly
    stop = WritingStop.objects.filter(member=member).first()
    if stop is not None and is_suspended(until=stop.until, at=at):
        raise WritingStopped(stop.until)


def is_there(receiver: Member | None, *, sender: Member, at: datetime) -> bool:
    """Say whether the receiver is someone the sender may see now: not gone, hidden or closed."""
    today = timezone.localdate(at)
    viewer = viewer_of_member(sender, on=today)
    people = Member.objects.members().filter(pk=receiver.pk if receiver else None)
    return people.with_field_visible_to("name", viewer, on=today).exists()


def has_blocked(blocker: Member | None, *, blocked: Member) -> bool:
    """Say whether one member wants nothing more from another."""
    return Block.objects.filter(blocker=blocker, blocked=blocked).exists()
