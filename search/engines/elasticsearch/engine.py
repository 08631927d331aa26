"""Asks the server."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import A, Q, Search

from search.dutch.query import Alternative, ParsedQuery, Term
from search.engines.breaker import Breaker
from search.engines.elasticsearch.client import UNREACHABLE
from search.engines.interface import EngineHit, EngineUnavailable, Filters, Results, Sort, Span

FIELDS = ["title^10", "keywords^6", "summary^3", "body"]
RELATED_WEIGHT = 0.35
FACET_VALUES = 50
FACETS = {"soort": "kind", "thema": "thema", "school": "school", "staat": "staat"}
SORTS: dict[Sort, list[dict]] = {
    Sort.RELEVANCE: [],
    Sort.NEWEST: [{"newest": {"order": "desc"}}],
    Sort.SOONEST: [{"happens": {"order": "asc", "missing": "_last"}}],
}


def _word(word: str) -> Any:
    return Q("multi_match", query=word, fields=FIELDS, type="most_fields")


def _alternative(alternative: Alternative) -> Any:
    if len(alternative.words) == 1:
        return _word(alternative.words[0])
    if alternative.is_phrase:
        return Q("multi_match", query=" ".join(alternative.words), fields=FIELDS, type="phrase")
    return Q("bool", must=[_word(word) for word in alternative.words])


def _term(term: Term) -> Any:
    """One term: the best of its alternatives counts, so that many rare synonyms never outweigh the word typed."""
    typed = Q("dis_max", queries=[_alternative(one) for one in term.typed], boost=1 + RELATED_WEIGHT)
    if not term.related:
        return typed
    related = Q("dis_max", queries=[_alternative(one) for one in term.related], boost=RELATED_WEIGHT)
    return Q("dis_max", queries=[typed, related])


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
        """Find entries, in one request."""
        terms = Q("bool", should=[_term(term) for term in query.terms], minimum_should_match=query.required)
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

    def _ask(self, search: Search) -> Any:
        if not self._breaker.lets_through():
            raise EngineUnavailable("it gave no answer a moment ago")
        try:
            answer = search.execute()
        except UNREACHABLE as error:
            self._breaker.failed()
            raise EngineUnavailable(f"{type(error).__name__}: {error}"[:200]) from error
        self._breaker.succeeded()
        return answer
