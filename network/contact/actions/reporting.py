"""Telling the conversation leaders that something is wrong with a message."""

from datetime import datetime

from django.db import transaction

from network.contact.errors import TooManyMessageReports
from network.contact.mails import report_mails
from network.contact.models import Message, MessageReport
from network.contact.rules import HOUR_SECONDS, REPORTS_PER_HOUR
from network.contact.states import ReportReason
from network.members.leaders import leaders_to_tell
from network.members.models import Member
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post


def report_message(
    *, message: Message, reporter: Member, reason: ReportReason, text: str, at: datetime
) -> MessageReport:
    """Report a message that reached someone; a second report by the same person gives the first one, unchanged.

    Parameters:
        message: One that the reporter received; the caller checked that.
        reporter: Who reports; the sender never learns it.
        reason: What is wrong.
        text: In a few words; may be empty.
        at: Now.

    Raises:
        TooManyMessageReports: More than REPORTS_PER_HOUR in this hour.
    """
    limit = REPORTS_PER_HOUR
    if not allow(name="contact.report", who=reporter.key, limit=limit, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyMessageReports
    with transaction.atomic():
        locked = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
        report, is_new = MessageReport.objects.get_or_create(
            message=locked, reporter=reporter, defaults={"reason": reason, "text": text, "created_at": at}
        )
        if is_new:
            # A leader who is one of the two can't decide on it.
            outside = [leader for leader in leaders_to_tell() if leader.pk not in {locked.sender_id, reporter.pk}]
            for mail in report_mails(report=report, leaders=outside):
                post(mail, at=at)
    return report
