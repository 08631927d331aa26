"""Filters of the lists: links that work without JavaScript, with counts in one query."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from urllib.parse import urlencode

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise

_SLUG = re.compile(r"[a-z0-9-]{1,80}")

Labels = Mapping[str, str | Promise]


@dataclass(frozen=True)
class Facet:
    """One thing to filter on.

    Parameters:
        parameter: Its name in addresses, e.g. "thema".
        title: What people read above it.
        path: The column, from the list's rows.
        label_path: The column that names a choice, for choices that are rows; they are listed by name.
        label_of: Names one choice that no row of the list has; None when there is no such choice.
        labels: The fixed choices in their order, for choices that are no rows.
    """

    parameter: str
    title: str | Promise
    path: str
    label_path: str = ""
    label_of: Callable[[str], str | None] = lambda value: None
    labels: Labels = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of choices that are rows, which people named; fixed ones are in that of the interface."""
        return "" if self.labels else "nl"


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
    language: str = ""


@dataclass(frozen=True)
class Chip:
    """An active filter, as a link that takes it away."""

    text: str | Promise
    url: str
    language: str = ""


@dataclass
class Filtered:
    """A filtered list: its rows, and everything a page shows around them."""

    rows: QuerySet
    total: int
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


@dataclass(frozen=True)
class _Counts:
    """What one query tells of a list: its length, and per filter its choices with name and number of rows."""

    total: int
    choices: dict[str, dict[str, tuple[str, int]]]


def _count(rows: QuerySet, facets: Sequence[Facet], chosen: Mapping[str, str]) -> _Counts:
    """Count rows per choice of every filter, each with the other filters on, in a single UNION query."""
    parts = [
        _part(_narrow(rows, facets, chosen, skip=facet), facet.parameter, facet.path, facet.label_path or facet.path)
        for facet in facets
    ]
    parts.append(_part(_narrow(rows, facets, chosen), "", "pk", "pk"))
    choices: dict[str, dict[str, tuple[str, int]]] = {facet.parameter: {} for facet in facets}
    total = 0
    # Said of each whole too: Django 6.1 orders it as the model asks for, by a column it doesn't have.
    together = reduce(lambda first, second: first.union(second, all=True).order_by(), parts)
    for name, choice, label, number in together:
        if not name:
            total = number
        elif choice is not None:
            choices[name][choice] = (label, number)
    return _Counts(total, choices)


def _part(rows: QuerySet, name: str, path: str, label_path: str) -> QuerySet:
    text = CharField()
    return (
        rows.order_by()
        .values(
            facet=Value(name, output_field=text),
            choice=Cast(path, output_field=text) if name else Value("", output_field=text),
            label=Cast(label_path, output_field=text) if name else Value("", output_field=text),
        )
        .annotate(rows=Count("pk", distinct=True))
        .values_list("facet", "choice", "label", "rows")
    )


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
    chosen = {
        facet.parameter: query[facet.parameter] for facet in facets if _is_choice(facet, query.get(facet.parameter, ""))
    }
    counts = _count(rows, facets, chosen)
    labels = {facet.parameter: _labels(facet, counts.choices[facet.parameter], chosen) for facet in facets}
    unknown = [name for name, value in chosen.items() if value not in labels[name]]
    if unknown:
        return filtered(rows, facets, {key: query[key] for key in query if key not in unknown}, kept=kept)
    keep = {name: query[name] for name in kept if query.get(name)}
    result = Filtered(rows=_narrow(rows, facets, chosen), total=counts.total, active=chosen)
    for facet in facets:
        _show(facet, labels[facet.parameter], counts.choices[facet.parameter], chosen, keep, result)
    return result


def _is_choice(facet: Facet, value: str) -> bool:
    if facet.labels:
        return value in facet.labels
    return bool(_SLUG.fullmatch(value))


def _labels(facet: Facet, counted: Mapping[str, tuple[str, int]], chosen: Mapping[str, str]) -> Labels:
    if facet.labels:
        return facet.labels
    labels = {value: label for value, (label, _number) in counted.items()}
    value = chosen.get(facet.parameter)
    if value and value not in labels and (name := facet.label_of(value)):
        labels[value] = name
    return dict(sorted(labels.items(), key=lambda pair: pair[1].casefold()))


def _show(
    facet: Facet,
    labels: Labels,
    counted: Mapping[str, tuple[str, int]],
    chosen: Mapping[str, str],
    keep: Mapping[str, str],
    result: Filtered,
) -> None:
    """Add one filter's choices, and its chip when it is on, to the result."""
    others = {name: value for name, value in chosen.items() if name != facet.parameter}
    options = []
    for value, text in labels.items():
        is_active = chosen.get(facet.parameter) == value
        _label, number = counted.get(value, ("", 0))
        if number or is_active:
            turned = others if is_active else {**others, facet.parameter: value}
            options.append(FacetOption(text, _address(turned, keep), number, is_active))
        if is_active:
            result.chips.append(Chip(text, _address(others, keep), facet.language))
    if options:
        result.groups.append(FacetGroup(f"filter-{facet.parameter}", facet.title, options, facet.language))
