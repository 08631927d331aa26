"""The compounds that are split by list, and the words that never are (data/compounds.csv)."""

import csv
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
LINKS = ("", "s", "en", "e")
SHORTEST_PART = 4


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    split, keep = {}, set()
    with (DATA / "compounds.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["action"] == "keep":
                keep.add(row["compound"])
                continue
            parts = tuple(part.strip().replace("-", "") for part in row["parts"].split("+"))
            split[row["compound"].replace("-", "")] = parts
            for link in LINKS:
                split.setdefault(link.join(parts), parts)
    return split, frozenset(keep)


@lru_cache(maxsize=1)
def _split_by_stem(stem: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for word, parts in _tables()[0].items():
        table.setdefault(stem(word), parts)
    return table


def parts_of(word: str, word_stem: str, stem: Callable[[str], str]) -> tuple[str, ...]:
    """Give the parts of a compound on the list, in any of its spellings; empty when it is not on the list."""
    split, keep = _tables()
    if word in keep:
        return ()
    return split.get(word) or _split_by_stem(stem).get(word_stem, ())


def is_kept_whole(word: str) -> bool:
    """Say whether a word is never split: "visie" must not find "intervisie"."""
    return word in _tables()[1]


def known_words() -> frozenset[str]:
    """Give every compound and part of the list, and the words kept whole, in plain spelling."""
    split, keep = _tables()
    return frozenset(split) | frozenset(part for parts in split.values() for part in parts) | keep


def cuts(word: str) -> list[tuple[str, str]]:
    """List the ways to cut a word in two, with and without a linking letter.

    Returns:
        Pairs (first, second) of at least four letters each; empty for a word that is kept whole.
    """
    if is_kept_whole(word) or len(word) < 2 * SHORTEST_PART:
        return []
    found = []
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first, second = word[:at], word[at:]
        found.append((first, second))
        for link in LINKS[1:]:
            if first.endswith(link) and len(first) - len(link) >= SHORTEST_PART:
                found.append((first[: -len(link)], second))
    return found


def remainder(compound: str, part: str) -> str:
    """Give what is left of a compound next to one part, without its linking letters; empty when it doesn't fit.

    A remainder of less than four letters is no word of its own: "team" must not find "steamen".
    """
    if is_kept_whole(compound) or compound == part:
        return ""
    if compound.startswith(part):
        rest = compound[len(part) :]
        for link in ("s", "en", "e"):
            if rest.startswith(link) and len(rest) - len(link) >= SHORTEST_PART:
                return rest[len(link) :]
        return rest if len(rest) >= SHORTEST_PART else ""
    if compound.endswith(part):
        rest = compound[: -len(part)]
        return rest if len(rest) >= SHORTEST_PART else ""
    return ""
