"""What conversation leaders decide on a reported message. Nobody decides on a conversation of their own."""

from datetime import datetime

from django.db import transaction

from network.contact.errors import AlreadyDecided, OwnMessageJudged
from network.contact.mails import outcome_mails, removed_mail
from network.contact.models import Message, MessageReport, WritingStop
from network.contact.rules import SUSPENDED_FOR
from network.contact.states import Decision, MessageState
from network.members.models import Member
from portal.shared.audit_log.actions import note
from portal.shared.conversations.states import ReportState
from portal.shared.outbox.actions import post


def decide_report(*, message: Message, leader: Member, decision: Decision, reason: str, at: datetime) -> Message:
    """Settle every open report of a message, and tell those it is about.

    Parameters:
        message: The reported message.
        leader: A conversation leader; the caller checked that.
        decision: Leave it, remove it, or remove it and stop the sender from writing for SUSPENDED_FOR.
        reason: What the reporter, and the sender of a removed message, read; without the reporter's name.
        at: Now.

    Raises:
        AlreadyDecided: No report of it is open.
        OwnMessageJudged: The leader is one of the two.
    """
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=("self",)).select_related("sender", "conversation")
        locked = rows.get(pk=message.pk)
        if leader.pk in {locked.sender_id, locked.conversation.first_id, locked.conversation.second_id}:
            raise OwnMessageJudged
        reports = list(locked.reports.open().select_for_update(of=("self",)).select_related("reporter"))
        if not reports:
            raise AlreadyDecided
        is_upheld = decision is not Decision.DISMISS
        for report in reports:
            report.state = ReportState.UPHELD if is_upheld else ReportState.DISMISSED
            report.decided_by, report.decided_at, report.answer = leader, at, reason
        MessageReport.objects.bulk_update(reports, ["state", "decided_by", "decided_at", "answer"])
        kind = "moderation.removed" if is_upheld else "moderation.dismissed"
        note(kind, about=("message", locked.key), by=leader.key, at=at)
        mails = outcome_mails(reports, is_upheld=is_upheld)
        if is_upheld:
            locked.state, locked.text = MessageState.REMOVED, ""
            locked.save(update_fields=["state", "text"])
            until = _stop(locked.sender, leader, reason, at) if decision is Decision.SUSPEND else None
            mails += removed_mail(message=locked, reason=reason, until=until)
        for mail in mails:
            post(mail, at=at)
    return locked


def _stop(sender: Member | None, leader: Member, reason: str, at: datetime) -> datetime | None:
    if sender is None:
        return None
    until = at + SUSPENDED_FOR
    note("moderation.stopped", about=("member", sender.key), by=leader.key, at=at, until=until.isoformat())
    WritingStop.objects.update_or_create(
        member=sender, defaults={"until": until, "reason": reason, "decided_by": leader, "at": at}
    )
    return until
