"""Answers a question: asks an engine, checks every result against the database, and prepares what is shown."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import remembered
from search.dutch.query import ParsedQuery
from search.dutch.synonyms import current_lexicon
from search.dutch.words import tokenise
from search.engines.choice import EMBEDDED, chosen_engine
from search.engines.interface import NO_FILTERS, Engine, EngineHit, EngineUnavailable, Filters, Results, Sort
from search.index import registry
from search.index.models import Entry, FacetLabel, FacetName
from search.results.highlights import Marker, excerpt, marked
from search.results.meaning import related_to
from search.results.rules import LAST_PAGE, MOST_SUGGESTIONS, PAGE_SIZE, SHORTEST_SUGGESTION, pages_for
from search.results.understanding import corrected, understand

logger = logging.getLogger("portal.search")


@dataclass(frozen=True, slots=True)
class Hit:
    """One result as shown. `title_html` and `excerpt_html` are escaped, with <mark> around the words found."""

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


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to filter by, with how many results it gives."""

    value: str
    label: Any
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """All a results page shows.

    `meant` is the question that was answered instead, when the typed one found nothing. `is_partial` says that the
    results hold only part of the words. `related` is near in meaning, and the words did not
    find it; it is in no count. `is_degraded` says that the chosen engine was down and the embedded one answered;
    operators are told.
    """

    question: str
    parsed: ParsedQuery
    hits: tuple[Hit, ...] = ()
    total: int = 0
    unfiltered_total: int = 0
    facets: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    meant: str | None = None
    is_partial: bool = False
    is_degraded: bool = False
    page: int = 1
    related: tuple[Hit, ...] = ()


@dataclass
class _Asking:
    """One engine, asked on behalf of one viewer; it turns to the embedded engine when it gets no answer."""

    engine: Engine
    slices: tuple[str, ...]
    filters: Filters
    page: int
    sort: Sort
    is_degraded: bool = False

    def ask(self, query: ParsedQuery) -> Results:
        if not query.terms:
            return Results()
        options = {"slices": self.slices, "filters": self.filters, "page": self.page}
        options |= {"page_size": PAGE_SIZE, "sort": self.sort}
        try:
            return self.engine.search(query, **options)
        except EngineUnavailable as error:
            logger.warning("search engine %s gives no answer, the embedded one answers: %s", self.engine.name, error)
            self.engine, self.is_degraded = EMBEDDED, True
            return self.engine.search(query, **options)


def answer(
    question: str,
    *,
    viewer: Viewer,
    filters: Filters = NO_FILTERS,
    page: int = 1,
    sort: Sort = Sort.RELEVANCE,
    engine: Engine | None = None,
) -> Answer:
    """Answer a question for one viewer.

    All words first; if nothing has them, the corrected question; if that has nothing either, texts with half of the
    words. Nothing is made up to fill the page.

    Parameters:
        question: As typed; any text.
        page: From 1; higher than 100 counts as 100.
        engine: The engine to ask; the one of the settings when left out.
    """
    lexicon, slices = current_lexicon(), viewer.slices()
    page = max(1, min(page, LAST_PAGE))
    asking = _Asking(engine=engine or chosen_engine(), slices=slices, filters=filters, page=page, sort=sort)
    parsed = understand(question, lexicon=lexicon, slices=slices)
    results, meant, is_partial = asking.ask(parsed), None, False
    if parsed.terms and not results.unfiltered_total:
        better = corrected(parsed.text, lexicon=lexicon, slices=slices)
        if better is not None:
            meant_parsed = understand(better, lexicon=lexicon, slices=slices)
            results = asking.ask(meant_parsed)
            if results.unfiltered_total:
                parsed, meant = meant_parsed, better
    if len(parsed.terms) > 1 and not results.unfiltered_total:
        results = asking.ask(parsed.relaxed())
        is_partial = bool(results.unfiltered_total)
    if results.total and not results.hits and asking.page > 1:
        asking.page = pages_for(results.total)
        results = asking.ask(parsed.relaxed() if is_partial else parsed)
    related: tuple[EngineHit, ...] = ()
    if parsed.terms and asking.page == 1 and sort == Sort.RELEVANCE:
        related = related_to(parsed.text, results, engine=asking.engine, slices=slices, filters=filters)
    hits, related_hits, dropped = _hits(results.hits, related, parsed, viewer)
    return Answer(
        question=parsed.text if meant is None else " ".join(question.split())[:200],
        parsed=parsed,
        hits=hits,
        total=results.total - dropped,
        unfiltered_total=results.unfiltered_total - dropped,
        facets=_facets(results, filters),
        meant=meant,
        is_partial=is_partial,
        is_degraded=asking.is_degraded,
        page=asking.page,
        related=related_hits,
    )


def _visible(entries: Sequence[Entry], viewer: Viewer) -> list[Entry]:
    """Keep what the viewer may see at this moment: the engine may be seconds behind the database."""
    checks = {searchable.kind: searchable.visible_keys for searchable in registry.searchables()}
    keys: dict[registry.VisibleKeys, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind in checks:
            keys[checks[entry.kind]].add(entry.object_key)
    seen = {check: check(wanted, viewer) for check, wanted in keys.items()}
    return [entry for entry in entries if entry.kind in checks and entry.object_key in seen[checks[entry.kind]]]


def _hits(
    hits: Sequence[EngineHit], related: Sequence[EngineHit], parsed: ParsedQuery, viewer: Viewer
) -> tuple[tuple[Hit, ...], tuple[Hit, ...], int]:
    """Give what is shown of both, read and checked together, and how many of the hits may not be shown."""
    if not hits and not related:
        return (), (), 0
    ids = [hit.entry_id for hit in (*hits, *related)]
    found = {entry.pk: entry for entry in Entry.objects.among(ids, viewer.slices()).with_texts()}
    visible = _visible([found[pk] for pk in ids if pk in found], viewer)
    marker, seen = Marker.of(parsed), {entry.pk: entry for entry in visible}
    shown, shown_related = (
        tuple(_hit(seen[hit.entry_id], marker, hit.score) for hit in chosen if hit.entry_id in seen)
        for chosen in (hits, related)
    )
    return shown, shown_related, len(hits) - len(shown)


def _hit(entry: Entry, marker: Marker, score: float) -> Hit:
    searchable = registry.searchable_of(entry.kind)
    return Hit(
        kind=entry.kind,
        kind_label=searchable.label,
        object_key=entry.object_key,
        title=entry.title,
        title_html=marked(entry.title, marker.spans(entry.title)),
        excerpt_html=excerpt(entry.summary, entry.text.body, marker),
        url=entry.url,
        schools=tuple(entry.text.schools),
        happens_at=entry.happens_at,
        published_at=entry.published_at,
        card_template=searchable.card_template,
        score=score,
    )


def _labels(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    if not wanted:
        return {}
    labels = remembered("facet-labels", _all_labels)
    return {name_and_value: labels[name_and_value] for name_and_value in wanted if name_and_value in labels}


def _all_labels() -> dict[tuple[str, str], str]:
    # Themes and schools are some hundreds at most; people are many, and nobody filters by one.
    rows = FacetLabel.objects.exclude(name=FacetName.PERSON).values_list("name", "value", "label")
    return {(name, value): label for name, value, label in rows}


def _facets(results: Results, filters: Filters) -> dict[str, tuple[Choice, ...]]:
    chosen = {"soort": filters.kind, "thema": filters.theme, "school": filters.institution}
    labels = _labels({(name, value) for name in ("thema", "school") for value, _count in results.facets.get(name, ())})
    for searchable in registry.searchables():
        labels["soort", searchable.kind] = searchable.label_plural
    return {
        name: tuple(
            Choice(value=value, label=labels[name, value], count=count, is_chosen=value == chosen[name])
            for value, count in results.facets.get(name, ())
            if (name, value) in labels
        )
        for name in ("soort", "thema", "school")
    }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One title offered while someone types."""

    title: str
    url: str
    kind_label: Any


def suggestions(text: str, *, viewer: Viewer, engine: Engine | None = None) -> tuple[Suggestion, ...]:
    """Give at most eight titles that hold what is typed so far, of what the viewer may see."""
    words = [token.forms.plain for token in tokenise(text[:100])][:6]
    if not words or len("".join(words)) < SHORTEST_SUGGESTION:
        return ()
    chosen, slices = engine or chosen_engine(), viewer.slices()
    try:
        ids = chosen.suggest(words, slices=slices, limit=MOST_SUGGESTIONS)
    except EngineUnavailable:
        ids = EMBEDDED.suggest(words, slices=slices, limit=MOST_SUGGESTIONS)
    found = {entry.pk: entry for entry in Entry.objects.among(ids, slices)}
    return tuple(
        Suggestion(title=entry.title, url=entry.url, kind_label=registry.searchable_of(entry.kind).label)
        for entry in _visible([found[pk] for pk in ids if pk in found], viewer)
    )


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
