"""Asking a question, and hiding one's own."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from network.members.models import Member
from network.questions.actions.routing import end_routes, route
from network.questions.actions.rows import lock_question, store
from network.questions.errors import NotYoursToSteer, QuestionMoveRefused, TooManyQuestions
from network.questions.models import Question, QuestionFollow
from network.questions.rules import DAY_SECONDS, QUESTIONS_PER_DAY
from network.questions.states import SIGHT_MOVES, Addressee, Sight
from network.vocabulary.models import Theme
from portal.shared.audiences.states import Audience
from portal.shared.limits.actions import allow


@dataclass(frozen=True, slots=True)
class QuestionText:
    """What someone typed, cleaned."""

    title: str
    body: str
    theme: Theme
    addressee: Addressee = Addressee.ALL
    audience: Audience = Audience.EVERYONE
    is_anonymous: bool = False


def ask(*, member: Member, text: QuestionText, token: str, at: datetime) -> Question:
    """Place a question, put it to at most two people, and have the one who asks follow it.

    Parameters:
        member: Who asks; a prospect may (DECISIONS 14).
        text: What they typed.
        token: Of the form it was typed in; the same form sent twice gives the first question and counts once.
        at: Now.

    Raises:
        TooManyQuestions: More than QUESTIONS_PER_DAY today.
    """
    sent_before = Question.objects.filter(asker=member, form_token=token)
    first = sent_before.first()
    if first is not None:
        return first
    if not allow(name="questions.ask", who=member.key, limit=QUESTIONS_PER_DAY, window_seconds=DAY_SECONDS, at=at):
        raise TooManyQuestions
    with transaction.atomic():
        # Two sendings of one form wait here for each other.
        Member.objects.select_for_update(of=("self",)).filter(pk=member.pk).values_list("pk", flat=True).first()
        first = sent_before.first()
        if first is not None:
            return first
        question = Question(asker=member, form_token=token, asked_at=at)
        for name in ("title", "body", "theme", "addressee", "audience", "is_anonymous"):
            setattr(question, name, getattr(text, name))
        store(question)
        QuestionFollow.objects.create(question=question, member=member, since=at)
        route(question, at=at)
    return question


def _set_sight(*, question: Question, member: Member, to: Sight, at: datetime) -> Question:
    with transaction.atomic():
        locked = lock_question(question.pk)
        if locked.asker_id != member.pk:
            raise NotYoursToSteer
        now = Sight(locked.sight)
        if now is to:
            return locked
        if now is Sight.HIDDEN or to not in SIGHT_MOVES[now]:
            raise QuestionMoveRefused
        locked.sight, locked.sight_at = to, at
        if to is Sight.WITHDRAWN:
            end_routes(locked, at=at)
        store(locked)
        if to is Sight.SHOWN:
            route(locked, at=at)
    return locked


def withdraw_question(*, question: Question, member: Member, at: datetime) -> Question:
    """Hide one's own question with its answers from everyone else; hiding it again changes nothing.

    Raises:
        NotYoursToSteer: Someone else asked it.
        QuestionMoveRefused: A conversation leader hid it.
    """
    return _set_sight(question=question, member=member, to=Sight.WITHDRAWN, at=at)


def show_question_again(*, question: Question, member: Member, at: datetime) -> Question:
    """Show one's own hidden question again; without an answer it is put to people who did not have it yet.

    Raises:
        NotYoursToSteer: Someone else asked it.
        QuestionMoveRefused: A conversation leader hid it.
    """
    return _set_sight(question=question, member=member, to=Sight.SHOWN, at=at)
