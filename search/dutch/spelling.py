"""Finds the word that was probably meant. No Django."""

import heapq
import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

# Spellings that sound alike in Dutch; each pair costs half a mistake.
_SOUNDS = (
    ("ij", "y"),
    ("ei", "y"),
    ("ie", "i"),
    ("ou", "au"),
    ("sch", "s"),
    ("ch", "g"),
    ("ph", "f"),
    ("ck", "k"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("v", "f"),
    ("dt", "t"),
    ("d", "t"),
    ("x", "ks"),
)
_DOUBLES = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """Give a rough key of how a word sounds: "intervizie" and "intervisie" share one."""
    for spelt, key in _SOUNDS:
        word = word.replace(spelt, key)
    return _DOUBLES.sub(r"\1", word)


def allowed_mistakes(word: str) -> int:
    """Give how many mistakes a word of this length may hold; words of four letters are too like others to correct."""
    length = len(word)
    if length <= 4:
        return 0
    return 1 if length <= 6 else 2 if length <= 9 else 3


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Find the most likely meant word; see `nearest`."""
    return next(iter(nearest(word, candidates, most=1)), None)


def nearest(word: str, candidates: Iterable[str], *, most: int) -> list[str]:
    """Find the most likely meant words, in one walk along the candidates.

    Parameters:
        word: A folded word that is in no text the viewer may see.
        candidates: Folded words to choose from, in any order.
        most: So many at most.

    Returns:
        The words with the fewest mistakes first (swapped neighbours count once, like-sounding letters half); of equals
        the one with the same first letter, then the nearest length, then by alphabet. None that is too far off.
    """
    limit = allowed_mistakes(word)
    if not limit:
        return []
    return [rank[-1] for rank in heapq.nsmallest(most, _ranks(word, candidates, limit))]


def _ranks(word: str, candidates: Iterable[str], limit: int) -> Iterator[tuple[float, bool, int, str]]:
    key = sound(word)
    for candidate in set(candidates):
        if candidate == word or abs(len(candidate) - len(word)) > limit or len(candidate) <= 3:
            continue
        written = OSA.distance(word, candidate, score_cutoff=limit)
        heard_as = sound(candidate)
        heard = OSA.distance(key, heard_as, score_cutoff=limit) if written > 1 else written
        # Seldom is the first letter wrong: "tekenen" is nearer to "tekent" than to "rekenen".
        mistakes = min(written, heard + 0.5) + (key[0] != heard_as[0])
        if mistakes > limit:
            continue
        yield mistakes, candidate[0] != word[0], abs(len(candidate) - len(word)), candidate
