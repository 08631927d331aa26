"""The organisers' own questions at sign-up."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from events.meetups.actions.rows import lock_dates, lock_meetup
from events.meetups.models import Meetup
from events.registrations.errors import ChoicesMissing, QuestionAnswered
from events.registrations.models import MeetupQuestion

MOST_QUESTIONS = 8


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """One question as an organiser wants it; `key` is of the row it changes, empty for a new one."""

    label: str
    kind: str = MeetupQuestion.Kind.TEXT
    choices: Sequence[str] = field(default_factory=tuple)
    is_required: bool = False
    key: str = ""


def set_questions(*, meetup: Meetup, questions: Sequence[QuestionPlan]) -> list[MeetupQuestion]:
    """Have exactly these questions, in this order; who signed up before keeps the answers that were given.

    Raises:
        QuestionAnswered: One that would go, or whose kind would change, has answers.
        ChoicesMissing: A question with a list has fewer than two answers to choose from.
        MoveRefused: The meetup is gone.
    """
    if any(plan.kind == MeetupQuestion.Kind.CHOICE and len(plan.choices) < 2 for plan in questions):
        raise ChoicesMissing
    with transaction.atomic():
        locked = lock_meetup(meetup)
        # A sign-up, which locks its dates, answers the questions before this or after it.
        lock_dates(locked)
        present = {row.key: row for row in locked.questions.select_for_update().order_by("pk")}
        kept = {plan.key for plan in questions if plan.key in present}
        for key, row in present.items():
            if key not in kept:
                _require_unanswered(row)
                row.delete()
        return [_write(locked, present.get(plan.key), plan, number) for number, plan in enumerate(questions)]


def _write(meetup: Meetup, row: MeetupQuestion | None, plan: QuestionPlan, position: int) -> MeetupQuestion:
    if row is not None and row.kind != plan.kind:
        _require_unanswered(row)
    row = row or MeetupQuestion(meetup=meetup)
    row.position, row.label, row.kind = position, plan.label.strip(), plan.kind
    row.choices = list(plan.choices) if plan.kind == MeetupQuestion.Kind.CHOICE else []
    row.is_required = plan.is_required
    row.save()
    return row


def _require_unanswered(row: MeetupQuestion) -> None:
    if row.answers.exists():
        raise QuestionAnswered
