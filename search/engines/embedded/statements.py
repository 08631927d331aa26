"""The SQL of the embedded engine: one statement gives a page of hits, the totals and the facets."""

from collections.abc import Sequence

from search.engines.interface import Filters, Sort

FACET_VALUES = 50

Statement = tuple[str, list]


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


def _passes(filters: Filters) -> tuple[dict[str, str], dict[str, list]]:
    sql = {"soort": "TRUE", "thema": "TRUE", "school": "TRUE"}
    params: dict[str, list] = {"soort": [], "thema": [], "school": []}
    if filters.kind:
        sql["soort"], params["soort"] = "e.kind = %s", [filters.kind]
    for name, value in (("thema", filters.theme), ("school", filters.institution)):
        if value:
            sql[name] = (
                "EXISTS (SELECT 1 FROM search_entryfacet f WHERE f.entry_id = e.id AND f.name = %s AND f.value = %s)"
            )
            params[name] = [name, value]
    return sql, params


def conditions_of(filters: Filters) -> list[Statement]:
    """Give the conditions of the filters that are on."""
    sql, params = _passes(filters)
    return [(sql[name], params[name]) for name in sql]


def page_statement(
    matched: Statement, *, slices: Sequence[str], filters: Filters, page: int, page_size: int, sort: Sort
) -> Statement:
    """Build the whole statement around the full-text part.

    Parameters:
        matched: A SELECT that gives (id, score) of the entries whose text matches.

    CROSS JOIN keeps SQLite from starting at the wrong table: from what matched it reads entries by key. Only the rows
    of the page are numbered, and all counts that need no facet come from one pass.

    Returns:
        SQL that gives rows (part, name, value, first, second, third): "hit" with the entry's id, score and place;
        "kind" with the kind as value and how many entries pass the other filters, pass all filters, and match at all;
        "facet" with name, value and count.
    """
    condition, condition_params = visible("e", slices)
    passes, passes_params = _passes(filters)
    order = "newest DESC, score DESC, id" if sort == Sort.NEWEST else "score DESC, id"
    sql = f"""
        WITH matched AS MATERIALIZED ({matched[0]}),
        hits AS MATERIALIZED (
            SELECT e.id, e.kind, m.score * e.boost AS score, COALESCE(e.published_at, e.updated_at) AS newest,
                {passes["soort"]} AS in_soort, {passes["thema"]} AS in_thema, {passes["school"]} AS in_school
            FROM matched m CROSS JOIN search_entry e WHERE e.id = m.id AND {condition}
        ),
        page AS (
            SELECT id, score, newest FROM hits WHERE in_soort AND in_thema AND in_school
            ORDER BY {order} LIMIT %s OFFSET %s
        )
        SELECT 'hit' AS part, '' AS name, '' AS value, id AS first, score AS second,
            ROW_NUMBER() OVER (ORDER BY {order}) AS third FROM page
        UNION ALL
        SELECT 'kind', '', kind, COUNT(*) FILTER (WHERE in_thema AND in_school),
            COUNT(*) FILTER (WHERE in_soort AND in_thema AND in_school), COUNT(*) FROM hits GROUP BY kind
        UNION ALL
        SELECT 'facet', f.name, f.value, COUNT(*), 0, 0 FROM hits CROSS JOIN search_entryfacet f
            WHERE f.entry_id = hits.id AND in_soort
            AND ((f.name = 'thema' AND in_school) OR (f.name = 'school' AND in_thema)) GROUP BY f.name, f.value
    """  # noqa: S608 (only fixed names and placeholders are put in)
    params = [
        *matched[1],
        *passes_params["soort"],
        *passes_params["thema"],
        *passes_params["school"],
        *condition_params,
        page_size,
        (page - 1) * page_size,
    ]
    return sql, params
