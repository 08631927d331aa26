"""How long a text takes to read, and its bare words."""

import math
import re
from html import unescape

WORDS_PER_MINUTE = 200
_TAG = re.compile(r"<[^>]+>")


def plain_text(html: str) -> str:
    """Give the words of a piece of HTML, for counting and indexing; never for output as HTML."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def reading_minutes(words: int) -> int:
    """Give whole minutes, at least one, at 200 words a minute (a calm pace for adults)."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))
