"""What waits on /mijn/ from one source, asked the way the page asks."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from network.members.viewers import viewer_of_member
from network.models import Member
from portal.shared.registries.crossings import TodoItem, TodoSource
from portal.shared.registries.glances import Asked, with_anything


def todos_of(source: TodoSource, member: Member, *, at: datetime) -> Iterable[TodoItem]:
    """Give the items of one source for a member, whose groups are read anew; nothing may be missed at a glance."""
    fresh = Member.objects.get(pk=member.pk)
    items = list(source.todos(fresh, viewer_of_member(fresh, on=timezone.localdate(at)), at=at))
    assert not items or with_anything([source], Asked.of(fresh, at))
    return items
