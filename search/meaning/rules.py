"""Decisions of search by meaning on plain values. How the numbers were found stands in docs/evidence.md."""

from collections.abc import Collection, Mapping

# Below this similarity nothing is called related: what is asked about nothing here stays below it.
LEAST_SIMILARITY = 0.35
MOST_RELATED = 3
OPENING_WORDS = 60

# Questions and texts are cut before they are read, so that reading one takes milliseconds whatever it holds.
LONGEST_QUESTION = 200
LONGEST_OPENING = 1200


def opening(*, title: str, summary: str, body: str) -> str:
    """Give the beginning of a text, which says what it is about; long texts are about too many things at once."""
    words = body[: LONGEST_OPENING * 2].split()[:OPENING_WORDS]
    return f"{title}. {summary} {' '.join(words)}"[:LONGEST_OPENING]


def chosen_related(found: Collection[int], near: Mapping[int, float]) -> list[int]:
    """Choose what is related to a question: near enough, not found by its words, and at most three.

    Parameters:
        found: Ids of all that words found.
        near: Similarity by id of what is nearest in meaning, nearest first.
    """
    related = [pk for pk, similarity in near.items() if pk not in found and similarity >= LEAST_SIMILARITY]
    return related[:MOST_RELATED]
