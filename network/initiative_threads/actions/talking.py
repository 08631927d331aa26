"""What those who take part do: write, remove their own, report."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from network.initiative_threads.actions.rows import lock_message, lock_thread, settle_reports
from network.initiative_threads.errors import (
    MessageGone,
    NotInThis,
    NotYourMessage,
    OwnMessage,
    ThreadClosed,
    TooManyMessages,
)
from network.initiative_threads.mails import new_mails, report_mails
from network.initiative_threads.models import InitiativeMessage, InitiativeMessageReport, InitiativeThreadClosed
from network.initiative_threads.rules import (
    HOUR_SECONDS,
    MESSAGES_PER_HOUR,
    REPORTS_PER_HOUR,
    TalkDecision,
    decide_talking,
)
from network.initiatives.models import Initiative, InitiativeParticipant
from network.members.leaders import leaders_to_tell
from network.members.models import Member
from portal.shared.conversations.states import PostState, ReportReason, ReportState
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post

_REFUSED = {TalkDecision.NOT_IN_IT: NotInThis, TalkDecision.CLOSED: ThreadClosed}


def takes_part(*, initiative: Initiative, member: Member) -> bool:
    """Say whether someone is in the conversation: they lead, or take part with a school that does or did.

    Parameters:
        initiative: Which; a draft has no conversation.
        member: Who.
    """
    if not initiative.is_published or not member.is_active:
        return False
    if initiative.contact_id == member.pk:
        return True
    places = InitiativeParticipant.objects.filter(part__initiative=initiative, member=member)
    return places.joined().exists()


def _require_talking(*, initiative: Initiative, member: Member) -> None:
    decision = decide_talking(
        takes_part=takes_part(initiative=initiative, member=member),
        is_closed=InitiativeThreadClosed.objects.filter(initiative=initiative).exists(),
    )
    if decision in _REFUSED:
        raise _REFUSED[decision]


def write_message(*, initiative: Initiative, member: Member, text: str, token: str, at: datetime) -> InitiativeMessage:
    """Write to the others who take part, and tell those who want mail, at most once an hour.

    Parameters:
        initiative: Which.
        member: Who writes.
        text: Plain text, not empty, at most LONGEST_TEXT characters.
        token: Of the form it was typed in; the same form sent twice gives the first message.
        at: Now.

    Raises:
        NotInThis: The member doesn't take part.
        ThreadClosed: A conversation leader closed it.
        TooManyMessages: More than MESSAGES_PER_HOUR in this hour.

    Source: DECISIONS 35.
    """
    sent_before = InitiativeMessage.objects.filter(initiative=initiative, member=member, form_token=token)
    first = sent_before.first()
    if first is not None:
        return first
    _require_talking(initiative=initiative, member=member)
    name = "initiative_threads.write"
    if not allow(name=name, who=member.key, limit=MESSAGES_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyMessages
    with transaction.atomic():
        lock_thread(initiative)
        first = sent_before.first()
        if first is not None:
            return first
        _require_talking(initiative=initiative, member=member)
        message = InitiativeMessage.objects.create(
            initiative=initiative, member=member, text=text, form_token=token, created_at=at
        )
        for mail in new_mails(initiative=initiative, people=_others(initiative, member), at=at):
            post(mail, at=at)
    return message


def _others(initiative: Initiative, writer: Member) -> list[Member]:
    places = InitiativeParticipant.objects.filter(part__initiative=initiative).joined().gets_mail()
    return list({place.member_id: place.member for place in places.exclude(member=writer)}.values())


def remove_own(*, message: InitiativeMessage, member: Member, at: datetime) -> InitiativeMessage:
    """Remove one's own message for good; again changes nothing. Who reported it hears that it is gone.

    Raises:
        NotYourMessage: Someone else wrote it.
    """
    with transaction.atomic():
        locked = lock_message(message)
        if locked.member_id != member.pk:
            raise NotYourMessage
        if locked.state == PostState.REMOVED:
            return locked
        locked.state, locked.text, locked.state_reason = PostState.REMOVED, "", ""
        locked.state_by, locked.state_at = member, at
        locked.save(update_fields=["state", "text", "state_reason", "state_by", "state_at"])
        # Stored, and read by someone else than who removes it.
        with translation.override("nl"):
            answer = _("The writer removed the message.")
        settle_reports(message=locked, state=ReportState.UPHELD, leader=None, answer=answer, at=at)
    return locked


def report_message(
    *, message: InitiativeMessage, member: Member, reason: ReportReason, text: str, at: datetime
) -> InitiativeMessageReport:
    """Report a message to the conversation leaders, once per member; again gives the first report.

    Parameters:
        message: One in a conversation the member is in.
        member: Who reports; the writer never learns it.
        reason: What is wrong.
        text: In a few words; may be empty.
        at: Now.

    Raises:
        NotInThis: The member doesn't take part.
        OwnMessage: The member wrote it.
        MessageGone: It is hidden or removed already.
        TooManyMessages: More than REPORTS_PER_HOUR in this hour.
    """
    if not takes_part(initiative=message.initiative, member=member):
        raise NotInThis
    name = "initiative_threads.report"
    if not allow(name=name, who=member.key, limit=REPORTS_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyMessages
    with transaction.atomic():
        locked = lock_message(message)
        if locked.member_id == member.pk:
            raise OwnMessage
        known = locked.reports.filter(reporter=member).first()
        if known is not None:
            return known
        if locked.state != PostState.VISIBLE:
            raise MessageGone
        report = InitiativeMessageReport.objects.create(
            message=locked, reporter=member, reason=reason, text=text, created_at=at
        )
        # A leader who wrote the message can't decide on it, and should not read who reported it.
        leaders = [leader for leader in leaders_to_tell() if leader.pk != locked.member_id]
        for mail in report_mails(message=locked, report=report, leaders=leaders):
            post(mail, at=at)
    return report
