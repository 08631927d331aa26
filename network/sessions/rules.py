"""When the use of a session is written down, and how long one can last."""

from datetime import datetime, timedelta

from network.members.rules import OLDEST_SESSION

# A page that is read changes nothing but this, and no more often.
NOTED_EVERY = timedelta(minutes=10)


def is_note_due(*, noted_key: str, noted_at: datetime | None, key: str, at: datetime) -> bool:
    """Say whether to write that a session is used.

    Parameters:
        noted_key: By which key it was known when that was last written; empty: never.
        noted_at: When that was.
        key: Its key now; a new password gives it another one.
        at: Now.
    """
    return noted_at is None or noted_key != key or at - noted_at >= NOTED_EVERY


def is_too_old(*, began_at: datetime, at: datetime) -> bool:
    """Say whether a session would be ended as soon as somebody came with it."""
    return at - began_at > OLDEST_SESSION
