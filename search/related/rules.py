"""How well two texts fit together, and which ones are shown. Plain values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log

# Three fill one row of cards.
MOST_SHOWN = 3
# How many are kept per audience slice: some are hidden by the time they are read, or stand on the page already.
KEPT_PER_SLICE = 12
# Below this two texts have nothing to do with each other: one common theme, or two telling words, is the least.
LEAST_SCORE = 0.75
# Of the words two texts share the most telling ones count, so that long texts don't fit everything.
MOST_WORDS = 6

# Where a word stands in the text that is read, and in the one that may follow it.
OWN_TITLE, OWN_SUMMARY, OWN_BODY, OWN_KEYWORD = 1.5, 1.0, 0.6, 0.5
IN_TITLE, IN_FRONT, IN_BODY = 1.3, 1.0, 0.4

_THEME = 1.6
_SAME_SCHOOL = 0.25
# What is new comes first among what fits as well; after some years it makes no difference.
_FRESHNESS = 0.15
_DAYS_OF_FRESHNESS = 365
_LEAST_OF_BEST = 0.3
# Each further one of a kind must fit so much better than one of another kind.
_SAME_KIND_AGAIN = 0.7


@dataclass(frozen=True, slots=True)
class Standing:
    """The words of a text that may follow: those of its title, and those of title, summary and keywords together."""

    title: frozenset[str]
    front: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that may be shown, with its address, and how well it fits."""

    kind: str
    url: str
    score: float


def most_holders(total: int) -> int:
    """Say in how many of `total` entries a word may stand and still tell something."""
    return min(150, max(6, total // 7))


def rarity(holders: int, total: int) -> float:
    """Give how much a word tells, from 0 (stands everywhere) to 1 (stands in one entry)."""
    if total < 2 or holders >= total:
        return 0.0
    return log(total / max(holders, 1)) / log(total)


def theme_worth(holders: int, total: int) -> float:
    """Give what a common theme counts: less for one that most texts have."""
    return _THEME * (1 - holders / total / 2) if total else 0.0


def word_worth(word: str, *, own: float, other: Standing, telling: float) -> float:
    """Give what one word in common counts.

    Parameters:
        word: The stem.
        own: The weight of its place in the text that is read.
        other: The words of the text that may follow; it holds the word, in its body when nowhere else.
        telling: Its rarity.
    """
    place = IN_TITLE if word in other.title else IN_FRONT if word in other.front else IN_BODY
    return telling * own * place


def fit(
    words: Iterable[float],
    themes: Iterable[float],
    *,
    is_same_school: bool,
    published_at: datetime | None,
    at: datetime,
) -> float:
    """Give how well a text fits.

    Parameters:
        words: The worth of each word in common.
        themes: The worth of each theme in common.
        is_same_school: A weak sign.
        published_at: When the other one was published, if known.
        at: Now.

    Returns:
        0 when nothing but the school is in common.
    """
    common = sum(sorted(words, reverse=True)[:MOST_WORDS]) + sum(themes)
    if not common:
        return 0.0
    days = (at - published_at).days if published_at else None
    fresh = 0.0 if days is None or days < 0 else _FRESHNESS * max(0.0, 1 - days / (3 * _DAYS_OF_FRESHNESS))
    return (common + _SAME_SCHOOL * is_same_school) * (1 + fresh)


def kept(scores: Mapping[int, float], slices: Mapping[int, str]) -> dict[int, float]:
    """Keep the best candidates of every slice, so that viewers of each find some.

    Parameters:
        scores: How well each entry fits, by primary key.
        slices: The slice of each.
    """
    found: dict[int, float] = {}
    left: dict[str, int] = {}
    for pk, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        room = left.setdefault(slices[pk], KEPT_PER_SLICE)
        if score >= LEAST_SCORE and room:
            left[slices[pk]] = room - 1
            found[pk] = round(score, 4)
    return found


def chosen(
    candidates: Sequence[Candidate], *, without: Collection[str] = (), most: int = MOST_SHOWN
) -> list[Candidate]:
    """Choose what is shown: the best first, but sooner something of another kind than more of the same.

    What fits much less than the best is left out, so that nothing is there to fill the row.

    Parameters:
        candidates: In any order.
        without: Addresses of what the page shows already.
        most: How many at most.
    """
    best_score = max((one.score for one in candidates), default=0.0)
    left = sorted(
        (one for one in candidates if one.url not in without and one.score >= best_score * _LEAST_OF_BEST),
        key=lambda one: (-one.score, one.url),
    )
    shown: list[Candidate] = []
    times: dict[str, int] = {}
    while left and len(shown) < most:
        best = max(left, key=lambda one: one.score * _SAME_KIND_AGAIN ** times.get(one.kind, 0))
        left.remove(best)
        shown.append(best)
        times[best.kind] = times.get(best.kind, 0) + 1
    return shown
