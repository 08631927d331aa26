"""What waits on /mijn/ (portal.shared.registries): new messages, requests to connect, reports for leaders."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.contact.models import Conversation, Message
from network.members.leaders import is_leader
from network.members.models import Connection, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.rules import answer_due_at
from portal.shared.registries.crossings import TodoItem

SHOWN = 10


class ContactTodos:
    """New messages and requests; for conversation leaders also reported messages that are not their own."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the newest conversations with something new, the requests, and the longest waiting reports."""
        if not viewer.is_member:
            return []
        reports = _reports(member) if is_leader(member) else []
        return [*_messages(member, viewer, at), *_requests(member, viewer, at), *reports]


def _names(others: list[Member | None], viewer: Viewer, at: datetime) -> dict[int, str]:
    people = Member.objects.filter(pk__in=[other.pk for other in others if other])
    seen = people.with_field_visible_to("name", viewer, on=timezone.localdate(at))
    return {person.pk: str(person) for person in seen}


def _messages(member: Member, viewer: Viewer, at: datetime) -> list[TodoItem]:
    newest = Message.objects.unread_by(member).order_by().values("conversation").annotate(last_at=Max("created_at"))
    keys = list(newest.order_by("-last_at", "-conversation").values_list("conversation", flat=True)[:SHOWN])
    if not keys:
        return []
    rows = Conversation.objects.filter(pk__in=keys).select_related("first", "second")
    found = sorted(rows, key=lambda row: keys.index(row.pk))
    names = _names([row.other(member) for row in found], viewer, at)
    items = []
    for row in found:
        other = row.other(member)
        name = names.get(other.pk, "") if other else ""
        title = _("A message from %(name)s") % {"name": name} if name else _("A new message")
        url = reverse("contact:thread", args=[row.key])
        items.append(TodoItem(key=f"conversation:{row.key}", title=title, url=url, button=_("Read and answer")))
    return items


def _requests(member: Member, viewer: Viewer, at: datetime) -> list[TodoItem]:
    found = list(Connection.objects.waiting_for(member).with_people()[:SHOWN])
    if not found:
        return []
    names = _names([row.other(member) for row in found], viewer, at)
    return [
        TodoItem(
            key=f"connection:{row.key}",
            title=_("%(name)s wants to connect") % {"name": names[row.other(member).pk]},
            url=reverse("contact:answer", args=[row.key]),
            button=_("Answer"),
            explanation=row.note,
        )
        for row in found
        if row.other(member).pk in names
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


CONTACT_TODOS = ContactTodos()
