"""What is new in the index for one viewer: along a theme, a school or a person, or for a saved question."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Prefetch, Q

from portal.shared.audiences.rules import Viewer
from search.dutch.synonyms import current_lexicon
from search.engines.embedded.fresh import FreshEntries
from search.engines.interface import Sort
from search.index import registry
from search.index.models import Entry, EntryFacet
from search.index.visibility import visible_entries
from search.results.forms import SearchForm
from search.results.understanding import understand


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One object published lately, as the viewer may see it now, with the facets and values that led to it."""

    kind: str
    kind_label: Any
    object_key: str
    title: str
    url: str
    summary: str
    published_at: datetime
    along: tuple[tuple[str, str], ...]


def new_entries(
    *, along: Collection[tuple[str, str]], viewer: Viewer, since: datetime, until: datetime, most: int
) -> list[NewEntry]:
    """Give what was published along facets after `since` and up to `until`, the newest first.

    Parameters:
        along: Pairs of a facet's name and a value: the slug of a theme or school, or the key of a person.
        viewer: Who looks; each object is checked against the database as it is now.
        since, until: The span of time.
        most: How many to look at.

    Returns:
        At most `most` entries, in a fixed number of queries per kind of content.
    """
    if not along:
        return []
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in along:
        values[name].append(value)
    asked = reduce(or_, (Q(name=name, value__in=of_facet) for name, of_facet in values.items()))
    facets = EntryFacet.objects.filter(asked)
    entries = (
        Entry.objects.for_slices(viewer.slices())
        .filter(published_at__gt=since, published_at__lte=until, pk__in=facets.values("entry"))
        .only("kind", "object_key", "title", "url", "summary", "published_at")
        .prefetch_related(Prefetch("facets", queryset=facets.only("entry", "name", "value"), to_attr="along"))
        .order_by("-published_at", "-pk")[:most]
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
            along=tuple(sorted((found.name, found.value) for found in entry.along)),
        )
        for entry in visible_entries(entries, viewer)
    ]


def new_answers(form: SearchForm, *, viewer: Viewer, since: datetime, until: datetime, most: int) -> list[NewEntry]:
    """Give what became findable for a question with its filters after `since` and up to `until`, the newest first.

    All words must be there: nothing is corrected or half found in a mail. The engine in the database answers, whichever
    the pages ask: it is never behind, and it knows what came in when.

    Parameters:
        form: The question with its filters; a filter that no longer exists finds nothing.
        viewer: Who asks; each object is checked against the database as it is now.
        since, until: The span of time.
        most: How many at most.

    Returns:
        In at most five queries and one per way of asking what may be seen.
    """
    slices = viewer.slices()
    parsed = understand(form.question, lexicon=current_lexicon(), slices=slices)
    # What is hidden since it was indexed falls out afterwards, hence more than are shown.
    results = FreshEntries(since=since, until=until).search(
        parsed, slices=slices, filters=form.filters, page=1, page_size=2 * most, sort=Sort.NEWEST
    )
    ids = [hit.entry_id for hit in results.hits]
    if not ids:
        return []
    shown = ("kind", "object_key", "title", "url", "summary", "published_at", "indexed_at")
    found = {entry.pk: entry for entry in Entry.objects.among(ids, slices).only(*shown)}
    entries = visible_entries([found[pk] for pk in ids if pk in found], viewer)
    return [
        NewEntry(
            kind=entry.kind,
            kind_label=registry.searchable_of(entry.kind).label,
            object_key=entry.object_key,
            title=entry.title,
            url=entry.url,
            summary=entry.summary,
            published_at=entry.published_at or entry.indexed_at,
            along=(),
        )
        for entry in entries[:most]
    ]
