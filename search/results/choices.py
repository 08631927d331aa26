"""Values to filter by, with how they read and how much each gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import remembered
from search.engines.interface import FACETS, Filters, Results, Span
from search.index import registry
from search.index.models import Entry, FacetLabel, FacetName
from search.index.states import EntryStatus
from search.results.rules import COMING, PAST, THIS_MONTH, THIS_WEEK

_SPANS = {
    COMING: gettext_lazy("Still to come"),
    THIS_WEEK: gettext_lazy("This week"),
    THIS_MONTH: gettext_lazy("This month"),
    PAST: gettext_lazy("Already took place"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to filter by, with how many results it gives."""

    value: str
    label: Any
    count: int
    is_chosen: bool = False


def facet_choices(results: Results, filters: Filters, spans: Sequence[Span]) -> dict[str, tuple[Choice, ...]]:
    chosen, counted = filters.chosen(), dict(results.facets)
    order = [span.value for span in spans]
    counted["wanneer"] = sorted(counted.get("wanneer", ()), key=lambda found: order.index(found[0]))
    labels = _labels({(name, value) for name in ("thema", "school") for value, _count in results.facets.get(name, ())})
    for searchable in registry.searchables():
        labels["soort", searchable.kind] = searchable.label_plural
    for name in ("wanneer", "staat"):
        labels |= {(name, value): choice_label(name, value) for value, _count in counted.get(name, ())}
    return {
        name: tuple(
            Choice(value=value, label=labels[name, value], count=count, is_chosen=value == chosen[name])
            for value, count in counted.get(name, ())
            if labels.get((name, value))
        )
        for name in FACETS
    }


def choice_label(facet: str, value: str) -> Any:
    """Give how a value reads of a facet whose values are fixed; nothing for one that doesn't exist."""
    if facet == "soort":
        return {searchable.kind: searchable.label_plural for searchable in registry.searchables()}.get(value, "")
    if facet == "staat":
        return dict(EntryStatus.choices).get(value, "")
    if value in _SPANS:
        return _SPANS[value]
    year, _dash, month = value.partition("-")
    return date_format(date(int(year), int(month), 1), "F Y") if facet == "wanneer" else ""


def frequent_themes(*, viewer: Viewer, limit: int = 8) -> tuple[Choice, ...]:
    """Give the themes with most entries, of what the viewer may see; for a page without results."""
    counts = (
        Entry.objects.for_slices(viewer.slices())
        .filter(kind__in=[searchable.kind for searchable in registry.searchables()])
        .theme_counts()[:limit]
    )
    counted = [(row["facets__value"], row["entries"]) for row in counts]
    labels = _labels({("thema", value) for value, _count in counted})
    return tuple(
        Choice(value=value, label=labels["thema", value], count=count)
        for value, count in counted
        if ("thema", value) in labels
    )


def _labels(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    if not wanted:
        return {}
    labels = all_labels()
    return {name_and_value: labels[name_and_value] for name_and_value in wanted if name_and_value in labels}


def all_labels() -> dict[tuple[str, str], str]:
    """Give how the values of themes and schools read, by (facet, value); read once per version of the content."""
    return remembered("facet-labels", _all_labels)


def _all_labels() -> dict[tuple[str, str], str]:
    # Themes and schools are some hundreds at most; people are many, and nobody filters by one.
    rows = FacetLabel.objects.exclude(name=FacetName.PERSON).values_list("name", "value", "label")
    return {(name, value): label for name, value, label in rows}
