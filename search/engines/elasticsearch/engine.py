"""Asks the server."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from math import log
from operator import and_
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch
from elasticsearch.dsl import A, Q, Search

from search.dutch.query import Alternative, ParsedQuery, Term
from search.dutch.words import ASKING
from search.engines.breaker import Breaker
from search.engines.elasticsearch.client import UNREACHABLE
from search.engines.interface import EngineHit, EngineUnavailable, Filters, Results, Sort, Span
from search.engines.weights import ASKED, BODY, FINE, KEYWORDS, RELATED_WEIGHT, SUMMARY, TITLE, WHOLE
from search.meaning.documents import numbers

logger = logging.getLogger("portal.search")

FIELDS = {"title": TITLE, "keywords": KEYWORDS, "summary": SUMMARY, "body": BODY}
FACET_VALUES = 50
# So many the server looks at, to give the nearest.
CANDIDATES = 200
FACETS = {"soort": "kind", "thema": "thema", "school": "school", "staat": "staat"}
SORTS: dict[Sort, list[dict]] = {
    Sort.RELEVANCE: [],
    Sort.NEWEST: [{"newest": {"order": "desc"}}],
    Sort.SOONEST: [{"happens": {"order": "asc", "missing": "_last"}}],
}
# The server's own ranking has no upper bound; for a title of one rare word it gives about ten.
_FINE = FINE / 10
_WEIGHED = [f"{field}^{weight}" for field, weight in FIELDS.items()]


def _in_field(alternative: Alternative, field: str) -> Any:
    if len(alternative.words) == 1:
        return Q("term", **{field: alternative.words[0]})
    if alternative.is_phrase:
        return Q("match_phrase", **{field: " ".join(alternative.words)})
    return Q("bool", must=[Q("term", **{field: word}) for word in alternative.words])


def _anywhere(alternative: Alternative) -> Any:
    if alternative.is_phrase and len(alternative.words) > 1:
        return Q("bool", should=[_in_field(alternative, field) for field in FIELDS], minimum_should_match=1)
    words = [
        Q("bool", should=[Q("term", **{field: word}) for field in FIELDS], minimum_should_match=1)
        for word in alternative.words
    ]
    return words[0] if len(words) == 1 else Q("bool", must=words)


def _any(queries: Iterable[Any]) -> Any:
    return Q("bool", should=list(queries), minimum_should_match=1)


def _counts(query: Any, score: float) -> Any:
    return Q("constant_score", filter=query, boost=score)


def _matches(term: Term) -> Any:
    return _any(_anywhere(one) for one in (*term.typed, *term.related))


def _places(term: Term) -> list[Any]:
    """What a term counts for in each field."""
    found = []
    for field, weight in FIELDS.items():
        typed = weight * (1 - RELATED_WEIGHT) if term.related else weight
        found.append(_counts(_any(_in_field(one, field) for one in term.typed), typed))
        if term.related:
            full = _any(_in_field(one, field) for one in (*term.typed, *term.related))
            found.append(_counts(full, weight * RELATED_WEIGHT))
    return found


def _whole(query: ParsedQuery) -> list[Any]:
    """What it counts for to be called exactly what is asked."""
    typed, related = query.whole
    counted = [((typed,), WHOLE), (related, WHOLE * RELATED_WEIGHT), ((ASKING,) if query.is_sentence else (), ASKED)]
    return [_counts(Q("terms", title=list(words)), score) for words, score in counted if any(words)]


def _all_terms(query: ParsedQuery) -> Any:
    fine = [
        Q("multi_match", query=word, fields=_WEIGHED, type="most_fields", boost=_FINE)
        for term in query.terms
        for word in term.typed[0].words
    ]
    places = [place for term in query.terms for place in _places(term)]
    return Q("bool", filter=[_matches(term) for term in query.terms], should=[*places, *_whole(query), *fine])


def _part_of_terms(query: ParsedQuery, counts: Sequence[int]) -> Any:
    """Rare words count more than common ones, and every word that is missing costs its share."""
    matches = [_matches(term) for term in query.terms]
    places = [
        _counts(place.filter, place.boost / (1 + log(max(count, 1))))
        for term, count in zip(query.terms, counts, strict=True)
        for place in _places(term)
    ]
    terms = Q("bool", should=matches, minimum_should_match=query.required)
    shares = [{"filter": match, "weight": 1 / len(matches)} for match in matches]
    return Q(
        "function_score",
        query=Q("bool", filter=[terms], should=places),
        functions=shares,
        score_mode="sum",
        boost_mode="multiply",
    )


def _of_viewer(slices: Sequence[str]) -> Any:
    """Keep the one entry per object that the holder of these slices gets (DECISIONS 11)."""
    return Q("bool", filter=[Q("terms", slice=list(slices))], must_not=[Q("terms", superseded_by=list(slices))])


def _filters(filters: Filters) -> dict[str, Any]:
    chosen = filters.chosen()
    asked = {name: Q("term", **{field: chosen[name]}) for name, field in FACETS.items() if chosen[name]}
    if filters.when:
        asked["wanneer"] = Q("range", happens={"gte": _stamp(filters.when.since), "lt": _stamp(filters.when.until)})
    return asked


def _stamp(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _ordered(buckets: Sequence[Any]) -> tuple[tuple[str, int], ...]:
    counted = ((bucket.key, bucket.doc_count) for bucket in buckets if bucket.doc_count)
    return tuple(sorted(counted, key=lambda one: (-one[1], one[0])))


def _all(queries: Sequence[Any]) -> Any:
    return reduce(and_, queries, Q("match_all"))


class ElasticsearchEngine:
    """The engine on a server; it answers within its time-out or not at all."""

    name = "elasticsearch"

    def __init__(self, client: Elasticsearch, alias: str, breaker: Breaker | None = None):
        self._client = client
        self._alias = alias
        self._breaker = breaker or Breaker()

    def search(
        self,
        query: ParsedQuery,
        *,
        slices: Sequence[str],
        filters: Filters,
        page: int,
        page_size: int,
        sort: Sort,
        spans: Sequence[Span] = (),
    ) -> Results:
        """Find entries, in one request; in two when part of the words will do."""
        if not query.terms:
            return Results()
        wants_all = query.required >= len(query.terms)
        terms = _all_terms(query) if wants_all else _part_of_terms(query, self._counted(query))
        ranked = Q(
            "function_score",
            query=Q("bool", must=[terms], filter=[_of_viewer(slices)]),
            field_value_factor={"field": "boost"},
            boost_mode="multiply",
        )
        chosen = _filters(filters)
        search = Search(using=self._client, index=self._alias).query(ranked).post_filter(_all(list(chosen.values())))
        search = search.extra(track_total_hits=True, track_scores=True).source(False)
        search = search.sort(*SORTS[sort], {"_score": {"order": "desc"}}, {"entry_id": {"order": "asc"}})
        search.aggs.bucket("unfiltered", A("filter", Q("match_all")))
        counts = {name: A("terms", field=field, size=FACET_VALUES) for name, field in FACETS.items()}
        if spans:
            ranges = [{"key": one.value, "from": _stamp(one.since), "to": _stamp(one.until)} for one in spans]
            counts["wanneer"] = A("date_range", field="happens", ranges=ranges)
        for name, values in counts.items():
            others = [one for other, one in chosen.items() if other != name]
            search.aggs.bucket(name, A("filter", _all(others))).bucket("values", values)
        found = self._ask(search[(page - 1) * page_size : page * page_size])
        return Results(
            hits=tuple(EngineHit(entry_id=int(hit.meta.id), score=float(hit.meta.score)) for hit in found),
            total=found.hits.total.value,
            unfiltered_total=found.aggregations.unfiltered.doc_count,
            facets={name: _ordered(found.aggregations[name]["values"].buckets) for name in counts},
        )

    def suggest(self, words: Sequence[str], *, slices: Sequence[str], limit: int, kind: str = "") -> tuple[int, ...]:
        """Find entries by the words of their title."""
        typed = [Q("term", spelt=word) for word in words[:-1]] + [Q("prefix", spelt=words[-1])]
        of_kind = [Q("term", kind=kind)] if kind else []
        query = Q("bool", must=typed, filter=[_of_viewer(slices), *of_kind])
        search = Search(using=self._client, index=self._alias).query(query).source(False)
        search = search.sort({"_score": {"order": "desc"}}, {"entry_id": {"order": "asc"}})
        return tuple(int(hit.meta.id) for hit in self._ask(search[:limit]))

    def nearest(self, question: bytes, *, slices: Sequence[str], filters: Filters, limit: int) -> tuple[EngineHit, ...]:
        """Find the entries nearest in meaning."""
        chosen = _all([_of_viewer(slices), *_filters(filters).values()])
        search = Search(using=self._client, index=self._alias).source(False)
        search = search.knn(
            "meaning", k=limit, num_candidates=CANDIDATES, query_vector=numbers(question), filter=chosen
        )
        found = self._ask(search[:limit])
        # The server's score of a dot product is half of 1 + itself.
        return tuple(EngineHit(entry_id=int(hit.meta.id), score=2 * float(hit.meta.score) - 1) for hit in found)

    def _counted(self, query: ParsedQuery) -> list[int]:
        """Count how many entries hold each term."""
        search = Search(using=self._client, index=self._alias)[:0]
        for number, term in enumerate(query.terms):
            search.aggs.bucket(str(number), A("filter", _matches(term)))
        found = self._ask(search)
        return [found.aggregations[str(number)].doc_count for number in range(len(query.terms))]

    def _ask(self, search: Search) -> Any:
        if not self._breaker.lets_through():
            raise EngineUnavailable("it gave no answer a moment ago")
        try:
            # Without part of the index the answer would be wrong, and nobody would see it.
            answer = search.params(allow_partial_search_results=False).execute()
            if not isinstance(answer.to_dict().get("hits"), dict):
                raise EngineUnavailable("the answer is not that of a search engine")
        except BadRequestError as error:
            # It does answer: an index of an older form, say, has no vectors yet.
            raise EngineUnavailable(type(error).__name__) from error
        except (*UNREACHABLE, AttributeError, TypeError, ValueError) as error:
            # The last three come of an answer that is whole, but no answer: a proxy's own page, for one.
            self._gave_none(error)
            raise EngineUnavailable(type(error).__name__) from error
        except EngineUnavailable as error:
            self._gave_none(error)
            raise
        self._breaker.succeeded()
        return answer

    def _gave_none(self, error: Exception) -> None:
        if self._breaker.failed():
            logger.error("search engine %s is left alone for a while: %s", self.name, type(error).__name__)
