"""Closing the open reports of a reaction, in the transaction of what was decided."""

from datetime import datetime

from network.models import Member
from portal.shared.conversations.states import ReportState
from portal.shared.outbox.actions import post
from stories.reactions.mails import outcome_mails
from stories.reactions.models import Reaction, ReactionReport


def settle_reports(
    *, reaction: Reaction, state: ReportState, leader: Member | None, answer: str, at: datetime
) -> list[ReactionReport]:
    """Give every open report of a reaction its outcome, and tell those who reported.

    Parameters:
        reaction: Locked by the caller.
        state: UPHELD or DISMISSED.
        leader: Who decided; None when the writer removed the reaction.
        answer: What those who reported read.
        at: Now.

    Returns:
        The reports that were open.
    """
    reports = list(reaction.reports.open().select_for_update(of=("self",)).select_related("reporter").order_by("pk"))
    for report in reports:
        report.reaction = reaction
        report.state, report.decided_by, report.decided_at, report.answer = state, leader, at, answer
    ReactionReport.objects.bulk_update(reports, ["state", "decided_by", "decided_at", "answer"])
    for mail in outcome_mails(reports):
        post(mail, at=at)
    return reports
