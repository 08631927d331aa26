"""How long a mail may be held, when it is tried again, and when nobody tries any more."""

import re
from datetime import datetime, timedelta
from enum import Enum

# One send takes at most some time-outs of 10 seconds; a row whose sender died is free again after this (G9).
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
_WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
# Content of a mail nobody could deliver; long enough for an operator to retry it, no longer.
KEEP_UNDELIVERED_CONTENT = timedelta(days=14)

_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
_LONGEST_NOTE = 200


class Refusal(Enum):
    """What a failed attempt means for the next one."""

    FOR_GOOD = "for_good"
    FOR_NOW = "for_now"
    UNREACHABLE = "unreachable"


class AfterFailure(Enum):
    """What happens to a mail after a failed attempt."""

    RETRY = "retry"
    FAIL = "fail"
    GIVE_UP = "give_up"


def decide_after_failure(*, refusal: Refusal, attempts: int, copy_forbidden: bool = False) -> AfterFailure:
    """Decide whether a mail is tried again.

    Parameters:
        refusal: What the server's answer means.
        attempts: Attempts so far, this one included.
        copy_forbidden: The mail may have arrived in spite of the failure, and may not arrive twice.

    Source: RELIABILITY G9, G12.
    """
    if refusal is Refusal.FOR_GOOD:
        return AfterFailure.FAIL
    if copy_forbidden or attempts >= MAX_ATTEMPTS:
        return AfterFailure.GIVE_UP
    return AfterFailure.RETRY


def next_attempt_at(*, attempts: int, at: datetime) -> datetime:
    """Give the moment of the next attempt: after 1, 5, 15 minutes, an hour, then every four hours.

    Parameters:
        attempts: Attempts so far, at least 1.
        at: When the last one failed.
    """
    return at + _WAITS[min(attempts, len(_WAITS)) - 1]


def refusal_of_smtp_code(code: int) -> Refusal:
    """Read an SMTP answer to a recipient or to the text: 5xx stays, everything else may change.

    Source: RFC 5321 §4.2.1.
    """
    return Refusal.FOR_GOOD if 500 <= code <= 599 else Refusal.FOR_NOW


def refusal_of_http_status(status: int | None) -> Refusal:
    """Read the answer of a mail service's API.

    A wrong key (401, 403) is the operator's to mend, 408 and 429 pass by themselves; other 4xx answers are about this
    mail and stay. No status: nobody answered.
    """
    if status is None:
        return Refusal.UNREACHABLE
    if status in (401, 403):
        return Refusal.UNREACHABLE
    if 400 <= status <= 499 and status not in (408, 429):
        return Refusal.FOR_GOOD
    return Refusal.FOR_NOW


def note_without_addresses(*, kind: str, answer: str) -> str:
    """Give what may be kept of an error: its kind and the server's words, without any address, on one line."""
    words = " ".join(_ADDRESS.sub("…", answer).split())
    return f"{kind}: {words}"[:_LONGEST_NOTE] if words else kind[:_LONGEST_NOTE]


def one_line(text: str) -> str:
    """Make one line of a text meant for a mail header, so that no value can add a header (G28)."""
    return " ".join(text.split())
