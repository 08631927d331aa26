"""What questions hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.members.models import Member
from network.questions.actions import erase_person, outdate
from network.questions.models import (
    Answer,
    AnswerThanks,
    AnswerUse,
    Question,
    QuestionFlag,
    QuestionFollow,
    QuestionPause,
    Route,
)
from portal.shared.registries.crossings import ExportFile, PersonalField
from portal.shared.retention import kept_for


class QuestionsPersonalData:
    """What one member asked, answered, has, follows, thanked for and reported."""

    label = _("Questions and answers")
    models = (Question, Answer, Route, QuestionFollow, AnswerThanks, AnswerUse, QuestionPause, QuestionFlag)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="questions",
            label=_("Questions you asked"),
            purpose=_("So that colleagues can answer you."),
            kept_for=None,
            kept_until=_("Until you leave. A question with answers then stays without your name."),
            stays=_("Questions with answers, as of a former member. Others go."),
        ),
        PersonalField(
            name="answers",
            label=_("Answers you gave"),
            purpose=_("So that colleagues can use what you know."),
            kept_for=None,
            kept_until=_("Until you remove them. If you leave, they stay without your name."),
            stays=_("Answers that readers see, as of a former member. Hidden ones go."),
        ),
        PersonalField(
            name="put_to_you",
            label=_("Questions put to you"),
            purpose=_("So that a question reaches someone who knows, and nobody gets too many."),
            kept_for=None,
            kept_until=_("Until you leave."),
        ),
        PersonalField(
            name="follows",
            label=_("Questions you follow, and thanks you gave"),
            purpose=_("So that you hear of new answers, and writers see that they helped."),
            kept_for=None,
            kept_until=_("Until you stop following or leave."),
        ),
        PersonalField(
            name="reports",
            label=_("Reports of questions, and your decisions on them"),
            purpose=_("So that a conversation leader can look at what is wrong."),
            kept_for=kept_for("question_reports"),
            kept_until=_("Until a year after the decision."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give everything this member wrote and did; nothing of what others reported about them."""
        mine = {"member__key": member_key}
        asked = Question.objects.filter(asker__key=member_key).select_related("theme").order_by("asked_at", "pk")
        answers = Answer.objects.filter(writer__key=member_key).select_related("question").order_by("created_at", "pk")
        routes = Route.objects.filter(**mine).select_related("question")
        follows = QuestionFollow.objects.filter(**mine).select_related("question")
        thanks = AnswerThanks.objects.filter(**mine).select_related("answer__question")
        flags = QuestionFlag.objects.filter(reporter__key=member_key)
        decided = QuestionFlag.objects.filter(decided_by__key=member_key)
        uses = AnswerUse.objects.filter(proposed_by__key=member_key).select_related("answer__question")
        pause = QuestionPause.objects.filter(**mine).first()
        return {
            "questions": [_question(row) for row in asked],
            "answers": [_answer(row) for row in answers],
            "put_to_you": [
                {"question": row.question.title, "state": row.state, "at": row.routed_at.isoformat()} for row in routes
            ],
            "pause": {"until": pause.until.isoformat() if pause.until else None} if pause else None,
            "follows": [row.question.title for row in follows],
            "thanks": [row.answer.question.title for row in thanks],
            "proposals": [{"question": row.answer.question.title, "as": row.kind} for row in uses],
            "reports": [
                {"reason": row.reason, "text": row.text, "state": row.state, "answer": row.outcome} for row in flags
            ],
            "decisions": [{"state": row.state, "answer": row.outcome} for row in decided],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: questions are text."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every question; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep reports and hidden texts no longer than promised."""
        return outdate(at=at)


def _question(row: Question) -> dict[str, object]:
    return {
        "title": row.title,
        "explanation": row.body,
        "theme": row.theme.name,
        "for": row.addressee,
        "who_may_read_it": row.audience,
        "without_name": row.is_anonymous,
        "state": row.state,
        "visibility": row.sight,
        "closed_because": row.closed_reason,
        "hidden_because": row.sight_reason,
        "asked_at": row.asked_at.isoformat(),
    }


def _answer(row: Answer) -> dict[str, object]:
    return {
        "question": row.question.title,
        "text": row.text,
        "state": row.state,
        "reason": row.state_reason,
        "placed_at": row.created_at.isoformat(),
        "changed_at": row.edited_at.isoformat() if row.edited_at else None,
    }


QUESTIONS_DATA = QuestionsPersonalData()
