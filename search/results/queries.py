"""Answers a question: asks an engine, and again with what was meant or with fewer words when it finds too little."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from portal.shared.audiences.rules import Viewer
from search.dutch.query import ParsedQuery, content_words
from search.dutch.spelling import allowed_mistakes
from search.dutch.synonyms import current_lexicon
from search.engines.choice import EMBEDDED, engine_in_step
from search.engines.interface import (
    NO_FILTERS,
    Engine,
    EngineHit,
    EngineUnavailable,
    Filters,
    Results,
    Sort,
    Span,
)
from search.results.choices import Choice, facet_choices
from search.results.hits import Hit, dropped_hits, shown_hits
from search.results.meaning import related_to
from search.results.nearby import commoner, near_queries
from search.results.rules import FEW, LAST_PAGE, MOST_NEAR, PAGE_SIZE, finds_too_little, pages_for, spans_at
from search.results.understanding import corrected, understand

logger = logging.getLogger("portal.search")


@dataclass(frozen=True, slots=True)
class Answer:
    """All a results page shows.

    `meant` is the question that was answered instead, when the typed one found nothing; `offered` is one that finds
    much more than the few results of the typed one. `is_partial` says that the results hold only part of the words.
    `related` is near in meaning, and the words did not find it; it is in no count. `is_degraded` says that the chosen
    engine was down and the embedded one answered; operators are told.
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
    related: tuple[Hit, ...] = ()


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

    All words first; if nothing has them, the corrected question; if that finds too little, texts with half of the
    words as well. Nothing is made up to fill the page.

    Parameters:
        question: As typed; any text.
        page: From 1; higher than 100 counts as 100.
        engine: The engine to ask; when left out the one of the settings, unless it has changes to hear yet.
        at: Now, unless a test says otherwise.
    """
    at = at or timezone.now()
    lexicon, slices = current_lexicon(), viewer.slices()
    page = max(1, min(page, LAST_PAGE))
    spans = _spans(filters, at)
    asked, is_degraded = (engine, False) if engine else engine_in_step()
    asking = _Asking(
        engine=asked, slices=slices, filters=filters, page=page, sort=sort, spans=spans, is_degraded=is_degraded
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
    is_relaxed = finds_too_little(parsed, results.unfiltered_total)
    if is_relaxed:
        is_partial = not results.unfiltered_total
        results = asking.ask(parsed.relaxed())
        is_partial = is_partial and bool(results.unfiltered_total)
    if results.total and not results.hits and asking.page > 1:
        asking.page = pages_for(results.total)
        results = asking.ask(parsed.relaxed() if is_relaxed else parsed)
    related: tuple[EngineHit, ...] = ()
    if parsed.terms and asking.page == 1 and sort == Sort.RELEVANCE:
        related = related_to(parsed.text, results, engine=asking.engine, slices=slices, filters=filters)
    hits, related_hits, dropped = shown_hits(results.hits, related, parsed, viewer, at)
    offered = None
    # Who finds a title by these words typed what they meant.
    is_named = any("<mark>" in hit.title_html for hit in hits)
    if meant is None and not (is_partial or filters or is_named) and page == 1 and 0 < results.total <= FEW:
        offered = _offered(parsed.text, results.total, asking, viewer)
    return Answer(
        question=parsed.text if meant is None else " ".join(question.split())[:200],
        parsed=parsed,
        hits=hits,
        total=results.total - dropped,
        unfiltered_total=results.unfiltered_total - dropped,
        facets=facet_choices(results, filters, spans),
        meant=meant,
        offered=offered,
        is_partial=is_partial,
        is_degraded=asking.is_degraded,
        page=asking.page,
        related=related_hits,
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
    return better if found.total - dropped_hits([found], viewer)[0] > total * FEW else None


def near(question: str, *, viewer: Viewer) -> tuple[Choice, ...]:
    """Give at most four words like those of a question without results, with how much this viewer finds by each.

    Each word is asked and checked against the database before it is named. At most twenty queries (thirteen to find the
    words, six to ask what is found by them, one to read that) and one per kind.
    """
    slices = viewer.slices()
    options = {"slices": slices, "filters": NO_FILTERS, "page": 1, "page_size": PAGE_SIZE, "sort": Sort.RELEVANCE}
    queries = near_queries(question, lexicon=current_lexicon(), slices=slices)
    answers = [EMBEDDED.search(query, **options) for query in queries]
    counts = [results.total - gone for results, gone in zip(answers, dropped_hits(answers, viewer), strict=True)]
    found = [(query.text, count) for query, count in zip(queries, counts, strict=True) if count > 0]
    return tuple(Choice(value=word, label=word, count=count) for word, count in found[:MOST_NEAR])
