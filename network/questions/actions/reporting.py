"""Telling the conversation leaders that something is wrong, and what they decide (DECISIONS 35)."""

from datetime import datetime

from django.db import transaction

from network.members.leaders import is_leader, leaders_to_tell
from network.members.models import Member
from network.questions.actions.answering import is_member
from network.questions.actions.flags import settle_flags
from network.questions.actions.routing import end_routes, route
from network.questions.actions.rows import SEED_KIND, lock_answer, lock_question, settle, store
from network.questions.errors import (
    AnswerGone,
    FlagsAreForMembers,
    OwnTextFlagged,
    OwnTextJudged,
    QuestionLeadersOnly,
    QuestionMoveRefused,
    QuestionNotShown,
    TooManyFlags,
)
from network.questions.mails import decided_mails, report_mails
from network.questions.models import Answer, Question, QuestionFlag
from network.questions.rules import HOUR_SECONDS, REPORTS_PER_HOUR
from network.questions.states import ANSWER_MOVES, SIGHT_MOVES, AnswerState, Sight
from portal.shared.audit_log.actions import note
from portal.shared.conversations.states import ReportReason, ReportState
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post
from portal.shared.registries.actions import withdraw_story_seed


def _lock(thing: Question | Answer) -> tuple[Question, Question | Answer, int | None]:
    """Give the question, the thing itself, and who wrote it, all as they stand now."""
    if isinstance(thing, Answer):
        question, answer = lock_answer(thing)
        return question, answer, answer.writer_id
    question = lock_question(thing.pk)
    return question, question, question.asker_id


def _require_readable(thing: Question | Answer) -> None:
    if isinstance(thing, Answer):
        if thing.state != AnswerState.VISIBLE:
            raise AnswerGone
    elif thing.sight != Sight.SHOWN:
        raise QuestionNotShown


def report(*, thing: Question | Answer, member: Member, reason: ReportReason, text: str, at: datetime) -> QuestionFlag:
    """Report a question or an answer, once per member; a second report gives the first one, unchanged.

    Parameters:
        thing: One that the member may see; the caller checked that.
        member: Who reports; the writer never learns it.
        reason: What is wrong.
        text: In a few words; may be empty.
        at: Now.

    Raises:
        FlagsAreForMembers: The one who reports is no member (yet).
        OwnTextFlagged: The member wrote it.
        AnswerGone, QuestionNotShown: It is hidden or removed already.
        TooManyFlags: More than REPORTS_PER_HOUR in this hour.
    """
    if not is_member(member):
        raise FlagsAreForMembers
    if not allow(name="questions.report", who=member.key, limit=REPORTS_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyFlags
    with transaction.atomic():
        _question, locked, writer_id = _lock(thing)
        if writer_id == member.pk:
            raise OwnTextFlagged
        known = locked.flags.filter(reporter=member).first()
        if known is not None:
            return known
        _require_readable(locked)
        about = {"answer": locked} if isinstance(locked, Answer) else {"question": locked}
        flag = QuestionFlag.objects.create(**about, reporter=member, reason=reason, text=text, created_at=at)
        # A leader who wrote it can't decide on it, and should not read who reported it.
        for mail in report_mails(flag=flag, leaders=[each for each in leaders_to_tell() if each.pk != writer_id]):
            post(mail, at=at)
    return flag


def _lock_for(thing: Question | Answer, leader: Member) -> tuple[Question, Question | Answer]:
    if not is_leader(leader):
        raise QuestionLeadersOnly
    question, locked, writer_id = _lock(thing)
    if writer_id == leader.pk:
        raise OwnTextJudged
    return question, locked


def _set_question(question: Question, *, to: Sight, reason: str, at: datetime) -> None:
    if to not in SIGHT_MOVES[Sight(question.sight)]:
        raise QuestionMoveRefused
    question.sight, question.sight_reason, question.sight_at = to, reason, at
    if to is Sight.HIDDEN:
        end_routes(question, at=at)
    store(question)
    if to is Sight.SHOWN:
        route(question, at=at)


def _set_answer(question: Question, answer: Answer, *, to: AnswerState, reason: str, at: datetime) -> None:
    if to not in ANSWER_MOVES[AnswerState(answer.state)]:
        raise QuestionMoveRefused
    answer.state, answer.state_reason, answer.state_at = to, reason, at
    if to is AnswerState.REMOVED:
        answer.text = ""
    answer.save(update_fields=["state", "state_reason", "state_at", "text"])
    if to is not AnswerState.VISIBLE:
        withdraw_story_seed(source_kind=SEED_KIND, source_key=answer.key)
    settle(question)
    route(question, at=at)


def _name(thing: Question | Answer) -> tuple[str, str]:
    return ("answer" if isinstance(thing, Answer) else "question", thing.key)


def hide(*, thing: Question | Answer, leader: Member, reason: str, at: datetime) -> None:
    """Hide a question or an answer from readers; open reports are upheld, and the writer gets the reason.

    Parameters:
        leader: A conversation leader.
        reason: What the writer and those who reported read; without names.
        at: Now.

    Raises:
        QuestionLeadersOnly: The one who decides is no conversation leader.
        OwnTextJudged: The leader wrote it.
        QuestionMoveRefused: It is hidden or removed already.
    """
    with transaction.atomic():
        question, locked = _lock_for(thing, leader)
        if isinstance(locked, Answer):
            _set_answer(question, locked, to=AnswerState.HIDDEN, reason=reason, at=at)
        else:
            _set_question(question, to=Sight.HIDDEN, reason=reason, at=at)
        settle_flags(flags=locked.flags.open(), state=ReportState.UPHELD, leader=leader, outcome=reason, at=at)
        note("moderation.hidden", about=_name(locked), by=leader.key, at=at)
        for mail in decided_mails(thing=locked, is_shown=False, reason=reason, at=at):
            post(mail, at=at)


def restore(*, thing: Question | Answer, leader: Member, at: datetime) -> None:
    """Show a hidden question or answer again, and tell its writer.

    Raises:
        QuestionLeadersOnly, OwnTextJudged: As for hide.
        QuestionMoveRefused: It is not hidden by a leader.
    """
    with transaction.atomic():
        question, locked = _lock_for(thing, leader)
        if isinstance(locked, Answer):
            _set_answer(question, locked, to=AnswerState.VISIBLE, reason="", at=at)
        elif question.sight != Sight.HIDDEN:
            raise QuestionMoveRefused
        else:
            _set_question(question, to=Sight.SHOWN, reason="", at=at)
        note("moderation.restored", about=_name(locked), by=leader.key, at=at)
        for mail in decided_mails(thing=locked, is_shown=True, reason="", at=at):
            post(mail, at=at)


def dismiss(*, thing: Question | Answer, leader: Member, outcome: str, at: datetime) -> list[QuestionFlag]:
    """Leave it as it is, and tell those who reported it why.

    Returns:
        The reports that were open; none when someone was first.

    Raises:
        QuestionLeadersOnly, OwnTextJudged: As for hide.
    """
    with transaction.atomic():
        _question, locked = _lock_for(thing, leader)
        flags = locked.flags.open()
        note("moderation.dismissed", about=_name(locked), by=leader.key, at=at)
        return settle_flags(flags=flags, state=ReportState.DISMISSED, leader=leader, outcome=outcome, at=at)
