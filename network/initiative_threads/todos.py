"""What waits for conversation leaders on /mijn/ (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from network.initiative_threads.models import InitiativeMessage
from network.members.leaders import is_leader
from network.members.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.rules import answer_due_at
from portal.shared.registries.crossings import TodoItem

SHOWN = 10


class MessageReportTodos:
    """Reported messages, for who decides on them; not on what they wrote themselves."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the longest waiting reported messages; nothing for who leads no conversations."""
        if not is_leader(member):
            return []
        rows = InitiativeMessage.objects.awaiting_leader().exclude(member=member).select_related("initiative")[:SHOWN]
        return [
            TodoItem(
                key=f"initiative-message:{row.key}",
                title=_("A message in “%(title)s” is reported") % {"title": row.initiative.title},
                url=reverse("initiative_conversations:detail", args=[row.key]),
                button=_("Read and decide"),
                deadline_at=answer_due_at(row.reported_at),
            )
            for row in rows
        ]


MESSAGE_REPORT_TODOS = MessageReportTodos()
