"""What waits for someone in questions, on /mijn/ (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from network.members.leaders import is_leader
from network.members.models import Member
from network.questions.models import Question, QuestionFlag, Route
from network.questions.states import QuestionState, Sight
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.rules import answer_due_at
from portal.shared.registries.crossings import TodoItem

SHOWN = 10


class QuestionTodos:
    """Questions put to someone, answers to their own question, and reports for who decides on them."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the open items; of each kind the longest waiting."""
        return [*_put_to(member), *_own(member), *_reports(member)]


def _put_to(member: Member) -> list[TodoItem]:
    rows = Route.objects.waiting().on_shown_questions().filter(member=member).select_related("question")
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


def _own(member: Member) -> list[TodoItem]:
    rows = Question.objects.filter(asker=member, state=QuestionState.ANSWERED, sight=Sight.SHOWN)
    return [
        TodoItem(
            key=f"question:{row.key}",
            title=_("Did an answer help? “%(title)s”") % {"title": row.title},
            url=f"{row.get_absolute_url()}#antwoorden",
            button=_("Choose the best answer"),
        )
        for row in rows.order_by("asked_at", "pk")[:SHOWN]
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
