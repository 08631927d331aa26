"""Filters of the lists: links that work without JavaScript, with counts in one query."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
from django.db import connections
from django.db.models import CharField, Count, F, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.utils.functional import Promise

_SLUG = re.compile(r"[a-z0-9-]{1,80}")

Labels = Mapping[str, str | Promise]
_Sql = tuple[str, Sequence[object]]


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
        today_of: Gives what a choice in an old address is called today.
    """

    parameter: str
    title: str | Promise
    path: str
    label_path: str = ""
    label_of: Callable[[str], str | None] = lambda value: None
    labels: Labels = field(default_factory=dict)
    today_of: Callable[[str], str] = lambda value: value

    @property
    def named_by(self) -> str:
        """The column that names a choice; a fixed one is named by its labels."""
        return self.label_path or self.path

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


@dataclass
class _Counts:
    """What one query tells of a list: its length, and per filter its choices with name and number of rows."""

    total: int
    choices: dict[str, dict[str, tuple[str, int]]]


def _count(rows: QuerySet, facets: Sequence[Facet], chosen: Mapping[str, str]) -> _Counts:
    """Count rows per choice of every filter, each with the other filters on, in a single query.

    Which rows there are is worked out once, in a list at the head of the query; for a filter that is on once more, as
    it counts what there would be without it. Django writes no such lists, and asking anew for each filter takes longer
    than all else of a page with thousands of rows behind it.
    """
    counts = _Counts(0, {facet.parameter: {} for facet in facets})
    numbered = list(enumerate(facets))
    off = [(number, facet) for number, facet in numbered if facet.parameter not in chosen]
    wholes = [_Whole("facet_rows", _narrow(rows, facets, chosen), off)]
    wholes += [
        _Whole(f"facet_rows_{number}", _narrow(rows, facets, chosen, skip=facet), [(number, facet)])
        for number, facet in numbered
        if facet.parameter in chosen
    ]
    heads, parts, of_heads, of_parts = [], [], [], []
    for whole in wholes:
        try:
            sql, params = whole.sql()
        except EmptyResultSet:
            continue
        heads.append(sql)
        of_heads += params
        for sql, params in [*([whole.total()] if whole is wholes[0] else []), *whole.parts()]:
            parts.append(sql)
            of_parts += params
    if not parts:
        return counts
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"WITH {', '.join(heads)} {' UNION ALL '.join(parts)}", [*of_heads, *of_parts])
        for name, choice, label, number in cursor.fetchall():
            if not name:
                counts.total = number
            elif choice is not None:
                counts.choices[name][choice] = (label, number)
    return counts


@dataclass(frozen=True)
class _Whole:
    """A list at the head of the query that counts: the rows, and what they hold of the filters counted from it.

    Parameters:
        name: Of the list in the query.
        rows: Each once.
        facets: Numbered; the numbers name the columns.
    """

    name: str
    rows: QuerySet
    facets: Sequence[tuple[int, Facet]]

    def sql(self) -> _Sql:
        """Give the list itself; raises EmptyResultSet when Django knows that it is empty."""
        columns = {}
        for number, facet in self.facets:
            if not _has_many(self.rows.model, facet.path):
                columns |= {f"choice_{number}": _text(facet.path), f"label_{number}": _text(facet.named_by)}
        sql, params = self.rows.order_by().values(facet_pk=F("pk"), **columns).query.sql_with_params()
        return f"{self.name} AS ({sql})", params

    def total(self) -> _Sql:
        """Give the part that counts all rows."""
        return f"SELECT '', '', '', COUNT(*) FROM {self.name}", ()  # noqa: S608 (our own names)

    def parts(self) -> Iterator[_Sql]:
        """Give the part of each filter."""
        for number, facet in self.facets:
            if _has_many(self.rows.model, facet.path):
                yield self._of_many(number, facet)
            else:
                columns = f"choice_{number}, label_{number}"
                counted = f"{columns}, COUNT(*) FROM {self.name} GROUP BY {columns}"
                yield f"SELECT CAST(%s AS text), {counted}", (facet.parameter,)

    def _of_many(self, number: int, facet: Facet) -> _Sql:
        listed = RawSQL(f"SELECT facet_pk FROM {self.name}", ())  # noqa: S608, S611 (our own names)
        counted = (
            self.rows.model._base_manager.filter(pk__in=listed)
            .values(choice=_text(facet.path), label=_text(facet.named_by))
            .annotate(number=Count("*"))
        )
        sql, params = counted.query.sql_with_params()
        columns = "counted.choice, counted.label, counted.number"
        return f"SELECT CAST(%s AS text), {columns} FROM ({sql}) AS counted", (facet.parameter, *params)  # noqa: S608


def _has_many(model: type[Model], path: str) -> bool:
    """Say whether a row may hold several choices; what a query works out is one."""
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if field.many_to_many or field.one_to_many:
            return True
        model = field.related_model
    return False


def _text(path: str) -> Cast:
    return Cast(path, output_field=CharField())


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
        facet.parameter: facet.today_of(query[facet.parameter])
        for facet in facets
        if _is_choice(facet, query.get(facet.parameter, ""))
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
