"""What waits on /mijn/ from one source, asked the way the page asks."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from network.members.viewers import viewer_of_member
from network.models import Member
from portal.shared.registries.crossings import TodoItem, TodoSource


def todos_of(source: TodoSource, member: Member, *, at: datetime) -> Iterable[TodoItem]:
    """Give the items of one source for a member, whose groups are read anew."""
    fresh = Member.objects.get(pk=member.pk)
    return source.todos(fresh, viewer_of_member(fresh, on=timezone.localdate(at)), at=at)
