"""What waits for conversation leaders on /mijn/ (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from network.members.leaders import is_leader
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.rules import answer_due_at
from portal.shared.registries.crossings import TodoItem
from stories.reactions.models import Reaction

# The desk shows them all; here the longest waiting do.
SHOWN = 10


class ReportTodos:
    """Reported reactions, for who decides on them; not on what they wrote themselves."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the longest waiting reported reactions; nothing for who leads no conversations."""
        if not is_leader(member):
            return []
        rows = Reaction.objects.awaiting_leader().exclude(member=member).select_related("page")[:SHOWN]
        return [
            TodoItem(
                key=f"reaction:{row.key}",
                title=_("A reaction under “%(title)s” is reported") % {"title": row.page.title},
                url=reverse("conversations:detail", args=[row.key]),
                button=_("Read and decide"),
                deadline_at=answer_due_at(row.reported_at),
            )
            for row in rows
        ]


REPORT_TODOS = ReportTodos()
