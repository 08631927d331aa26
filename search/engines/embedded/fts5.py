"""The full-text part on SQLite: FTS5 with bm25."""

from collections.abc import Sequence

from search.dutch.query import Alternative, ParsedQuery, Term
from search.engines.embedded.statements import RELATED_WEIGHT, Statement

# Title, keywords, summary, body.
WEIGHTS = "10.0, 6.0, 3.0, 1.0"


def _quoted(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


def _alternative(alternative: Alternative) -> str:
    if alternative.is_phrase or len(alternative.words) == 1:
        return _quoted(alternative.words)
    return "(" + " AND ".join(_quoted([word]) for word in alternative.words) + ")"


def _any(alternatives: Sequence[Alternative]) -> str:
    return "(" + " OR ".join(_alternative(one) for one in alternatives) + ")"


def _typed(term: Term) -> str:
    return _any(term.typed)


def _full(term: Term) -> str:
    return _any((*term.typed, *term.related))


def _ranked(expression: str, weight: float) -> Statement:
    sql = f"""SELECT rowid AS id, {-weight} * bm25(search_fulltext, {WEIGHTS}) AS score
        FROM search_fulltext WHERE search_fulltext MATCH %s"""  # noqa: S608 (fixed numbers)
    return sql, [expression]


def matched(query: ParsedQuery) -> Statement:
    """Build the SELECT of (id, score) for a question; bm25 is better when lower, so it is turned round."""
    if query.required >= len(query.terms) and not any(term.related for term in query.terms):
        return _ranked(" AND ".join(map(_typed, query.terms)), 1.0 + RELATED_WEIGHT)
    if query.required >= len(query.terms):
        parts = [_ranked(" AND ".join(map(_full, query.terms)), RELATED_WEIGHT)]
        parts.append(_ranked(" AND ".join(map(_typed, query.terms)), 1.0))
        union = " UNION ALL ".join(sql for sql, _params in parts)
        return f"SELECT id, SUM(score) AS score FROM ({union}) AS one GROUP BY id", [  # noqa: S608
            param for _sql, params in parts for param in params
        ]
    parts, params = [], []
    for number, term in enumerate(query.terms):
        for expression, weight in ((_full(term), RELATED_WEIGHT), (_typed(term), 1.0)):
            sql, found = _ranked(expression, weight)
            parts.append(f"SELECT {number} AS term, id, score FROM ({sql}) AS one")  # noqa: S608
            params += found
    union = " UNION ALL ".join(parts)
    return (
        f"SELECT id, SUM(score) AS score FROM ({union}) AS parts GROUP BY id "  # noqa: S608
        "HAVING COUNT(DISTINCT term) >= %s",
        [*params, query.required],
    )


def titles(words: Sequence[str]) -> Statement:
    """Build the SELECT of (id, score) of titles that hold the words, the last one as a beginning."""
    expression = " AND ".join([*(_quoted([word]) for word in words[:-1]), f"{_quoted(words[-1:])} *"])
    return "SELECT rowid AS id, -rank AS score FROM search_titles WHERE search_titles MATCH %s", [expression]
