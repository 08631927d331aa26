"""Decisions about the conversation of a joint action, on plain values (DECISIONS 35)."""

from enum import Enum

LONGEST_TEXT = 1500
MESSAGES_PER_HOUR = 20
REPORTS_PER_HOUR = 20
HOUR_SECONDS = 3600


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
