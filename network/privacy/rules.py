"""Decisions about leaving, on plain values."""

import hashlib
from datetime import datetime, timedelta

from network.privacy.states import AwayStep

# The second warning leaves this long to react, however late the clock ran.
LAST_CALL = timedelta(days=30)
SHORTEST_NOTICE = timedelta(days=14)
# An export that is "being made" for longer lost its worker.
EXPORT_LOST_AFTER = timedelta(minutes=10)
MOST_EXPORTS_PER_DAY = 5
DAY_SECONDS = 24 * 60 * 60


def hash_of_key(member_key: str) -> str:
    """Give what the list of erasures holds of a person. Unsalted: keys are random, and restored rows must be found."""
    return hashlib.sha256(f"member:{member_key}".encode()).hexdigest()


def away_step(
    *,
    last_seen_at: datetime,
    warned_at: datetime | None,
    warned_again_at: datetime | None,
    warn_after: timedelta,
    remove_after: timedelta,
    at: datetime,
) -> AwayStep:
    """Decide what happens to someone who stays away. Nobody is removed without two warnings and time to react.

    Parameters:
        last_seen_at: Last sign-in, or the last "I stay".
        warned_at, warned_again_at: Earlier warnings; those from before `last_seen_at` don't count.
        warn_after: Absence after which the first warning goes.
        remove_after: Absence after which the account goes; the second warning goes a month before.
        at: Now.

    Source: DOMAIN 12.10.
    """
    away = at - last_seen_at
    if away < warn_after:
        return AwayStep.NOTHING
    if warned_at is None or warned_at <= last_seen_at:
        return AwayStep.WARN
    if warned_again_at is None or warned_again_at <= last_seen_at:
        is_time = away >= remove_after - LAST_CALL and at >= warned_at + SHORTEST_NOTICE
        return AwayStep.WARN_AGAIN if is_time else AwayStep.NOTHING
    return AwayStep.REMOVE if away >= remove_after and at >= warned_again_at + SHORTEST_NOTICE else AwayStep.NOTHING


def removal_at(*, last_seen_at: datetime, remove_after: timedelta, at: datetime, is_last_call: bool) -> datetime:
    """Give the earliest moment an account can go, as the warning promises it.

    Parameters:
        last_seen_at: Last sign of the member.
        remove_after: Absence after which the account goes.
        at: When the warning goes out.
        is_last_call: The warning is the second one.
    """
    notice = SHORTEST_NOTICE if is_last_call else SHORTEST_NOTICE * 2
    return max(last_seen_at + remove_after, at + notice)
