"""The SQL of the embedded engine: one statement gives a page of hits, the totals and the facets."""

from collections.abc import Callable, Sequence
from datetime import datetime

from search.engines.interface import Filters, Sort, Span

FACET_VALUES = 50

Statement = tuple[str, list]
# Turns a moment into what the database compares with its own.
Moment = Callable[[datetime], object]

_ORDERS = {
    Sort.RELEVANCE: "score DESC, id",
    Sort.NEWEST: "newest DESC, score DESC, id",
    Sort.SOONEST: "happens_at IS NULL, happens_at, score DESC, id",
}


def visible(alias: str, slices: Sequence[str]) -> Statement:
    """Give the condition that keeps the one entry per object which the holder of these slices gets.

    The same rule as EntryQuerySet.for_slices (DECISIONS 11).
    """
    marks = ", ".join(["%s"] * len(slices))
    sql = f"{alias}.slice IN ({marks})"
    params = list(slices)
    if len(slices) > 1:
        sql += f""" AND (NOT {alias}.has_wider OR NOT EXISTS (
            SELECT 1 FROM search_entry wider WHERE wider.kind = {alias}.kind AND wider.object_key = {alias}.object_key
            AND wider.slice IN ({marks}) AND wider.width > {alias}.width))"""  # noqa: S608 (fixed names and placeholders)
        params += slices
    return sql, params


def _passes(filters: Filters, moment: Moment) -> dict[str, Statement]:
    """Give the condition of each filter that is on, by the name of its facet."""
    conditions: dict[str, Statement] = {}
    if filters.kind:
        conditions["soort"] = "e.kind = %s", [filters.kind]
    if filters.when:
        bounds = [moment(filters.when.since), moment(filters.when.until)]
        conditions["wanneer"] = "(e.happens_at >= %s AND e.happens_at < %s)", bounds
    for name, value in (("staat", filters.status), ("thema", filters.theme), ("school", filters.institution)):
        if value:
            conditions[name] = (
                "EXISTS (SELECT 1 FROM search_entryfacet f WHERE f.entry_id = e.id AND f.name = %s AND f.value = %s)",
                [name, value],
            )
    return conditions


def _counted_in(spans: Sequence[Span], others: str, moment: Moment) -> Statement:
    """Count what takes place in each span, as a further part of the union; nothing without spans."""
    if not spans:
        return "", []
    values = ", ".join(["(%s, %s, %s)"] * len(spans))
    sql = f"""
        UNION ALL
        SELECT 'facet', 'wanneer', span.column1, COUNT(*), 0, 0 FROM hits CROSS JOIN (VALUES {values}) AS span
            WHERE hits.happens_at >= span.column2 AND hits.happens_at < span.column3 AND {others}
            GROUP BY span.column1"""  # noqa: S608 (fixed names and placeholders)
    return sql, [param for span in spans for param in (span.value, moment(span.since), moment(span.until))]


def conditions_of(filters: Filters, moment: Moment) -> list[Statement]:
    """Give the conditions of the filters that are on."""
    return list(_passes(filters, moment).values())


def page_statement(
    matched: Statement,
    *,
    slices: Sequence[str],
    filters: Filters,
    page: int,
    page_size: int,
    sort: Sort,
    spans: Sequence[Span],
    moment: Moment,
) -> Statement:
    """Build the whole statement around the full-text part.

    Parameters:
        matched: A SELECT that gives (id, score) of the entries whose text matches.
        spans: Stretches of time to count in.
        moment: Turns a moment into what this database compares with its own.

    CROSS JOIN keeps SQLite from starting at the wrong table: from what matched it reads entries by key. Only the rows
    of the page are numbered, and all counts that need no facet come from one pass. A filter that is off costs nothing.

    Returns:
        SQL that gives rows (part, name, value, first, second, third): "hit" with the entry's id, score and place;
        "kind" with the kind as value and how many entries pass the other filters, pass all filters, and match at all;
        "facet" with name, value and count.
    """
    condition, condition_params = visible("e", slices)
    passes, order = _passes(filters, moment), _ORDERS[sort]
    columns = "".join(f", {sql} AS in_{name}" for name, (sql, _params) in passes.items())

    def all_but(facet: str) -> str:
        return " AND ".join(f"in_{name}" for name in passes if name != facet) or "TRUE"

    by_facet = " OR ".join(f"(f.name = '{name}' AND {all_but(name)})" for name in ("thema", "school", "staat"))
    by_span, span_params = _counted_in(spans, all_but("wanneer"), moment)
    sql = f"""
        WITH matched AS MATERIALIZED ({matched[0]}),
        hits AS MATERIALIZED (
            SELECT e.id, e.kind, e.happens_at, m.score * e.boost AS score,
                COALESCE(e.published_at, e.updated_at) AS newest{columns}
            FROM matched m CROSS JOIN search_entry e WHERE e.id = m.id AND {condition}
        ),
        page AS (
            SELECT id, score, newest, happens_at FROM hits WHERE {all_but("")}
            ORDER BY {order} LIMIT %s OFFSET %s
        )
        SELECT 'hit' AS part, '' AS name, '' AS value, id AS first, score AS second,
            ROW_NUMBER() OVER (ORDER BY {order}) AS third FROM page
        UNION ALL
        SELECT 'kind', '', kind, COUNT(*) FILTER (WHERE {all_but("soort")}),
            COUNT(*) FILTER (WHERE {all_but("")}), COUNT(*) FROM hits GROUP BY kind
        UNION ALL
        SELECT 'facet', f.name, f.value, COUNT(*), 0, 0 FROM hits CROSS JOIN search_entryfacet f
            WHERE f.entry_id = hits.id AND ({by_facet}) GROUP BY f.name, f.value{by_span}
    """  # noqa: S608 (only fixed names and placeholders are put in)
    params = [
        *matched[1],
        *(param for _sql, params in passes.values() for param in params),
        *condition_params,
        page_size,
        (page - 1) * page_size,
        *span_params,
    ]
    return sql, params
