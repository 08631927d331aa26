"""How long a text takes to read, its bare words, and those that are its own."""

import math
import re
from html import unescape

from wagtail.blocks.stream_block import StreamValue

from portal.shared.blocks.body import POINTING

WORDS_PER_MINUTE = 200
_TAG = re.compile(r"<[^>]+>")


def plain_text(html: str) -> str:
    """Give the words of a piece of HTML, for counting and indexing; never for output as HTML."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def reading_minutes(words: int) -> int:
    """Give whole minutes, at least one, at 200 words a minute (a calm pace for adults)."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


def own_words(stream: StreamValue | None) -> str:
    """Give the words of a text for search, without those of the insights, people and files that it points to.

    What they are called is theirs: it changes and is closed without this text being written anew, and would be found
    here for as long as it is not.

    Parameters:
        stream: The blocks of a text; an empty one has no words.
    """
    pieces = []
    for child in stream or ():
        is_pointing = child.block.meta.group == POINTING
        pieces.append(child.value.get("text") or "" if is_pointing else plain_text(child.render()))
    return " ".join(filter(None, pieces))
