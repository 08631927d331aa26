"""Decisions about the conversation of a joint action, on plain values (DECISIONS 35)."""

from datetime import datetime, time
from enum import Enum

from portal.shared.calendar_days.rules import LOCAL_ZONE, add_working_days

LONGEST_TEXT = 1500
MESSAGES_PER_HOUR = 20
REPORTS_PER_HOUR = 20
HOUR_SECONDS = 3600
# "We proberen je binnen drie werkdagen te antwoorden" (PG-afspraken).
ANSWER_WORKING_DAYS = 3


class TalkDecision(Enum):
    """Whether someone may write in a conversation; the first reason that holds, in this order."""

    NOT_IN_IT = "not in it"
    CLOSED = "closed"
    ALLOWED = "allowed"


def decide_talking(*, takes_part: bool, is_closed: bool) -> TalkDecision:
    """Decide whether someone may write.

    Parameters:
        takes_part: They lead, or their school takes or took part and they with it.
        is_closed: A conversation leader closed it.
    """
    if not takes_part:
        return TalkDecision.NOT_IN_IT
    return TalkDecision.CLOSED if is_closed else TalkDecision.ALLOWED


def answer_due_at(reported_at: datetime) -> datetime:
    """Give until when whoever reported may expect an answer: the end of the third working day after it, 17:00."""
    day = add_working_days(reported_at.astimezone(LOCAL_ZONE).date(), ANSWER_WORKING_DAYS)
    return datetime.combine(day, time(17), tzinfo=LOCAL_ZONE)


def hour_of(at: datetime) -> str:
    """Name the hour a moment lies in; hours that pass, so counted in UTC seconds."""
    return str(int(at.timestamp()) // HOUR_SECONDS)
