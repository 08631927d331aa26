"""What waits for guests, hosts and conversation leaders, on /mijn/ (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from events.applications.actions import Holidays, due_at
from events.applications.models import Application, ApplicationMessage
from events.applications.states import Side
from network.members.leaders import is_leader
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.rules import answer_due_at
from portal.shared.registries.crossings import TodoItem

SHOWN = 10


class ApplicationTodos:
    """Applications in which it is someone's turn."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give those that wait longest, in one query and one per region; one query for who has none."""
        rows = Application.objects.wanted_by(member.key).turn_of(member.key).for_lines()
        holidays = Holidays(at)
        return [self._item(row, member, holidays) for row in rows.order_by("last_step_at", "pk")[:SHOWN]]

    def _item(self, row: Application, member: Member, holidays: Holidays) -> TodoItem:
        side = row.side_of(member) or Side.GUEST
        other = row.person(side.other)
        words = {"name": other.name if other is not None else _("Former member"), "title": row.title}
        if row.started_by == side:
            title, explanation = _("Answer %(name)s about “%(title)s”"), ""
        elif side is Side.HOST:
            title, explanation = _("%(name)s asks for your place “%(title)s”"), row.learning_question
        else:
            title, explanation = _("%(name)s invites you: “%(title)s”"), ""
        return TodoItem(
            key=f"application:{row.key}",
            title=title % words,
            url=row.get_absolute_url(),
            button=_("Read and answer"),
            deadline_at=due_at(row, holidays),
            explanation=explanation,
        )


class ReportTodos:
    """Reported messages, for who decides on them; not those of a conversation of their own."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the longest waiting ones; nothing for who leads no conversations."""
        if not is_leader(member):
            return []
        return [
            TodoItem(
                key=f"application-message:{row.key}",
                title=_("A message about an exchange is reported"),
                url=reverse("application_conversations:detail", args=[row.key]),
                button=_("Read and decide"),
                deadline_at=answer_due_at(row.reported_at),
            )
            for row in ApplicationMessage.objects.awaiting_leader().not_about(member)[:SHOWN]
        ]


APPLICATION_TODOS = ApplicationTodos()
REPORT_TODOS = ReportTodos()
