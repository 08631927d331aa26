"""The full-text part on SQLite: FTS5. Where a term stands counts most; bm25 decides between equals."""

from collections.abc import Sequence

from search.dutch.query import Alternative, ParsedQuery, Term
from search.dutch.words import ASKING
from search.engines.embedded.statements import Statement
from search.engines.weights import ASKED, BODY, FINE, KEYWORDS, RELATED_WEIGHT, SUMMARY, TITLE, WHOLE

# Title, keywords, summary, body; for bm25.
WEIGHTS = f"{TITLE}, {KEYWORDS}, {SUMMARY}, {BODY}"
FIELDS = (("title", TITLE), ("keywords", KEYWORDS), ("summary", SUMMARY))
# Where bm25 gives half of what it can add.
_HALF = 4.0


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


class _Parts:
    """The SELECTs of (term, id, score) that a question is put together from; term -1 for what belongs to none."""

    def __init__(self) -> None:
        self.sql: list[str] = []
        self.params: list = []
        self._within = ""

    def keep_within(self, expression: str) -> None:
        """Let what is added from now on give only entries that match this, too."""
        self._within = f" AND {expression}"

    def add(self, expression: str, score: float | str, *, term: int = -1) -> None:
        self.sql.append(
            f"SELECT {term} AS term, rowid AS id, {score} AS score FROM search_fulltext WHERE search_fulltext MATCH %s"  # noqa: S608
        )
        # Of a frequent word in a rare combination the full-text index then gives only what counts.
        self.params.append(f"({expression}){self._within}" if self._within else expression)

    def add_places(self, term: Term, *, of: int = -1) -> None:
        """Add what a term counts for in each field."""
        for field, weight in FIELDS:
            typed = weight * (1 - RELATED_WEIGHT) if term.related else weight
            self.add(f"{{{field}}} : {_typed(term)}", typed, term=of)
            if term.related:
                self.add(f"{{{field}}} : {_full(term)}", weight * RELATED_WEIGHT, term=of)

    def add_whole(self, query: ParsedQuery) -> None:
        """Add what it counts for to be called exactly what is asked."""
        if query.is_sentence:
            self.add(_quoted([ASKING]), ASKED)
        typed, related = query.whole
        if typed:
            self.add(_quoted([typed]), WHOLE)
        if related:
            self.add("(" + " OR ".join(_quoted([word]) for word in related) + ")", WHOLE * RELATED_WEIGHT)

    @property
    def union(self) -> str:
        return " UNION ALL ".join(self.sql)


def _fine(most: float) -> str:
    # bm25 is better when lower; what it gives has no upper bound, so it is bent to one.
    bm25 = f"bm25(search_fulltext, {WEIGHTS})"
    return f"{most} * {bm25} / ({bm25} - {_HALF})"


def matched(query: ParsedQuery) -> Statement:
    """Build the SELECT of (id, score) for a question."""
    return _all_terms(query) if query.required >= len(query.terms) else _part_of_terms(query)


def _all_terms(query: ParsedQuery) -> Statement:
    everything = " AND ".join(map(_full, query.terms))
    parts = _Parts()
    # Rows of term 0 say which entries match; all others only add to those.
    if any(term.related for term in query.terms):
        parts.add(everything, BODY * RELATED_WEIGHT, term=0)
        parts.add(" AND ".join(map(_typed, query.terms)), f"{BODY * (1 - RELATED_WEIGHT)} + {_fine(FINE)}")
    else:
        # What was typed is all there is: one look is enough.
        parts.add(everything, f"{BODY} + {_fine(FINE)}", term=0)
    if len(query.terms) > 1:
        parts.keep_within(everything)
    for term in query.terms:
        parts.add_places(term)
    parts.add_whole(query)
    sql = f"SELECT id, SUM(score) AS score FROM ({parts.union}) AS parts GROUP BY id HAVING MAX(term) = 0"  # noqa: S608
    return sql, parts.params


def _part_of_terms(query: ParsedQuery) -> Statement:
    """Rare words count more than common ones, and every word that is missing costs its share."""
    parts = _Parts()
    for number, term in enumerate(query.terms):
        parts.add(_full(term), BODY, term=number)
    base, base_params = parts.union, parts.params
    parts = _Parts()
    for number, term in enumerate(query.terms):
        parts.add_places(term, of=number)
    return (
        f"""WITH base AS MATERIALIZED ({base}),
        enough AS (SELECT id, COUNT(*) AS held FROM base GROUP BY id HAVING COUNT(*) >= %s),
        rarity AS (SELECT term, 1.0 / (1.0 + LN(COUNT(*))) AS weight FROM base GROUP BY term)
        SELECT one.id, SUM(one.score * rarity.weight) * MAX(enough.held) / {len(query.terms)} AS score
        FROM (SELECT * FROM base UNION ALL {parts.union}) AS one
        JOIN enough ON enough.id = one.id JOIN rarity ON rarity.term = one.term GROUP BY one.id""",  # noqa: S608
        [*base_params, query.required, *parts.params],
    )


def titles(words: Sequence[str]) -> Statement:
    """Build the SELECT of (id, score) of titles that hold the words, the last one as a beginning."""
    expression = " AND ".join([*(_quoted([word]) for word in words[:-1]), f"{_quoted(words[-1:])} *"])
    return "SELECT rowid AS id, -rank AS score FROM search_titles WHERE search_titles MATCH %s", [expression]
