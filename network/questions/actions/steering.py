"""The best answer, closing and reopening: by the one who asked, or an editor. And what an answer can become."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from network.members.models import Member
from network.members.states import EDITING_GROUPS
from network.questions.actions.answering import is_member
from network.questions.actions.routing import end_routes, route
from network.questions.actions.rows import SEED_KIND, lock_answer, lock_question, move, settle, store
from network.questions.errors import (
    AlreadyProposed,
    AnswerGone,
    AnswersAreForMembers,
    NotYoursToSteer,
    QuestionMoveRefused,
    ReasonNeeded,
)
from network.questions.mails import best_mails, closed_mails, story_mails
from network.questions.models import Answer, AnswerUse, Question
from network.questions.rules import may_steer
from network.questions.states import AnswerState, QuestionState, UseKind
from portal.shared.outbox.actions import post
from portal.shared.registries.actions import hand_over_story_seed
from portal.shared.registries.crossings import TextIdea, idea_inboxes


def is_editor(member: Member) -> bool:
    """Say whether someone counts as editor here; the same as `Viewer.is_editor`."""
    return member.is_active and (member.is_superuser or member.groups.filter(name__in=EDITING_GROUPS).exists())


def _require_steering(*, question: Question, member: Member) -> None:
    is_asker = question.asker_id is not None and question.asker_id == member.pk
    if not may_steer(is_asker=is_asker, is_editor=is_editor(member)):
        raise NotYoursToSteer


def accept_answer(*, answer: Answer, by: Member, at: datetime) -> Question:
    """Choose the best answer, instead of another one if there was; its writer hears it. A second time changes nothing.

    Raises:
        NotYoursToSteer: Neither the one who asked nor an editor.
        AnswerGone: It is hidden or removed.
        QuestionMoveRefused: The question is closed.
    """
    with transaction.atomic():
        question, locked = lock_answer(answer)
        _require_steering(question=question, member=by)
        if locked.state != AnswerState.VISIBLE:
            raise AnswerGone
        if question.best_answer_id == locked.pk:
            return question
        move(question, QuestionState.ACCEPTED)
        question.best_answer = locked
        end_routes(question, at=at)
        store(question)
        if locked.writer_id != by.pk:
            for mail in best_mails(answer=locked):
                post(mail, at=at)
    return question


def close_question(*, question: Question, by: Member, reason: str, at: datetime) -> Question:
    """Let nobody answer any more; what stands there stays. When an editor closes it, the one who asked hears why.

    Parameters:
        by: The one who asked, or an editor.
        reason: Readers see it; without names.
        at: Now.

    Raises:
        NotYoursToSteer: Neither the one who asked nor an editor.
        ReasonNeeded: The reason is empty.
        QuestionMoveRefused: It is closed already.
    """
    with transaction.atomic():
        locked = lock_question(question.pk)
        _require_steering(question=locked, member=by)
        if not reason.strip():
            raise ReasonNeeded
        if locked.state == QuestionState.CLOSED:
            raise QuestionMoveRefused
        move(locked, QuestionState.CLOSED)
        locked.closed_reason, locked.closed_at = reason.strip(), at
        end_routes(locked, at=at)
        store(locked)
        if by.pk != locked.asker_id:
            for mail in closed_mails(question=locked, at=at):
                post(mail, at=at)
    return locked


def reopen_question(*, question: Question, by: Member, at: datetime) -> Question:
    """Ask again: a closed question opens, and one with a best answer loses that choice. The answers stay.

    Without answers it is put to people who did not have it yet.

    Raises:
        NotYoursToSteer: Neither the one who asked nor an editor.
        QuestionMoveRefused: It is neither closed nor has a best answer.
    """
    with transaction.atomic():
        locked = lock_question(question.pk)
        _require_steering(question=locked, member=by)
        if locked.state not in {QuestionState.CLOSED, QuestionState.ACCEPTED}:
            raise QuestionMoveRefused
        has_answers = locked.answers.visible().exists()
        move(locked, QuestionState.ANSWERED if has_answers else QuestionState.OPEN)
        locked.best_answer, locked.closed_reason, locked.closed_at = None, "", None
        settle(locked)
        route(locked, at=at)
    return locked


def _require_use(*, answer: Answer, kind: UseKind) -> None:
    if answer.state != AnswerState.VISIBLE:
        raise AnswerGone
    if answer.uses.filter(kind=kind).exists():
        raise AlreadyProposed


def propose_insight(*, answer: Answer, by: Member, why: str, at: datetime) -> AnswerUse:
    """Send an answer to the editors' inbox as the idea for an insight. Nobody's name goes along but that of the sender.

    Parameters:
        answer: One that the member may see; the caller checked that.
        by: A member.
        why: What they think the lesson is; may be empty.
        at: Now.

    Raises:
        AnswersAreForMembers: The one who proposes is no member (yet).
        AnswerGone: It is hidden or removed.
        AlreadyProposed: Someone did so before.
    """
    if not is_member(by):
        raise AnswersAreForMembers
    with transaction.atomic():
        question, locked = lock_answer(answer)
        _require_use(answer=locked, kind=UseKind.INSIGHT)
        use = AnswerUse.objects.create(answer=locked, kind=UseKind.INSIGHT, proposed_by=by, at=at)
        idea = TextIdea(
            title=question.title,
            text=locked.text,
            why=why.strip(),
            url=f"{reverse('questions:detail', args=[question.key])}#antwoord-{locked.key}",
            sender_key=by.key,
        )
        for inbox in idea_inboxes:
            inbox.take(idea, at=at)
    return use


def call_for_story(*, answer: Answer, by: Member, at: datetime) -> AnswerUse:
    """Leave an answer as material for a story of its writer, and ask them to tell it.

    Parameters:
        by: The writer, or an editor.
        at: Now.

    Raises:
        NotYoursToSteer: Neither the writer nor an editor.
        AnswerGone: It is hidden or removed, or its writer's account is gone.
        AlreadyProposed: Someone did so before.
    """
    with transaction.atomic():
        question, locked = lock_answer(answer)
        is_writer = locked.writer_id == by.pk
        if not is_writer and not is_editor(by):
            raise NotYoursToSteer
        if locked.writer is None:
            raise AnswerGone
        _require_use(answer=locked, kind=UseKind.STORY)
        use = AnswerUse.objects.create(answer=locked, kind=UseKind.STORY, proposed_by=by, at=at)
        hand_over_story_seed(
            source_kind=SEED_KIND,
            source_key=locked.key,
            payload={"members": [locked.writer.key], "title": question.title, "answers": {"did": locked.text}},
            at=at,
        )
        if not is_writer:
            for mail in story_mails(answer=locked):
                post(mail, at=at)
    return use
