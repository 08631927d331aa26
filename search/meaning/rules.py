"""Decisions of search by meaning on plain values. How the numbers were found stands in docs/evidence.md."""

from collections.abc import Mapping, Sequence

# Below this similarity nothing is called related: what is asked about nothing here stays below it.
LEAST_SIMILARITY = 0.35
MOST_RELATED = 3
# So many of the nearest have a say in the order.
DEPTH = 20
# Reciprocal rank fusion: a low offset keeps the first place of the words strong.
RANK_OFFSET = 2
WEIGHT = 0.5
OPENING_WORDS = 60

# Questions and texts are cut before they are read, so that reading one takes milliseconds whatever it holds.
LONGEST_QUESTION = 200
LONGEST_OPENING = 1200


def opening(*, title: str, summary: str, body: str) -> str:
    """Give the beginning of a text, which says what it is about; long texts are about too many things at once."""
    words = body[: LONGEST_OPENING * 2].split()[:OPENING_WORDS]
    return f"{title}. {summary} {' '.join(words)}"[:LONGEST_OPENING]


def fused(found: Sequence[int], near: Mapping[int, float], *, is_all_found: bool) -> tuple[list[int], list[int]]:
    """Put what words found into the order of words and meaning together, and choose what only meaning found.

    Parameters:
        found: Ids of the first page that words found, best first.
        near: Similarity by id of what is nearest in meaning, nearest first.
        is_all_found: Whether `found` is all that words found. If not, something near may stand on a later page, so
            nothing is called related.

    Returns:
        The ids of `found` in their new order, and at most three related ids, nearest first.
    """
    places = {pk: 1 / (RANK_OFFSET + place) for place, pk in enumerate(found, start=1)}
    for place, pk in enumerate(list(near)[:DEPTH], start=1):
        if pk in places:
            places[pk] += WEIGHT / (RANK_OFFSET + place)
    ordered = sorted(found, key=lambda pk: -places[pk])
    if not is_all_found:
        return ordered, []
    related = [pk for pk, similarity in near.items() if pk not in places and similarity >= LEAST_SIMILARITY]
    return ordered, related[:MOST_RELATED]
