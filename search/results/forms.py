"""Reads the address of a results page; anything may stand there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict
from django.utils import timezone

from search.dutch.query import clean
from search.engines.interface import NO_FILTERS, Filters, Sort
from search.results.rules import LAST_PAGE, span_of

LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class SearchForm:
    """A question as it stands in an address (/zoeken/?q=&soort=&wanneer=&staat=&thema=&school=&sorteer=&pagina=).

    What can't be read is left out rather than refused: an old or mistyped link still gives results.
    """

    question: str = ""
    filters: Filters = NO_FILTERS
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @classmethod
    def of(cls, data: QueryDict, *, at: datetime | None = None) -> "SearchForm":
        """Read the parameters of a request; "this week" is that of `at`, which is now unless said otherwise."""
        today, zone = timezone.localdate(at), timezone.get_current_timezone()
        sort = data.get("sorteer", "")
        return cls(
            question=clean(data.get("q", "")),
            filters=Filters(
                kind=_value(data.get("soort", "")),
                theme=_value(data.get("thema", "")),
                institution=_value(data.get("school", "")),
                status=_value(data.get("staat", "")),
                when=span_of(data.get("wanneer", ""), today, zone),
            ),
            sort=Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
            page=_page(data.get("pagina", "")),
        )

    @property
    def is_first(self) -> bool:
        """Whether this is the question as it was sent, not yet filtered, sorted or leafed through."""
        return self.page == 1 and self.filters == NO_FILTERS and self.sort == Sort.RELEVANCE

    def query(self, **changes: str) -> str:
        """Give the query string of this question with some parameters changed; an empty value leaves one out.

        The page is left out: a changed question starts at the first one.
        """
        return _encoded(self._values() | changes)

    def queries(self, name: str, values: Iterable[str]) -> list[str]:
        """Give the query string per value of one parameter: a page has fifty, which are alike before and after it."""
        names = list(self._values())
        at = names.index(name)
        before = _encoded({one: value for one, value in self._values().items() if one in names[:at]})
        after = _encoded({one: value for one, value in self._values().items() if one in names[at + 1 :]})
        return ["&".join(filter(None, (before, f"{name}={quote_plus(value)}", after))) for value in values]

    def _values(self) -> dict[str, str]:
        sort = "" if self.sort == Sort.RELEVANCE else self.sort.value
        return {"q": self.question, **self.filters.chosen(), "sorteer": sort}


def _encoded(values: dict[str, str]) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def _value(text: str) -> str:
    return clean(text[:LONGEST_VALUE])


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        return 1
    return max(1, min(int(text), LAST_PAGE))
