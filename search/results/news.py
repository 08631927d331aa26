"""What is new in the index for one viewer, along a theme, a school or a person."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from portal.shared.audiences.rules import Viewer
from search.index import registry
from search.index.models import Entry, EntryFacet, FacetName

# A mail or a page shows no more than this.
MOST_NEWS = 60


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One object published lately, as the viewer may see it now, with the values of the facet that led to it."""

    kind: str
    kind_label: Any
    object_key: str
    title: str
    url: str
    summary: str
    published_at: datetime
    values: tuple[str, ...]


def new_entries(
    *, facet: FacetName, values: Collection[str], viewer: Viewer, since: datetime, until: datetime
) -> list[NewEntry]:
    """Give what was published in these values after `since` and up to `until`, the newest first.

    Parameters:
        facet: Along which facet.
        values: Slugs of themes or schools, or keys of people.
        viewer: Who looks; each object is checked against the database as it is now.

    Returns:
        At most MOST_NEWS entries, in a fixed number of queries per kind of content.
    """
    if not values:
        return []
    along = EntryFacet.objects.filter(name=facet, value__in=list(values))
    entries = (
        Entry.objects.for_slices(viewer.slices())
        .filter(published_at__gt=since, published_at__lte=until, pk__in=along.values("entry"))
        .prefetch_related(Prefetch("facets", queryset=along, to_attr="along"))
        .order_by("-published_at", "-pk")[:MOST_NEWS]
    )
    return [
        NewEntry(
            kind=entry.kind,
            kind_label=registry.searchable_of(entry.kind).label,
            object_key=entry.object_key,
            title=entry.title,
            url=entry.url,
            summary=entry.summary,
            published_at=entry.published_at,
            values=tuple(sorted(found.value for found in entry.along)),
        )
        for entry in _visible(list(entries), viewer)
    ]


def _visible(entries: list[Entry], viewer: Viewer) -> list[Entry]:
    checks = {searchable.kind: searchable.visible_keys for searchable in registry.searchables()}
    wanted: dict[registry.VisibleKeys, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind in checks:
            wanted[checks[entry.kind]].add(entry.object_key)
    seen = {check: check(keys, viewer) for check, keys in wanted.items()}
    return [entry for entry in entries if entry.kind in checks and entry.object_key in seen[checks[entry.kind]]]
