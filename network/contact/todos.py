"""What waits on /mijn/ (portal.shared.registries): new messages, requests to connect, reports for leaders."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.contact.models import Conversation, Message
from network.members.leaders import is_leader
from network.members.models import Connection, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.rules import answer_due_at
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

SHOWN = 10


class MessageTodos:
    """New messages."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what this member did not read."""
        return [Message.objects.unread_by(asked.member_id)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the newest conversations with something new."""
        return _messages(member, viewer, at) if viewer.is_member else []


class RequestTodos:
    """Requests to connect."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what this member did not answer."""
        return [Connection.objects.waiting_for(asked.member_id)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the requests of whom this member sees the name, the longest waiting first."""
        return _requests(member, viewer, at) if viewer.is_member else []


class ReportedMessageTodos:
    """Reported messages, for conversation leaders; not of their own conversations."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the longest waiting reports; nothing for who leads no conversations."""
        return _reports(member) if viewer.is_member and is_leader(member) else []


def _names(others: list[int], viewer: Viewer, at: datetime) -> dict[int, str]:
    people = Member.objects.filter(pk__in=others).only("given_name", "name_prefix", "family_name")
    seen = people.with_field_visible_to("name", viewer, on=timezone.localdate(at))
    return {person.pk: str(person) for person in seen}


def _messages(member: Member, viewer: Viewer, at: datetime) -> list[TodoItem]:
    newest = Message.objects.unread_by(member).order_by().values("conversation").annotate(last_at=Max("created_at"))
    keys = list(newest.order_by("-last_at", "-conversation").values_list("conversation", flat=True)[:SHOWN])
    if not keys:
        return []
    rows = Conversation.objects.filter(pk__in=keys)
    found = sorted(rows, key=lambda row: keys.index(row.pk))
    others = {row.pk: row.other_id(member) for row in found}
    names = _names([other for other in others.values() if other], viewer, at)
    items = []
    for row in found:
        name = names.get(others[row.pk] or 0, "")
        title = _("A message from %(name)s") % {"name": name} if name else _("A new message")
        url = reverse("contact:thread", args=[row.key])
        items.append(TodoItem(key=f"conversation:{row.key}", title=title, url=url, button=_("Read and answer")))
    return items


def _requests(member: Member, viewer: Viewer, at: datetime) -> list[TodoItem]:
    rows = Connection.objects.waiting_for(member).only("key", "note", "requested_by")
    found = list(rows[:SHOWN])
    if not found:
        return []
    names = _names([row.requested_by_id for row in found], viewer, at)
    return [
        TodoItem(
            key=f"connection:{row.key}",
            title=_("%(name)s wants to connect") % {"name": names[row.requested_by_id]},
            url=reverse("contact:answer", args=[row.key]),
            button=_("Answer"),
            explanation=row.note,
        )
        for row in found
        if row.requested_by_id in names
    ]


def _reports(leader: Member) -> list[TodoItem]:
    own = Conversation.objects.of(leader).values("pk")
    return [
        TodoItem(
            key=f"message:{row.key}",
            title=_("A message between members is reported"),
            url=reverse("contact:desk_detail", args=[row.key]),
            button=_("Read and decide"),
            deadline_at=answer_due_at(row.reported_at),
        )
        for row in Message.objects.awaiting_leader().exclude(conversation__in=own)[:SHOWN]
    ]


MESSAGE_TODOS = MessageTodos()
REQUEST_TODOS = RequestTodos()
REPORTED_MESSAGE_TODOS = ReportedMessageTodos()
