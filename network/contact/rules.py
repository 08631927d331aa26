"""Decisions about messages and connections, on plain values."""

from datetime import datetime, timedelta

LONGEST_MESSAGE = 3000
LONGEST_NOTE = 300
# PRODUCT, "rate-limited"; RELIABILITY G25.
NEW_CONVERSATIONS_PER_HOUR = 5
MESSAGES_PER_HOUR = 30
REQUESTS_PER_DAY = 10
REPORTS_PER_HOUR = 10
HOUR_SECONDS = 3600
DAY_SECONDS = 24 * HOUR_SECONDS
SUSPENDED_FOR = timedelta(days=30)
# Who was told no can't ask the same person again for so long; and is not told that it was a no.
ASK_AGAIN_AFTER = timedelta(days=90)


def is_delivered(*, is_receiver_there: bool, is_blocked: bool) -> bool:
    """Decide whether a message reaches the other one; the sender gets the same answer either way.

    Parameters:
        is_receiver_there: The receiver is a member who can sign in and whom the sender may see.
        is_blocked: The receiver blocked the sender.
    """
    return is_receiver_there and not is_blocked


def is_suspended(*, until: datetime | None, at: datetime) -> bool:
    """Say whether someone may not write now; at the last moment itself they may again."""
    return until is not None and at < until


def may_ask_again(*, asked_at: datetime, at: datetime) -> bool:
    """Say whether enough time has passed since someone was told no, or since a connection ended."""
    return at >= asked_at + ASK_AGAIN_AFTER
