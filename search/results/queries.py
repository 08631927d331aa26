"""Answers a question: asks an engine, checks every result against the database, and prepares what is shown."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import remembered
from search.dutch.query import ParsedQuery, content_words
from search.dutch.spelling import allowed_mistakes
from search.dutch.synonyms import current_lexicon
from search.dutch.words import tokenise
from search.engines.choice import EMBEDDED, chosen_engine
from search.engines.interface import FACETS, NO_FILTERS, Engine, EngineUnavailable, Filters, Results, Sort, Span
from search.index import registry
from search.index.models import Entry, EntryFacet, FacetLabel, FacetName
from search.index.states import EntryStatus
from search.results.highlights import Marker, excerpt, marked
from search.results.nearby import commoner, near_queries
from search.results.rules import (
    COMING,
    FEW,
    LAST_PAGE,
    LOOKED_AT,
    MOST_NEAR,
    MOST_PEOPLE,
    MOST_SUGGESTIONS,
    MOST_THEMES,
    MOST_THEMES_SHOWN,
    PAGE_SIZE,
    PAST,
    SHORTEST_SUGGESTION,
    THIS_MONTH,
    THIS_WEEK,
    pages_for,
    spans_at,
)
from search.results.understanding import corrected, understand

logger = logging.getLogger("portal.search")

_SPANS = {
    COMING: gettext_lazy("Still to come"),
    THIS_WEEK: gettext_lazy("This week"),
    THIS_MONTH: gettext_lazy("This month"),
    PAST: gettext_lazy("Already took place"),
}


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

    `meant` is the question that was answered instead, when the typed one found nothing; `offered` is one that finds
    much more than the few results of the typed one. `is_partial` says that the results hold only part of the words.
    `is_degraded` says that the chosen engine was down and the embedded one answered; operators are told.
    """

    question: str
    parsed: ParsedQuery
    hits: tuple[Hit, ...] = ()
    total: int = 0
    unfiltered_total: int = 0
    facets: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    meant: str | None = None
    offered: str | None = None
    is_partial: bool = False
    is_degraded: bool = False
    page: int = 1


@dataclass
class _Asking:
    """One engine, asked on behalf of one viewer; it turns to the embedded engine when it gets no answer."""

    engine: Engine
    slices: tuple[str, ...]
    filters: Filters
    page: int
    sort: Sort
    spans: tuple[Span, ...]
    is_degraded: bool = False

    def ask(self, query: ParsedQuery) -> Results:
        if not query.terms:
            return Results()
        options = {"slices": self.slices, "filters": self.filters, "page": self.page}
        options |= {"page_size": PAGE_SIZE, "sort": self.sort, "spans": self.spans}
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
    at: datetime | None = None,
) -> Answer:
    """Answer a question for one viewer.

    All words first; if nothing has them, the corrected question; if that has nothing either, texts with half of the
    words. Nothing is made up to fill the page.

    Parameters:
        question: As typed; any text.
        page: From 1; higher than 100 counts as 100.
        engine: The engine to ask; the one of the settings when left out.
        at: Now, unless a test says otherwise.
    """
    at = at or timezone.now()
    lexicon, slices = current_lexicon(), viewer.slices()
    page = max(1, min(page, LAST_PAGE))
    spans = _spans(filters, at)
    asking = _Asking(
        engine=engine or chosen_engine(), slices=slices, filters=filters, page=page, sort=sort, spans=spans
    )
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
    hits, dropped = _hits(results, parsed, viewer, at)
    offered = None
    if meant is None and not is_partial and not filters and page == 1 and 0 < results.total <= FEW:
        offered = _offered(parsed.text, results.total, asking, viewer)
    return Answer(
        question=parsed.text if meant is None else " ".join(question.split())[:200],
        parsed=parsed,
        hits=hits,
        total=results.total - dropped,
        unfiltered_total=results.unfiltered_total - dropped,
        facets=_facets(results, filters, spans),
        meant=meant,
        offered=offered,
        is_partial=is_partial,
        is_degraded=asking.is_degraded,
        page=asking.page,
    )


def _spans(filters: Filters, at: datetime) -> tuple[Span, ...]:
    spans = spans_at(timezone.localdate(at), timezone.get_current_timezone())
    if filters.when and filters.when.value not in {span.value for span in spans}:
        spans += (filters.when,)
    return spans


def _offered(text: str, total: int, asking: _Asking, viewer: Viewer) -> str | None:
    """Give a spelling of a question with few results that finds many times more; for a question of rare words only."""
    if not any(allowed_mistakes(token.forms.plain) for token in content_words(text)):
        return None
    lexicon, slices = current_lexicon(), asking.slices
    better = corrected(text, lexicon=lexicon, slices=slices) or commoner(text, slices=slices)
    if better is None or better == text:
        return None
    found = asking.ask(understand(better, lexicon=lexicon, slices=slices))
    if found.total <= total * FEW:
        return None
    # Its words are named, so what it finds has to be there for this viewer at this moment.
    return better if found.total - _dropped([found], viewer)[0] > total * FEW else None


def _visible(entries: Sequence[Entry], viewer: Viewer) -> list[Entry]:
    """Keep what the viewer may see at this moment: the engine may be seconds behind the database."""
    checks = {searchable.kind: searchable.visible_keys for searchable in registry.searchables()}
    keys: dict[registry.VisibleKeys, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind in checks:
            keys[checks[entry.kind]].add(entry.object_key)
    seen = {check: check(wanted, viewer) for check, wanted in keys.items()}
    return [entry for entry in entries if entry.kind in checks and entry.object_key in seen[checks[entry.kind]]]


def _dropped(answers: Sequence[Results], viewer: Viewer) -> list[int]:
    """Count per answer what stands on its page but is not there for the viewer at this moment."""
    ids = {hit.entry_id for results in answers for hit in results.hits}
    entries = Entry.objects.among(ids, viewer.slices()).only("kind", "object_key")
    seen = {entry.pk for entry in _visible(list(entries), viewer)}
    return [sum(hit.entry_id not in seen for hit in results.hits) for results in answers]


def _hits(results: Results, parsed: ParsedQuery, viewer: Viewer, at: datetime) -> tuple[tuple[Hit, ...], int]:
    if not results.hits:
        return (), 0
    ids = [hit.entry_id for hit in results.hits]
    found = {entry.pk: entry for entry in Entry.objects.among(ids, viewer.slices()).with_texts()}
    visible = _visible([found[pk] for pk in ids if pk in found], viewer)
    scores, marker = {hit.entry_id: hit.score for hit in results.hits}, Marker.of(parsed)
    # As the filter does: a day counts as coming until it is over.
    today = timezone.localdate(at)
    return tuple(_hit(entry, marker, scores[entry.pk], today) for entry in visible), len(ids) - len(visible)


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


def _labels(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    if not wanted:
        return {}
    labels = remembered("facet-labels", _all_labels)
    return {name_and_value: labels[name_and_value] for name_and_value in wanted if name_and_value in labels}


def _all_labels() -> dict[tuple[str, str], str]:
    # Themes and schools are some hundreds at most; people are many, and nobody filters by one.
    rows = FacetLabel.objects.exclude(name=FacetName.PERSON).values_list("name", "value", "label")
    return {(name, value): label for name, value, label in rows}


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


def _facets(results: Results, filters: Filters, spans: Sequence[Span]) -> dict[str, tuple[Choice, ...]]:
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


def near(question: str, *, viewer: Viewer) -> tuple[Choice, ...]:
    """Give at most four words like those of a question without results, with how much this viewer finds by each.

    Each word is asked and checked against the database before it is named. At most nine queries, and one per kind.
    """
    slices = viewer.slices()
    options = {"slices": slices, "filters": NO_FILTERS, "page": 1, "page_size": PAGE_SIZE, "sort": Sort.RELEVANCE}
    queries = near_queries(question, lexicon=current_lexicon(), slices=slices)
    answers = [EMBEDDED.search(query, **options) for query in queries]
    counts = [results.total - gone for results, gone in zip(answers, _dropped(answers, viewer), strict=True)]
    found = [(query.text, count) for query, count in zip(queries, counts, strict=True) if count > 0]
    return tuple(Choice(value=word, label=word, count=count) for word, count in found[:MOST_NEAR])


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One title offered while someone types."""

    title: str
    url: str
    kind_label: Any
    offered: registry.Offered = registry.Offered.PAGES


def suggestions(text: str, *, viewer: Viewer, kind: str = "", engine: Engine | None = None) -> tuple[Suggestion, ...]:
    """Give at most eight titles that hold what is typed so far, of what the viewer may see; people to members only.

    Parameters:
        text: What is typed so far.
        kind: Only of this kind; any when empty.
        engine: The engine to ask; the one of the settings when left out.
    """
    words = _typed(text)
    if not words:
        return ()
    chosen, slices = engine or chosen_engine(), viewer.slices()
    try:
        ids = chosen.suggest(words, slices=slices, limit=LOOKED_AT, kind=kind)
    except EngineUnavailable:
        ids = EMBEDDED.suggest(words, slices=slices, limit=LOOKED_AT, kind=kind)
    found = {entry.pk: entry for entry in Entry.objects.among(ids, slices)}
    room = {registry.Offered.PAGES: MOST_SUGGESTIONS, registry.Offered.PEOPLE: MOST_PEOPLE if viewer.is_member else 0}
    offered = []
    for entry in _visible([found[pk] for pk in ids if pk in found], viewer):
        searchable = registry.searchable_of(entry.kind)
        if room[searchable.offered]:
            room[searchable.offered] -= 1
            offered.append(Suggestion(entry.title, entry.url, searchable.label, searchable.offered))
    people = [one for one in offered if one.offered == registry.Offered.PEOPLE]
    pages = [one for one in offered if one.offered == registry.Offered.PAGES]
    return (*pages[: MOST_SUGGESTIONS - len(people)], *people)


def suggested_themes(text: str, *, viewer: Viewer) -> tuple[Choice, ...]:
    """Give at most two themes whose name holds what is typed so far, with what the viewer finds about them."""
    words = _typed(text)
    if not words:
        return ()
    named = {}
    for (name, value), label in remembered("facet-labels", _all_labels).items():
        if name == FacetName.THEME and _holds([token.forms.plain for token in tokenise(label)], words):
            named[value] = label
    if not named:
        return ()
    kinds = [searchable.kind for searchable in registry.searchables()]
    entries = Entry.objects.for_slices(viewer.slices()).filter(kind__in=kinds)
    facets = EntryFacet.objects.filter(name=FacetName.THEME, value__in=named, entry__in=entries)
    counts = facets.values_list("value").annotate(entries=Count("pk")).order_by("-entries", "value")[:MOST_THEMES]
    return tuple(Choice(value=value, label=named[value], count=count) for value, count in counts)


def _typed(text: str) -> list[str]:
    words = [token.forms.plain for token in tokenise(text[:100])][:6]
    return words if len("".join(words)) >= SHORTEST_SUGGESTION else []


def _holds(label: Sequence[str], words: Sequence[str]) -> bool:
    """Say whether a name has all words, the last one as a beginning."""
    return set(words[:-1]) <= set(label) and any(word.startswith(words[-1]) for word in label)


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
