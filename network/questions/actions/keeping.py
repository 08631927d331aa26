"""Letting go: a person who leaves, what is older than promised, and who wants no questions for a while."""

from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from network.members.models import Member
from network.questions.actions.rows import KIND, SEED_KIND, lock_question, settle
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
from network.questions.states import AnswerState, Sight
from portal.shared.erasing.rules import without_names
from portal.shared.registries.actions import withdraw_story_seed
from portal.shared.retention import kept_for
from search.index.actions import forget_object


def set_pause(*, member: Member, is_paused: bool, until: date | None) -> None:
    """Have no questions put to someone, or have them put again.

    Parameters:
        member: Who asks for it.
        is_paused: Whether none come.
        until: The last day of the pause; None for until they say so.
    """
    if is_paused:
        QuestionPause.objects.update_or_create(member=member, defaults={"until": until})
    else:
        QuestionPause.objects.filter(member=member).delete()


def _names_of(member: Member) -> list[str]:
    last = f"{member.name_prefix} {member.family_name}"
    return [member.name, member.email, last, member.family_name, member.given_name]


def _erase_questions(member: Member, *, names: list[str]) -> int:
    word, changed = _("former member"), 0
    for question_id in Question.objects.filter(asker=member).order_by("pk").values_list("pk", flat=True):
        question = lock_question(question_id)
        changed += 1
        if not question.answers.visible().exists():
            forget_object(KIND, question.key)
            question.delete()
            continue
        question.title = without_names(question.title, names=names, replacement=word)
        question.body = without_names(question.body, names=names, replacement=word)
        question.asker = None
        settle(question)
    return changed


def _erase_answers(member: Member, *, names: list[str]) -> int:
    changed = 0
    for answer in Answer.objects.filter(writer=member).order_by("question_id", "pk"):
        question = lock_question(answer.question_id)
        if answer.state == AnswerState.VISIBLE:
            answer.text = without_names(answer.text, names=names, replacement=_("former member"))
        else:
            answer.state, answer.text, answer.state_reason = AnswerState.REMOVED, "", ""
        answer.writer = None
        answer.save(update_fields=["state", "text", "state_reason", "writer"])
        withdraw_story_seed(source_kind=SEED_KIND, source_key=answer.key)
        settle(question)
        changed += 1
    return changed


def erase_person(*, member: Member) -> int:
    """Remove a person from the questions, inside the caller's transaction.

    A question without an answer goes. One with answers, and answers that readers see, stay as of a former member and
    without their own names, so that what others wrote keeps its sense. Hidden texts, reports, thanks and follows go.

    Parameters:
        member: Who leaves; the row still exists.

    Returns:
        Number of rows changed; 0 when called again.

    Source: DECISIONS 7; DOMAIN 12.11.
    """
    with transaction.atomic(), translation.override("nl"):
        names = _names_of(member)
        changed = _erase_questions(member, names=names) + _erase_answers(member, names=names)
        for model, column in ((Route, "member"), (QuestionFollow, "member"), (AnswerThanks, "member")):
            changed += model.objects.filter(**{column: member}).delete()[0]
        changed += QuestionPause.objects.filter(member=member).delete()[0]
        changed += QuestionFlag.objects.filter(reporter=member).update(reporter=None, text="")
        for flag in QuestionFlag.objects.filter(decided_by=member):
            flag.decided_by = None
            flag.outcome = without_names(flag.outcome, names=names, replacement=_("former member"))
            flag.save(update_fields=["decided_by", "outcome"])
            changed += 1
        changed += AnswerUse.objects.filter(proposed_by=member).update(proposed_by=None)
    return changed


def outdate(*, at: datetime) -> int:
    """Delete settled reports after a year, and what leaders hid a year ago; such an answer is wiped first.

    Returns:
        Number of rows deleted or wiped.
    """
    long_ago = at - kept_for("question_reports")
    with transaction.atomic():
        deleted, _per_model = QuestionFlag.objects.past_keeping(long_ago).delete()
        hidden = Answer.objects.filter(state=AnswerState.HIDDEN, state_at__lt=long_ago)
        wiped = hidden.update(state=AnswerState.REMOVED, text="", state_reason="", state_at=at)
        gone = Answer.objects.filter(state=AnswerState.REMOVED, state_at__lt=long_ago)
        removed = gone.count()
        gone.delete()
        forbidden = Question.objects.filter(sight=Sight.HIDDEN, sight_at__lt=long_ago)
        removed += forbidden.count()
        forbidden.delete()
    return deleted + wiped + removed
