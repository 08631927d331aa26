"""What a message may hold and how long it lives, what an answer of a push service means, and the name of a device."""

import json
import re
from datetime import datetime, timedelta
from enum import Enum

MOST_DEVICES = 10
# No push service keeps a message longer, and ours are about days to come.
LONGEST_LIFE = timedelta(days=7)
# What fits on a locked screen; the whole stays far below the 3,993 bytes of RFC 8291 §4.
LONGEST_TITLE, LONGEST_TEXT = 60, 180
_GONE = (404, 410)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class PushAnswer(Enum):
    """What the answer of a push service means for device and message."""

    TAKEN = "taken"
    DEVICE_GONE = "device_gone"
    REFUSED = "refused"
    LATER = "later"
    UNREACHABLE = "unreachable"


def read_answer(status: int) -> PushAnswer:
    """Read the status a push service answers with.

    Source: RFC 8030 §5, §7.3: 404 and 410 end the subscription; 413 is about this message. 401 and 403 are about our
    key, and the operator's to mend.
    """
    if 200 <= status <= 299:
        return PushAnswer.TAKEN
    if status in _GONE:
        return PushAnswer.DEVICE_GONE
    if status in (401, 403):
        return PushAnswer.UNREACHABLE
    if 300 <= status <= 499 and status not in (408, 429):
        return PushAnswer.REFUSED
    return PushAnswer.LATER


def ends_at(*, wanted: datetime, at: datetime) -> datetime:
    """Give until when a message is worth delivering: no longer than a week."""
    return min(wanted, at + LONGEST_LIFE)


def seconds_left(*, expires_at: datetime, at: datetime) -> int:
    """Give the TTL to ask of a push service, in whole seconds; 0 or less: too late."""
    return int((expires_at - at).total_seconds())


def shortened(text: str, longest: int) -> str:
    """Give a text on one line, cut at a word with an ellipsis when it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"


def payload(*, title: str, text: str, path: str, tag: str) -> bytes:
    """Give what a device receives: a title, a few words and where they lead on this site."""
    content = {"title": title, "text": text, "path": path, "tag": tag}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def device_name(user_agent: str) -> str:
    """Give the family of browser and system, e.g. "Chrome, Android"; no version, so that it names no one machine."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if re.search(rf"\b{re.escape(mark)}\b", user_agent)), "")
    return ", ".join(filter(None, (browser, system)))
