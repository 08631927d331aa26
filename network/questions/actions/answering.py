"""What members do with answers: write, change, remove, thank, follow."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from network.members.models import Member
from network.members.states import Standing
from network.members.viewers import viewer_of_member
from network.questions.actions.flags import settle_flags
from network.questions.actions.routing import end_routes, route
from network.questions.actions.rows import SEED_KIND, lock_answer, lock_question, settle
from network.questions.errors import (
    AnswerEditTooLate,
    AnswerGone,
    AnswerIsBest,
    AnswerReported,
    AnswersAreForMembers,
    NotYourAnswer,
    OwnAnswerChosen,
    QuestionClosed,
    QuestionNotShown,
    TooManyAnswers,
)
from network.questions.mails import news_mail
from network.questions.models import Answer, AnswerThanks, Question, QuestionFollow
from network.questions.rules import (
    ANSWERS_PER_HOUR,
    HOUR_SECONDS,
    AnswerDecision,
    EditDecision,
    decide_answer,
    decide_edit,
)
from network.questions.states import AnswerState, QuestionState, Sight
from portal.shared.conversations.states import ReportState
from portal.shared.limits.actions import allow
from portal.shared.links.actions import make_link, revoke_links
from portal.shared.outbox.actions import post
from portal.shared.registries.actions import withdraw_story_seed

UNFOLLOW = "questions.unfollow"
FOLLOW_KIND = "question_follow"
# A mail that is found back after a year still ends what it began.
UNFOLLOW_FOR = timedelta(days=365)

_ANSWER_REFUSED = {
    AnswerDecision.NOT_A_MEMBER: AnswersAreForMembers,
    AnswerDecision.NOT_SHOWN: QuestionNotShown,
    AnswerDecision.CLOSED: QuestionClosed,
}
_EDIT_REFUSED = {
    EditDecision.NOT_THE_WRITER: NotYourAnswer,
    EditDecision.NOT_VISIBLE: AnswerGone,
    EditDecision.REPORTED: AnswerReported,
    EditDecision.BEST: AnswerIsBest,
    EditDecision.TOO_LATE: AnswerEditTooLate,
}


def is_member(member: Member) -> bool:
    """Say whether someone counts as member of the community (DECISIONS 14)."""
    return member.is_active and member.standing == Standing.MEMBER


def _require_answer(*, question: Question, member: Member) -> None:
    decision = decide_answer(
        is_member=is_member(member), state=QuestionState(question.state), sight=Sight(question.sight)
    )
    if decision in _ANSWER_REFUSED:
        raise _ANSWER_REFUSED[decision]


def _tell_followers(answer: Answer, *, at: datetime) -> None:
    question = answer.question
    rows = question.follows.exclude(member_id=answer.writer_id).filter(member__is_active=True)
    for follow in rows.select_related("member").order_by("pk"):
        viewer = viewer_of_member(follow.member, on=timezone.localdate(at))
        if not Question.objects.visible_to(viewer).filter(pk=question.pk).exists():
            continue
        _link, token = make_link(
            purpose=UNFOLLOW,
            subject_kind=FOLLOW_KIND,
            subject_key=follow.key,
            valid_for=UNFOLLOW_FOR,
            at=at,
            max_uses=None,
        )
        post(news_mail(answer=answer, follow=follow, token=token), at=at)


def answer_question(*, question: Question, member: Member, text: str, token: str, at: datetime) -> Answer:
    """Place an answer, let go who has the question, and mail its followers.

    The one who asked may add to the question this way; that is no answer to wait for, so nobody is let go.

    Parameters:
        question: One that the member may see; the caller checked that.
        member: Who answers.
        text: Plain text, not empty, at most LONGEST_ANSWER characters.
        token: Of the form it was typed in; the same form sent twice gives the first answer and counts once.
        at: Now.

    Raises:
        AnswersAreForMembers: The writer is no member (yet).
        QuestionNotShown: It is hidden.
        QuestionClosed: It is closed.
        TooManyAnswers: More than ANSWERS_PER_HOUR in this hour.
    """
    sent_before = Answer.objects.filter(question=question, writer=member, form_token=token)
    first = sent_before.first()
    if first is not None:
        return first
    _require_answer(question=question, member=member)
    if not allow(name="questions.answer", who=member.key, limit=ANSWERS_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyAnswers
    with transaction.atomic():
        locked = lock_question(question.pk)
        first = sent_before.first()
        if first is not None:
            return first
        _require_answer(question=locked, member=member)
        answer = Answer.objects.create(question=locked, writer=member, text=text, form_token=token, created_at=at)
        if member.pk != locked.asker_id:
            end_routes(locked, at=at, answered_by=member)
        settle(locked)
        _tell_followers(answer, at=at)
    return answer


def edit_answer(*, answer: Answer, member: Member, text: str, at: datetime) -> Answer:
    """Change one's own answer, within a day; the same text changes nothing.

    Raises:
        NotYourAnswer: Someone else wrote it.
        AnswerGone: It is hidden or removed.
        AnswerReported: A report of it is open.
        AnswerIsBest: It was chosen as best answer.
        AnswerEditTooLate: The day is over.
    """
    with transaction.atomic():
        question, locked = lock_answer(answer)
        decision = decide_edit(
            is_writer=locked.writer_id == member.pk,
            state=AnswerState(locked.state),
            is_reported=locked.flags.open().exists(),
            is_best=question.best_answer_id == locked.pk,
            created_at=locked.created_at,
            at=at,
        )
        if decision in _EDIT_REFUSED:
            raise _EDIT_REFUSED[decision]
        if locked.text != text:
            locked.text, locked.edited_at = text, at
            locked.save(update_fields=["text", "edited_at"])
            settle(question)
    return locked


def remove_answer(*, answer: Answer, member: Member, reason: str, at: datetime) -> Answer:
    """Remove one's own answer for good; removing it again changes nothing. Without answers the question waits again.

    Parameters:
        reason: What those read who reported it, e.g. "The writer removed it."

    Raises:
        NotYourAnswer: Someone else wrote it.
    """
    with transaction.atomic():
        question, locked = lock_answer(answer)
        if locked.writer_id != member.pk:
            raise NotYourAnswer
        if locked.state == AnswerState.REMOVED:
            return locked
        locked.state, locked.text, locked.state_reason, locked.state_at = AnswerState.REMOVED, "", "", at
        locked.save(update_fields=["state", "text", "state_reason", "state_at"])
        settle_flags(flags=locked.flags.open(), state=ReportState.UPHELD, leader=None, outcome=reason, at=at)
        withdraw_story_seed(source_kind=SEED_KIND, source_key=locked.key)
        settle(question)
        route(question, at=at)
    return locked


def thank(*, answer: Answer, member: Member, at: datetime) -> AnswerThanks:
    """Thank for an answer, once.

    Raises:
        AnswersAreForMembers: The one who thanks can't sign in any more.
        OwnAnswerChosen: The member wrote it.
        AnswerGone: It is hidden or removed.
    """
    if not member.is_active:
        raise AnswersAreForMembers
    with transaction.atomic():
        _question, locked = lock_answer(answer)
        if locked.writer_id == member.pk:
            raise OwnAnswerChosen
        if locked.state != AnswerState.VISIBLE:
            raise AnswerGone
        thanks, _made = AnswerThanks.objects.get_or_create(answer=locked, member=member, defaults={"at": at})
    return thanks


def follow_question(*, question: Question, member: Member, at: datetime) -> QuestionFollow:
    """Have someone mailed on each new answer; following again changes nothing."""
    with transaction.atomic():
        locked = lock_question(question.pk)
        follow, _made = QuestionFollow.objects.get_or_create(question=locked, member=member, defaults={"since": at})
    return follow


def unfollow(*, follow: QuestionFollow | None, at: datetime) -> bool:
    """Stop the mails, and withdraw the links in those that were sent.

    Returns:
        False when there was nothing to stop.
    """
    if follow is None:
        return False
    with transaction.atomic():
        revoke_links(subject_kind=FOLLOW_KIND, subject_key=follow.key, at=at)
        deleted, _per_model = QuestionFollow.objects.filter(pk=follow.pk).delete()
    return bool(deleted)
