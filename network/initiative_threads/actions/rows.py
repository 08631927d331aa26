"""Locks on what these decisions read (DECISIONS 3), and settling reports in the same transaction."""

from datetime import datetime

from network.initiative_threads.errors import MessageGone
from network.initiative_threads.mails import outcome_mails
from network.initiative_threads.models import InitiativeMessage, InitiativeMessageReport
from network.initiatives.models import Initiative
from network.members.models import Member
from portal.shared.conversations.states import ReportState
from portal.shared.outbox.actions import post


def lock_thread(initiative: Initiative) -> None:
    """Hold the initiative, so that closing, leaving and writing happen one after the other."""
    Initiative.objects.select_for_update(of=("self",)).filter(pk=initiative.pk).values_list("pk", flat=True).first()


def lock_message(message: InitiativeMessage) -> InitiativeMessage:
    """Give the message as it stands now, held until the end of the transaction.

    Raises:
        MessageGone: The row is deleted.
    """
    rows = InitiativeMessage.objects.select_for_update(of=("self",)).select_related("initiative", "member")
    locked = rows.filter(pk=message.pk).first()
    if locked is None:
        raise MessageGone
    return locked


def settle_reports(
    *, message: InitiativeMessage, state: ReportState, leader: Member | None, answer: str, at: datetime
) -> int:
    """Give every open report of a locked message its outcome, and tell those who reported; give their number."""
    rows = message.reports.open().select_for_update(of=("self",)).select_related("reporter").order_by("pk")
    reports = list(rows)
    for report in reports:
        report.message = message
        report.state, report.decided_by, report.decided_at, report.answer = state, leader, at, answer
    InitiativeMessageReport.objects.bulk_update(reports, ["state", "decided_by", "decided_at", "answer"])
    for mail in outcome_mails(reports):
        post(mail, at=at)
    return len(reports)
