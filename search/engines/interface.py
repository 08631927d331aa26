"""What every engine answers, so that pages never ask which one runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from search.dutch.query import ParsedQuery


class EngineUnavailable(Exception):
    """The engine can't answer now; another one must."""


class Sort(StrEnum):
    """How results are ordered; the values stand in addresses."""

    RELEVANCE = "relevantie"
    NEWEST = "nieuwste"
    SOONEST = "eerstvolgende"


# What results are counted and narrowed by; the names stand in addresses.
FACETS = ("soort", "wanneer", "staat", "thema", "school")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: from `since` up to, but not including, `until`, both aware. `value` stands in addresses."""

    value: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Filters:
    """What results are narrowed to; empty means not narrowed."""

    kind: str = ""
    theme: str = ""
    institution: str = ""
    status: str = ""
    when: Span | None = None

    def __bool__(self) -> bool:
        return bool(self.kind or self.theme or self.institution or self.status or self.when)

    def chosen(self) -> dict[str, str]:
        """Give the value per facet, as it stands in an address; empty where nothing is chosen."""
        when = self.when.value if self.when else ""
        values = (self.kind, when, self.status, self.theme, self.institution)
        return dict(zip(FACETS, values, strict=True))


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class EngineHit:
    """One entry found, with its rank score."""

    entry_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found.

    `total` counts what passes the filters, `unfiltered_total` what would without them. `facets` maps each of FACETS to
    (value, count), most first; each is counted with the other filters on, but not its own.
    """

    hits: tuple[EngineHit, ...] = ()
    total: int = 0
    unfiltered_total: int = 0
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


class Engine(Protocol):
    """A search engine over the entries. It answers for the slices given, and for nothing else."""

    name: str

    def search(
        self,
        query: ParsedQuery,
        *,
        slices: Sequence[str],
        filters: Filters,
        page: int,
        page_size: int,
        sort: Sort,
        spans: Sequence[Span] = (),
    ) -> Results:
        """Find entries.

        Parameters:
            spans: Stretches of time, which may overlap; what takes place in each is counted under "wanneer".

        Raises:
            EngineUnavailable: No answer in time.
        """
        ...

    def suggest(self, words: Sequence[str], *, slices: Sequence[str], limit: int, kind: str = "") -> tuple[int, ...]:
        """Find entries whose title holds all words, the last one as a beginning; best first, of one kind if named.

        Raises:
            EngineUnavailable: No answer in time.
        """
        ...

    def nearest(self, question: bytes, *, slices: Sequence[str], filters: Filters, limit: int) -> tuple[EngineHit, ...]:
        """Find the entries nearest in meaning; their score is the similarity, from -1 to 1. Nearest first.

        Asked only where search by meaning is on.

        Parameters:
            question: Vector of the question, as `search.meaning.encoder` gives it.

        Raises:
            EngineUnavailable: No answer in time.
        """
        ...
