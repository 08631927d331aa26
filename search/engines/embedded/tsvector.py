"""The full-text part on PostgreSQL: tsvector. Where a term stands counts most; ts_rank decides between equals."""

from collections.abc import Sequence

from search.dutch.query import Alternative, ParsedQuery, Term
from search.dutch.words import ASKING
from search.engines.embedded.statements import Statement
from search.engines.weights import ASKED, BODY, FINE, KEYWORDS, RELATED_WEIGHT, SUMMARY, TITLE, WHOLE

# Body, summary, keywords, title: PostgreSQL counts from D to A.
WEIGHTS = f"'{{{BODY / TITLE}, {SUMMARY / TITLE}, {KEYWORDS / TITLE}, 1.0}}'"
FIELDS = (("A", TITLE), ("B", KEYWORDS), ("C", SUMMARY))
# Longer texts count less: divide by 1 + the logarithm of the length.
NORMALISATION = 1


def _lexeme(word: str, field: str = "") -> str:
    return f"'{word}'{':' + field if field else ''}"


def _alternative(alternative: Alternative, field: str) -> str:
    joint = " <-> " if alternative.is_phrase else " & "
    return "(" + joint.join(_lexeme(word, field) for word in alternative.words) + ")"


def _any(alternatives: Sequence[Alternative], field: str) -> str:
    return "(" + " | ".join(_alternative(one, field) for one in alternatives) + ")"


def _typed(term: Term, field: str = "") -> str:
    return _any(term.typed, field)


def _full(term: Term, field: str = "") -> str:
    return _any((*term.typed, *term.related), field)


class _Score:
    """The sum of what an entry's words count for, with its parameters."""

    def __init__(self) -> None:
        self.sql: list[str] = []
        self.params: list = []

    def add(self, expression: str, score: float | str) -> None:
        self.sql.append(f"{score} * (words @@ %s::tsquery)::int")
        self.params.append(expression)

    def add_term(self, term: Term) -> None:
        """Add what a term counts for in each field."""
        for field, weight in FIELDS:
            typed = weight * (1 - RELATED_WEIGHT) if term.related else weight
            self.add(_typed(term, field), typed)
            if term.related:
                self.add(_full(term, field), weight * RELATED_WEIGHT)

    def add_whole(self, query: ParsedQuery) -> None:
        """Add what it counts for to be called exactly what is asked."""
        if query.is_sentence:
            self.add(_lexeme(ASKING), ASKED)
        typed, related = query.whole
        if typed:
            self.add(_lexeme(typed), WHOLE)
        if related:
            self.add(" | ".join(map(_lexeme, related)), WHOLE * RELATED_WEIGHT)

    def add_fine(self, expression: str) -> None:
        """Add PostgreSQL's own ranking, which lies between 0 and 1."""
        self.sql.append(f"{FINE} * ts_rank({WEIGHTS}, words, %s::tsquery, {NORMALISATION})")
        self.params.append(expression)

    @property
    def sum(self) -> str:
        return " + ".join(self.sql)


def matched(query: ParsedQuery) -> Statement:
    """Build the SELECT of (id, score) for a question."""
    return _all_terms(query) if query.required >= len(query.terms) else _part_of_terms(query)


def _all_terms(query: ParsedQuery) -> Statement:
    everything, score = " & ".join(map(_full, query.terms)), _Score()
    score.add(" & ".join(map(_typed, query.terms)), BODY * (1 - RELATED_WEIGHT))
    for term in query.terms:
        score.add_term(term)
    score.add_whole(query)
    score.add_fine(" | ".join(map(_typed, query.terms)))
    return (
        f"SELECT entry_id AS id, {score.sum} AS score FROM search_fulltext WHERE words @@ %s::tsquery",  # noqa: S608
        [*score.params, everything],
    )


def _part_of_terms(query: ParsedQuery) -> Statement:
    """Rare words count more than common ones, and every word that is missing costs its share."""
    full = [_full(term) for term in query.terms]
    counts = ", ".join(
        f"(SELECT 1.0 / (1.0 + LN(GREATEST(COUNT(*), 1))) FROM search_fulltext WHERE words @@ %s::tsquery) AS w{number}"  # noqa: S608
        for number in range(len(full))
    )
    sums, params = [], []
    for number, term in enumerate(query.terms):
        score = _Score()
        score.add(full[number], BODY)
        score.add_term(term)
        sums.append(f"w{number} * ({score.sum})")
        params += score.params
    held = " + ".join(["(words @@ %s::tsquery)::int"] * len(full))
    return (
        f"""SELECT entry_id AS id, ({" + ".join(sums)}) * held / {len(full)} AS score
        FROM (SELECT entry_id, words, {held} AS held FROM search_fulltext WHERE words @@ %s::tsquery) AS found
        CROSS JOIN (SELECT {counts}) AS rarity WHERE held >= %s""",  # noqa: S608
        [*params, *full, " | ".join(full), *full, query.required],
    )


def titles(words: Sequence[str]) -> Statement:
    """Build the SELECT of (id, score) of titles that hold the words, the last one as a beginning."""
    expression = " & ".join([*map(_lexeme, words[:-1]), f"{_lexeme(words[-1])}:*"])
    return (
        "SELECT entry_id AS id, 1.0 / (1 + length(titles)) AS score FROM search_fulltext WHERE titles @@ %s::tsquery",
        [expression],
    )
