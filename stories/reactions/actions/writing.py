"""What members do with their own reactions."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from network.members.states import Standing
from network.models import Member
from portal.shared.conversations.states import PostState, ReportState
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post
from stories.reactions.actions.rows import lock_page, lock_reaction
from stories.reactions.actions.settling import settle_reports
from stories.reactions.errors import (
    ConversationClosed,
    EditTooLate,
    EditWhileReported,
    MembersOnly,
    NotYourReaction,
    ReactionGone,
    TooManyReactions,
)
from stories.reactions.mails import news_mails
from stories.reactions.models import Reaction, ReactionsClosed
from stories.reactions.rules import (
    HOUR_SECONDS,
    REACTIONS_PER_HOUR,
    EditDecision,
    WritingDecision,
    decide_edit,
    decide_writing,
)
from stories.texts.models import TextPage

_WRITING_REFUSED = {WritingDecision.NOT_A_MEMBER: MembersOnly, WritingDecision.CLOSED: ConversationClosed}
_EDIT_REFUSED = {
    EditDecision.NOT_THE_WRITER: NotYourReaction,
    EditDecision.NOT_VISIBLE: ReactionGone,
    EditDecision.REPORTED: EditWhileReported,
    EditDecision.TOO_LATE: EditTooLate,
}


def _require_writing(*, member: Member, page: TextPage) -> None:
    decision = decide_writing(
        is_member=member.is_active and member.standing == Standing.MEMBER,
        is_closed=ReactionsClosed.objects.filter(page_id=page.pk).exists(),
    )
    if decision in _WRITING_REFUSED:
        raise _WRITING_REFUSED[decision]


def react(*, page: TextPage, member: Member, text: str, token: str, at: datetime) -> Reaction:
    """Place a reaction under a text, and tell the people beside that text.

    Parameters:
        page: A text that the member may see; the caller checked that.
        member: Who writes.
        text: Plain text, not empty, at most LONGEST_TEXT characters.
        token: Of the form it was typed in; the same form sent twice gives the first reaction and counts once.
        at: Now.

    Raises:
        MembersOnly: The writer is no member (yet).
        ConversationClosed: A leader closed the conversation under this text.
        TooManyReactions: More than REACTIONS_PER_HOUR in this hour.

    Source: DECISIONS 35.
    """
    sent_before = Reaction.objects.filter(page_id=page.pk, member=member, form_token=token)
    first = sent_before.first()
    if first is not None:
        return first
    _require_writing(member=member, page=page)
    if not allow(name="reactions.react", who=member.key, limit=REACTIONS_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyReactions
    with transaction.atomic():
        lock_page(page.pk)
        first = sent_before.first()
        if first is not None:
            return first
        _require_writing(member=member, page=page)
        reaction = Reaction.objects.create(page_id=page.pk, member=member, text=text, form_token=token, created_at=at)
        beside = Member.objects.active().filter(pk__in=page.contact_ids()).exclude(pk=member.pk).order_by("pk")
        for mail in news_mails(page=page, people=beside, at=at):
            post(mail, at=at)
    return reaction


def edit_own(*, reaction: Reaction, member: Member, text: str, at: datetime) -> Reaction:
    """Change one's own text, within fifteen minutes; the same text changes nothing.

    Raises:
        NotYourReaction: Someone else wrote it.
        ReactionGone: It is hidden or removed.
        EditWhileReported: A report of it is open.
        EditTooLate: The fifteen minutes are over.
    """
    with transaction.atomic():
        locked = lock_reaction(reaction)
        decision = decide_edit(
            is_writer=locked.member_id == member.pk,
            state=PostState(locked.state),
            is_reported=locked.reports.open().exists(),
            created_at=locked.created_at,
            at=at,
        )
        if decision in _EDIT_REFUSED:
            raise _EDIT_REFUSED[decision]
        if locked.text != text:
            locked.text, locked.edited_at = text, at
            locked.save(update_fields=["text", "edited_at"])
    return locked


def remove_own(*, reaction: Reaction, member: Member, at: datetime) -> Reaction:
    """Remove one's own reaction for good; removing it again changes nothing. Who reported it hears that it is gone.

    Raises:
        NotYourReaction: Someone else wrote it.
    """
    with transaction.atomic():
        locked = lock_reaction(reaction)
        if locked.member_id != member.pk:
            raise NotYourReaction
        if locked.state == PostState.REMOVED:
            return locked
        locked.state, locked.text, locked.state_reason = PostState.REMOVED, "", ""
        locked.state_by, locked.state_at = member, at
        locked.save(update_fields=["state", "text", "state_reason", "state_by", "state_at"])
        # Stored, and read by someone else than who removes it.
        with translation.override("nl"):
            answer = _("The writer removed the reaction.")
        settle_reports(reaction=locked, state=ReportState.UPHELD, leader=None, answer=answer, at=at)
    return locked
