"""Filters of the lists: links that work without JavaScript, with counts in one query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from urllib.parse import urlencode

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise


@dataclass(frozen=True)
class Facet:
    """One thing to filter on."""

    parameter: str
    title: str | Promise
    path: str
    labels: Callable[[], Mapping[str, str | Promise]]


@dataclass(frozen=True)
class FacetOption:
    """One choice, as a link that turns it on or off."""

    text: str | Promise
    url: str
    count: int
    is_active: bool


@dataclass(frozen=True)
class FacetGroup:
    """One filter with its choices; choices without rows are left out."""

    id: str
    title: str | Promise
    options: list[FacetOption]


@dataclass(frozen=True)
class Chip:
    """An active filter, as a link that takes it away."""

    text: str | Promise
    url: str


@dataclass
class Filtered:
    """A filtered list: its rows, and everything a page shows around them."""

    rows: QuerySet
    groups: list[FacetGroup] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    active: dict[str, str] = field(default_factory=dict)

    @property
    def active_count(self) -> int:
        return len(self.chips)


def _address(chosen: Mapping[str, str], kept: Mapping[str, str]) -> str:
    query = urlencode({**chosen, **kept})
    return f"?{query}" if query else "?"


def _narrow(rows: QuerySet, facets: Sequence[Facet], chosen: Mapping[str, str], *, skip: Facet | None = None):
    for facet in facets:
        if facet is not skip and facet.parameter in chosen:
            rows = rows.filter(**{facet.path: chosen[facet.parameter]})
    return rows


def _counts(rows: QuerySet, facets: Sequence[Facet], chosen: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Count rows per choice of every filter, each with the other filters on, in a single UNION query."""
    parts = [
        _narrow(rows, facets, chosen, skip=facet)
        .order_by()
        .values(
            facet=Value(facet.parameter, output_field=CharField()),
            choice=Cast(facet.path, output_field=CharField()),
        )
        .annotate(rows=Count("pk", distinct=True))
        .values_list("facet", "choice", "rows")
        for facet in facets
    ]
    if not parts:
        return {}
    united = reduce(lambda first, second: first.union(second, all=True), parts)
    return {(name, choice): number for name, choice, number in united if choice is not None}


def filtered(
    rows: QuerySet, facets: Sequence[Facet], query: Mapping[str, str], *, kept: Sequence[str] = ()
) -> Filtered:
    """Filter a list by what the address asks, and count what each further choice would give.

    Parameters:
        rows: What the reader may see, unfiltered.
        facets: The filters of this list, in the order shown.
        query: The query string; unknown choices are ignored, never an error.
        kept: Parameters that a filter link keeps, e.g. the order.

    Returns:
        The filtered rows with the groups, the chips and the active choices. Only choices that rows have are listed;
        counts come from the same rows, so they can't tell of hidden ones.
    """
    labels = {facet.parameter: {str(key): text for key, text in facet.labels().items()} for facet in facets}
    chosen = {
        facet.parameter: query[facet.parameter]
        for facet in facets
        if query.get(facet.parameter, "") in labels[facet.parameter]
    }
    keep = {name: query[name] for name in kept if query.get(name)}
    counts = _counts(rows, facets, chosen)
    result = Filtered(rows=_narrow(rows, facets, chosen), active=chosen)
    for facet in facets:
        others = {name: value for name, value in chosen.items() if name != facet.parameter}
        options = []
        for value, text in labels[facet.parameter].items():
            is_active = chosen.get(facet.parameter) == value
            number = counts.get((facet.parameter, value), 0)
            if number or is_active:
                turned = others if is_active else {**others, facet.parameter: value}
                options.append(FacetOption(text, _address(turned, keep), number, is_active))
            if is_active:
                result.chips.append(Chip(text, _address(others, keep)))
        if options:
            result.groups.append(FacetGroup(id=f"filter-{facet.parameter}", title=facet.title, options=options))
    return result
