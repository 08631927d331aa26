"""Which addresses may be fetched, how often, and what a found date waits for, on plain values. No Django here."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

HTTPS_PORT = 443
LONGEST_ADDRESS = 500
# What a calendar is read for: dates up to a year from now.
WINDOW = timedelta(days=366)
EVERY = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=24)
# After so many failures in a row (a day and a half) whoever proposed the calendar gets a mail.
TELL_AFTER = 5
# "Nothing changed" says nothing of a series that goes on: once in so long everything is read.
READ_ANEW_AFTER = timedelta(days=7)
MOST_PER_SCHOOL = 5
# How long a date stays that is over and never came into the agenda.
KEPT_AFTER = timedelta(days=60)
# The mark of a date that is no longer in its calendar, or is cancelled there.
GONE_MARK = "gone"


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked for: the name to connect to, and what to ask there."""

    host: str
    port: int
    path: str


def read_target(address: str) -> Target | None:
    """Give what an address asks for; None for one that we never fetch.

    Only https, only a name (never a number), no password in it. The port is for the caller to judge.

    Parameters:
        address: As someone typed it, or as a website sends us on to.
    """
    if len(address) > LONGEST_ADDRESS or any(ord(sign) <= 32 or ord(sign) == 127 for sign in address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port or HTTPS_PORT
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except ValueError:
        return None
    if parts.scheme != "https" or "@" in parts.netloc or not host or "%" in host or is_number(host):
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path if path.isascii() else _escaped(path))


def is_number(host: str) -> bool:
    """Whether a host is an IP address, also in the spellings that only some programs read (0x7f.1, 2130706433)."""
    last = host.rsplit(".", 1)[-1]
    return ":" in host or last.isdecimal() or last.startswith("0x")


def _escaped(path: str) -> str:
    return "".join(sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)


def pause_after(failures: int) -> timedelta:
    """Give how long to wait for the next try: an hour after success, then twice as long each time, a day at most."""
    return min(EVERY * (1 << min(failures, 10)), LONGEST_PAUSE)


def tells_owner(failures: int) -> bool:
    """Whether this failure is the one to write about: once in a row of failures."""
    return failures == TELL_AFTER


def mark_of(values: Mapping[str, object]) -> str:
    """Give a mark of what a calendar says of a date: another one for other values.

    Parameters:
        values: Plain JSON values by name.
    """
    return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class FoundFacts:
    """What the decision reads of one found date.

    Attributes:
        state: "new", "approved", "declined" or "gone".
        mark: Of what the calendar says now; GONE_MARK when it is no longer there or is cancelled.
        settled_mark: Of what an editor last decided about.
        ends_at: Its end, as the calendar says.
    """

    state: str
    mark: str
    settled_mark: str
    ends_at: datetime


def next_state(facts: FoundFacts) -> str:
    """Give the state after a reading: what was never approved goes and comes back with its calendar."""
    if facts.state == "new" and facts.mark == GONE_MARK:
        return "gone"
    if facts.state == "gone" and facts.mark != GONE_MARK:
        return "new"
    return facts.state


def what_waits(facts: FoundFacts, *, at: datetime) -> str:
    """Give what an editor has to decide: "approval", "update", "cancellation", or nothing.

    What is over waits for nothing; what was declined stays so, whatever changes about it.
    """
    if facts.ends_at <= at:
        return ""
    if facts.state == "new":
        return "approval"
    if facts.state != "approved" or facts.mark == facts.settled_mark:
        return ""
    return "cancellation" if facts.mark == GONE_MARK else "update"
