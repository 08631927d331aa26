"""When two sealed reflections open, who is reminded, and what a story is made of, on plain values."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum

from portal.shared.calendar_days.rules import LOCAL_ZONE, add_working_days

SEALED_DAYS = 14
REMINDED_AFTER_WORKING_DAYS = 5
# So long after the last day to write, `/mijn/` still asks; the page itself stays.
ASKED_FOR_DAYS = 30
MOST_QUOTES = 20
MOST_FINDINGS = 5
LONGEST_SENTENCE = 300

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')]*\s+")


class Opening(Enum):
    """Whether the two may read each other's reflection."""

    NOTHING_IN = "nobody handed one in, so there is nothing to open"
    SEALED = "one is in and the other one still has time"
    BOTH_IN = "both are in: they open now"
    TIME_UP = "the time to write is over: what is in opens now"
    OPEN = "they were opened before"


OPENS_NOW = (Opening.BOTH_IN, Opening.TIME_UP)


def last_day_to_write(last_day_on: date) -> date:
    """Give the last day on which both write without reading the other: 14 days after the last day of the exchange."""
    return last_day_on + timedelta(days=SEALED_DAYS)


def sealed_until(last_day_on: date) -> datetime:
    """Give the moment at which what is in opens by itself: the midnight that ends the last day to write.

    Returns:
        Aware, in Europe/Amsterdam.

    Source: PRODUCT, "Reflection": sealed until both are in or 14 days passed.
    """
    return datetime.combine(last_day_to_write(last_day_on) + timedelta(days=1), time(), tzinfo=LOCAL_ZONE)


def decide_opening(*, last_day_on: date, guest_in: bool, host_in: bool, is_open: bool, at: datetime) -> Opening:
    """Decide whether the reflections of an exchange open.

    | guest in | host in | 14 days after the last day | outcome |
    |---|---|---|---|
    | no  | no  | either | nothing to open |
    | one of them || not over | sealed |
    | one of them || over | what is in opens; the late one may still come, and is open at once |
    | yes | yes | either | both open at once |
    | anything || opened before | stays open, whatever goes afterwards |

    Parameters:
        last_day_on: The last day of the exchange that went ahead, local.
        guest_in, host_in: Who handed in.
        is_open: Whether they were opened before.
        at: Now.

    Source: PRODUCT, "Reflection".
    """
    if is_open:
        return Opening.OPEN
    if guest_in and host_in:
        return Opening.BOTH_IN
    if not (guest_in or host_in):
        return Opening.NOTHING_IN
    return Opening.TIME_UP if at >= sealed_until(last_day_on) else Opening.SEALED


def is_reminder_due(*, asked_at: datetime, at: datetime) -> bool:
    """Say whether five working days have passed since someone was asked; counted in local days."""
    asked_on = asked_at.astimezone(LOCAL_ZONE).date()
    return at.astimezone(LOCAL_ZONE).date() >= add_working_days(asked_on, REMINDED_AFTER_WORKING_DAYS)


def version_of(texts: Iterable[str]) -> str:
    """Name the version of a text, so that a form can tell whether it was made from the newest one."""
    parts = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:24]


def sentences(text: str) -> list[str]:
    """Cut a text into its sentences, in order, each once and whole; a line end ends one, too."""
    found: dict[str, None] = {}
    for line in text.splitlines():
        for part in _SENTENCE_END.split(line):
            sentence = " ".join(part.split())
            if any(character.isalnum() for character in sentence):
                found[sentence] = None
    return list(found)


def names_in(text: str, names: Iterable[str]) -> bool:
    """Say whether one of these names stands in a text as a whole word, as it is written."""
    return any(re.search(rf"(?<!\w){re.escape(name.strip())}(?!\w)", text) for name in names if name.strip())


def story_answers(*, text: str, quotes: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Put together what the draft story begins with: the joint summary, then each released sentence.

    Parameters:
        text: The joint summary, as both agreed to it.
        quotes: Pairs of sentence and a word for who says it, without a name.

    Returns:
        Texts by question of a story.
    """
    parts = [text.strip(), *(f"“{sentence}” ({who})" for sentence, who in quotes)]
    return {"worked": "\n\n".join(part for part in parts if part)}
