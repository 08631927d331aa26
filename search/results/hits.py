"""Results as the page shows them: read, checked against the database, with the words found marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from portal.shared.audiences.rules import Viewer
from search.dutch.query import ParsedQuery
from search.engines.interface import EngineHit, Results
from search.index import registry
from search.index.models import Entry
from search.index.visibility import visible_entries
from search.results.highlights import Marker, excerpt, marked
from search.results.rules import MOST_THEMES_SHOWN


@dataclass(frozen=True, slots=True)
class Hit:
    """One result as shown. `title_html` and `excerpt_html` are escaped, with <mark> around the words found.

    `schools` are those that neither title nor place names. `status` is a value of `EntryStatus` or nothing, `is_past`
    says that it took place already. `facts_html` says when and where, of which school.
    """

    kind: str
    kind_label: Any
    object_key: str
    title: str
    title_html: SafeString
    excerpt_html: SafeString
    url: str
    schools: tuple[str, ...]
    happens_at: datetime | None
    published_at: datetime | None
    card_template: str
    score: float
    themes: str = ""
    facts_html: str = ""
    status: str = ""
    status_label: Any = ""
    is_past: bool = False

    @property
    def initials(self) -> str:
        """The first letters of the first and the last word of the title, for who has no picture."""
        words = self.title.split()
        return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else ""


def shown_hits(
    hits: Sequence[EngineHit], related: Sequence[EngineHit], parsed: ParsedQuery, viewer: Viewer, at: datetime
) -> tuple[tuple[Hit, ...], tuple[Hit, ...], int]:
    """Give what is shown of both, read and checked together, and how many of the hits may not be shown."""
    if not hits and not related:
        return (), (), 0
    ids = [hit.entry_id for hit in (*hits, *related)]
    found = {entry.pk: entry for entry in Entry.objects.among(ids, viewer.slices()).with_texts()}
    visible = visible_entries([found[pk] for pk in ids if pk in found], viewer)
    marker, seen = Marker.of(parsed), {entry.pk: entry for entry in visible}
    # As the filter does: a day counts as coming until it is over.
    today = timezone.localdate(at)
    shown, shown_related = (
        tuple(_hit(seen[hit.entry_id], marker, hit.score, today) for hit in chosen if hit.entry_id in seen)
        for chosen in (hits, related)
    )
    return shown, shown_related, len(hits) - len(shown)


def dropped_hits(answers: Sequence[Results], viewer: Viewer) -> list[int]:
    """Count per answer what stands on its page but is not there for the viewer at this moment."""
    ids = {hit.entry_id for results in answers for hit in results.hits}
    entries = Entry.objects.among(ids, viewer.slices()).only("kind", "object_key")
    seen = {entry.pk for entry in visible_entries(list(entries), viewer)}
    return [sum(hit.entry_id not in seen for hit in results.hits) for results in answers]


def _hit(entry: Entry, marker: Marker, score: float, today: date) -> Hit:
    searchable, said = registry.searchable_of(entry.kind), f"{entry.title} {entry.text.place}"
    schools = tuple(school for school in entry.text.schools if school not in said)
    is_past = entry.happens_at is not None and timezone.localdate(entry.happens_at) < today
    return Hit(
        kind=entry.kind,
        kind_label=searchable.label,
        object_key=entry.object_key,
        title=entry.title,
        title_html=marked(entry.title, marker.spans(entry.title)),
        excerpt_html=excerpt(entry.summary, entry.text.body, marker),
        url=entry.url,
        schools=schools,
        happens_at=entry.happens_at,
        published_at=entry.published_at,
        card_template=searchable.card_template,
        score=score,
        themes=" · ".join(entry.text.themes[:MOST_THEMES_SHOWN]),
        facts_html=_facts(entry, schools, is_past=is_past),
        status=entry.text.status,
        status_label=entry.text.get_status_display() if entry.text.status else "",
        is_past=is_past,
    )


def _facts(entry: Entry, schools: Sequence[str], *, is_past: bool) -> SafeString:
    """Say when and where it takes place, of which schools it is, and from when; for a page of ten, in few steps."""
    names = [format_html('<span lang="nl">{}</span>', name) for name in (entry.text.place, *schools) if name]
    if entry.happens_at:
        facts = [_time(entry.happens_at, "D j F Y, H.i"), *([gettext("already took place")] if is_past else []), *names]
    else:
        facts = [*names, *([_time(entry.published_at, "j F Y")] if entry.published_at else [])]
    return mark_safe(" · ".join(map(conditional_escape, facts)))


def _time(moment: datetime, form: str) -> SafeString:
    local = timezone.localtime(moment)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), date_format(local, form))
