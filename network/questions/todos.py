"""What waits for someone in questions, on /mijn/ (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from network.members.leaders import is_leader
from network.members.models import Member
from network.questions.models import Question, QuestionFlag, Route
from network.questions.states import QuestionState, Sight
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.rules import answer_due_at
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

SHOWN = 10


class QuestionTodos:
    """Questions put to someone, and answers to their own question."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what was put to this member, and what was answered."""
        return [_routes(asked), _answered(asked)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the open items; of each kind the longest waiting."""
        asked = Asked.of(member, at)
        return [*_put_to(asked), *_own(asked)]


class QuestionReportTodos:
    """Reported questions and answers, for who decides on them; not on what they wrote themselves."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the longest waiting reports; nothing for who leads no conversations."""
        return _reports(member)


def _routes(asked: Asked) -> QuerySet:
    return Route.objects.waiting().on_shown_questions().filter(member=asked.member_id)


def _answered(asked: Asked) -> QuerySet:
    return Question.objects.filter(asker=asked.member_id, state=QuestionState.ANSWERED, sight=Sight.SHOWN)


def _put_to(asked: Asked) -> list[TodoItem]:
    rows = _routes(asked).select_related("question")
    return [
        TodoItem(
            key=f"question_route:{row.key}",
            title=row.question.title,
            url=row.question.get_absolute_url(),
            button=_("Read and answer"),
            deadline_at=row.due_at,
            explanation=_("A colleague asks this, and we think you know more about it. You can also pass it on."),
        )
        for row in rows.order_by("due_at", "pk")[:SHOWN]
    ]


def _own(asked: Asked) -> list[TodoItem]:
    return [
        TodoItem(
            key=f"question:{row.key}",
            title=_("Did an answer help? “%(title)s”") % {"title": row.title},
            url=f"{row.get_absolute_url()}#antwoorden",
            button=_("Choose the best answer"),
        )
        for row in _answered(asked).order_by("asked_at", "pk")[:SHOWN]
    ]


def _reports(member: Member) -> list[TodoItem]:
    if not is_leader(member):
        return []
    flags = QuestionFlag.objects.open().exclude(question__asker=member).exclude(answer__writer=member)
    items: dict[str, TodoItem] = {}
    for flag in flags.select_related("question", "answer__question").order_by("created_at", "pk"):
        thing = flag.answer or flag.question
        items.setdefault(
            thing.key,
            TodoItem(
                key=f"question_flag:{thing.key}",
                title=_("Something at the question “%(title)s” is reported") % {"title": flag.about.title},
                url=reverse("question_desk:detail", args=[thing.key]),
                button=_("Read and decide"),
                deadline_at=answer_due_at(flag.created_at),
            ),
        )
    return list(items.values())[:SHOWN]


QUESTION_TODOS = QuestionTodos()
QUESTION_REPORT_TODOS = QuestionReportTodos()
