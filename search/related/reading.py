"""What stands under a page as related, for the one who reads it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise

from portal.shared.audiences.rules import Viewer
from portal.shared.pages.sharing import shared
from search.index import registry
from search.index.models import Entry, EntryFacet, FacetName
from search.index.states import EntryStatus
from search.index.visibility import visible_entries
from search.related.models import RelatedEntry
from search.related.rules import MOST_SHOWN, Candidate, chosen


@dataclass(frozen=True, slots=True)
class RelatedThing:
    """One related thing as shown. `when` is the moment it takes place, if it does."""

    kind: str
    kind_label: str | Promise
    title: str
    url: str
    summary: str
    school: str
    when: datetime | None
    score: float


def related_things(
    kind: str,
    object_key: object,
    viewer: Viewer,
    *,
    without: Collection[str] = (),
    without_school: str = "",
    most: int = MOST_SHOWN,
) -> list[RelatedThing]:
    """Give what fits a thing and what this viewer may see, of different kinds where that fits as well.

    The audience is that of entries: everyone, or members (nothing is offered that is for fewer). Each is asked of the
    database again before it is shown, whatever the worker found. Worked out once per version of the content for all
    viewers of an audience, in at most two queries and one per way of asking what may be seen; after that in none.

    Parameters:
        kind: Kind of the thing, as search knows it.
        object_key: Its key there; of a page its primary key.
        viewer: Who reads.
        without: Addresses of what the page shows elsewhere.
        without_school: Slug of a school whose own things the page shows elsewhere.
        most: How many at most.
    """
    key = str(object_key)

    def found(nameless: Viewer) -> list[RelatedThing]:
        return _found(kind, key, nameless, without_school=without_school, at=timezone.now())

    things = {thing.url: thing for thing in shared(("related", kind, key, without_school), viewer, found)}
    candidates = [Candidate(thing.kind, thing.url, thing.score) for thing in things.values()]
    return [things[one.url] for one in chosen(candidates, without=without, most=most)]


def _found(kind: str, key: str, viewer: Viewer, *, without_school: str, at: datetime) -> list[RelatedThing]:
    slices = viewer.slices()
    scores = dict(RelatedEntry.objects.under(kind, key, slices))
    if not scores:
        return []
    if without_school:
        own = EntryFacet.objects.filter(entry__in=scores, name=FacetName.INSTITUTION, value=without_school)
        for pk in own.values_list("entry", flat=True):
            del scores[pk]
    rows = Entry.objects.among(scores, slices).exclude(happens_at__lt=at).select_related("text")
    shut = [searchable.kind for searchable in registry.searchables() if not searchable.is_related_closed]
    closed = EntryFacet.objects.filter(entry=OuterRef("pk"), name=FacetName.STATUS, value=EntryStatus.CLOSED)
    rows = rows.exclude(Exists(closed), kind__in=shut)
    shown = ("kind", "object_key", "title", "url", "summary", "happens_at", "text__schools")
    offered = {searchable.kind: searchable for searchable in registry.searchables() if searchable.is_related}
    found = visible_entries([row for row in rows.only(*shown) if row.kind in offered], viewer)
    return [
        RelatedThing(
            kind=entry.kind,
            kind_label=offered[entry.kind].label,
            title=entry.title,
            url=entry.url,
            summary=entry.summary,
            school=", ".join(entry.text.schools[:2]),
            when=entry.happens_at,
            score=scores[entry.pk],
        )
        for entry in found
    ]
