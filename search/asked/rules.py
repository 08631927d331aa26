"""Which questions are worth keeping, and what their figures say, on plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from search.dutch.words import fold

LONGEST_KEPT = 100
SHORTEST_KEPT = 2
# Fewer questions with the same words say nothing of whether their results help.
FEWEST_TIMES = 5
# Below this part of the questions with results of which one was opened, the results seldom help.
LOW_OPENED = 0.2
DAYS_SHOWN = 30
# A result beyond this place is counted as this one; pages of results end at a thousand.
LAST_PLACE = 1000
# An address or a long number says who someone is; such a question is never kept.
_PERSONAL = re.compile(r"@|\d{6,}|\d[\d\s().-]{7,}\d")
_ROBOT = re.compile(
    r"bot\b|crawl|spider|slurp|archiver|facebookexternalhit|preview|monitor|uptime|scan|curl|wget|python|java/|go-http"
    r"|okhttp|libwww|headlesschrome|lighthouse",
    re.IGNORECASE,
)


def as_kept(question: str) -> str | None:
    """Give a question as it is kept: lower case, single spaces; None for one that is not kept.

    Parameters:
        question: As typed.

    Source: PRODUCT, "search/": one row per submitted query, no personal data, bots out.
    """
    text = " ".join(question.casefold().split())
    if not SHORTEST_KEPT <= len(text) <= LONGEST_KEPT or _PERSONAL.search(text):
        return None
    return text if any(letter.isalpha() for letter in text) else None


def words_as_said(text: str) -> tuple[str, ...]:
    """Give the words of a text without capitals, accents and signs: "Çelik-Bakker" is "celik", "bakker"."""
    return tuple(re.findall(r"[^\W_]+", fold(text)))


def is_named(question: str, names: Iterable[str]) -> bool:
    """Say whether a question is one of the names and nothing else, however it is spelt."""
    words = words_as_said(question)
    return any(words == words_as_said(name) for name in names)


def holds_name(text: str, names: Iterable[tuple[str, ...]]) -> bool:
    """Say whether one of the names stands in a text, its words beside each other.

    Parameters:
        text: A question as kept.
        names: Each as `words_as_said` gives it.
    """
    said = f" {' '.join(words_as_said(text))} "
    return any(f" {' '.join(name)} " in said for name in names)


def is_robot(user_agent: str) -> bool:
    """Say whether a visitor calls itself a program, or doesn't say what it is."""
    return not user_agent.strip() or _ROBOT.search(user_agent) is not None


class Span(NamedTuple):
    """Some days, both ends included."""

    first: date
    last: date

    @property
    def before(self) -> "Span":
        """The span as long as this one that ends the day before it."""
        length = self.last - self.first + timedelta(days=1)
        return Span(self.first - length, self.last - length)


def span_of(first: date | None, last: date | None, *, today: date, earliest: date) -> Span:
    """Give the days of a report: the last thirty, unless other ones were asked for; turned round when they are.

    Parameters:
        first, last: As asked for, perhaps in a year that nobody meant.
        earliest: The first day of which questions are kept; no day before it is shown, and none after today.
    """
    last = today if last is None else min(max(last, earliest), today)
    first = last - timedelta(days=DAYS_SHOWN - 1) if first is None else first
    first = min(max(first, earliest), today)
    return Span(min(first, last), max(first, last))


@dataclass(frozen=True, slots=True)
class Figures:
    """How one question, or all of them, did in some days.

    Parameters:
        times: How often it was asked.
        empty: How often it gave nothing.
        counted: How often it gave something, on a page that could say what was opened.
        opened: How often a result was opened then.
    """

    times: int = 0
    empty: int = 0
    counted: int = 0
    opened: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Add the figures of another question."""
        return Figures(
            self.times + other.times,
            self.empty + other.empty,
            self.counted + other.counted,
            self.opened + other.opened,
        )

    @property
    def opened_percent(self) -> int | None:
        """Of a hundred questions with results, how many led to opening one; None when none could be counted."""
        return round(100 * min(self.opened, self.counted) / self.counted) if self.counted else None

    @property
    def empty_percent(self) -> int | None:
        """Of a hundred questions, how many gave nothing; None without questions."""
        return round(100 * self.empty / self.times) if self.times else None

    @property
    def is_seldom_opened(self) -> bool:
        """Whether it was asked often enough, and led to opening a result too seldom."""
        return self.counted >= FEWEST_TIMES and self.opened < LOW_OPENED * self.counted
