"""Closing the open reports of a question or an answer, in the transaction of what was decided."""

from datetime import datetime

from network.members.models import Member
from network.questions.mails import outcome_mails
from network.questions.models import QuestionFlag
from network.questions.querysets import FlagQuerySet
from portal.shared.conversations.states import ReportState
from portal.shared.outbox.actions import post


def settle_flags(
    *, flags: FlagQuerySet, state: ReportState, leader: Member | None, outcome: str, at: datetime
) -> list[QuestionFlag]:
    """Give open reports their outcome, and tell those who reported.

    Parameters:
        flags: The open reports of one thing, whose question the caller locked.
        state: UPHELD or DISMISSED.
        leader: Who decided; None when the writer removed it.
        outcome: What those who reported read.
        at: Now.

    Returns:
        The reports that were open.
    """
    related = ("reporter", "question", "answer__question")
    rows = list(flags.select_for_update(of=("self",)).select_related(*related).order_by("pk"))
    for flag in rows:
        flag.state, flag.decided_by, flag.decided_at, flag.outcome = state, leader, at, outcome
    QuestionFlag.objects.bulk_update(rows, ["state", "decided_by", "decided_at", "outcome"])
    for mail in outcome_mails(rows):
        post(mail, at=at)
    return rows
