"""What waits on /mijn/ (portal.shared.registries): new messages, requests to connect, reports for leaders."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from network.contact.models import Conversation, Message
from network.contact.rules import report_due_at
from network.members.leaders import is_leader
from network.members.models import Connection, Member
from network.members.profiles import profile_for
from network.members.viewers import viewer_of_member
from portal.shared.registries.crossings import TodoItem

SHOWN = 10


class ContactTodos:
    """New messages and requests; for conversation leaders also reported messages that are not their own."""

    def todos(self, member_key: str, *, at: datetime) -> Iterable[TodoItem]:
        """Give the newest conversations with something new, the requests, and the longest waiting reports."""
        member = Member.objects.members().filter(key=member_key).first()
        if member is None:
            return []
        return [*_messages(member, at), *_requests(member, at), *(_reports(member) if is_leader(member) else [])]


def _names(others: list[Member | None], viewer_member: Member, at: datetime) -> dict[int, str]:
    viewer = viewer_of_member(viewer_member, on=at.date())
    people = Member.objects.filter(pk__in=[other.pk for other in others if other]).with_byline()
    profiles = {person.pk: profile_for(viewer, person, on=at.date(), is_brief=True) for person in people}
    return {pk: profile.name for pk, profile in profiles.items() if profile.is_visible}


def _messages(member: Member, at: datetime) -> list[TodoItem]:
    rows = Conversation.objects.of(member).with_news_for(member).filter(unread__gt=0)
    found = list(rows.select_related("first", "second")[:SHOWN])
    if not found:
        return []
    names = _names([row.other(member) for row in found], member, at)
    items = []
    for row in found:
        other = row.other(member)
        name = names.get(other.pk, "") if other else ""
        title = _("A message from %(name)s") % {"name": name} if name else _("A new message")
        url = reverse("contact:thread", args=[row.key])
        items.append(TodoItem(key=f"conversation:{row.key}", title=title, url=url, button=_("Read and answer")))
    return items


def _requests(member: Member, at: datetime) -> list[TodoItem]:
    found = list(Connection.objects.waiting_for(member).with_people()[:SHOWN])
    if not found:
        return []
    names = _names([row.other(member) for row in found], member, at)
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
            deadline_at=report_due_at(row.reported_at),
        )
        for row in Message.objects.awaiting_leader().exclude(conversation__in=own)[:SHOWN]
    ]


CONTACT_TODOS = ContactTodos()
