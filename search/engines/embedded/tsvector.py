"""The full-text part on PostgreSQL: tsvector with GIN."""

from collections.abc import Sequence

from search.dutch.query import Alternative, ParsedQuery, Term
from search.engines.embedded.statements import RELATED_WEIGHT, Statement

# Body, summary, keywords, title: PostgreSQL counts from D to A. In the proportion of the SQLite weights.
WEIGHTS = "'{0.1, 0.3, 0.6, 1.0}'"
# Longer texts count less: divide by 1 + the logarithm of the length.
NORMALISATION = 1


def _lexeme(word: str) -> str:
    return f"'{word}'"


def _alternative(alternative: Alternative) -> str:
    joint = " <-> " if alternative.is_phrase else " & "
    return "(" + joint.join(map(_lexeme, alternative.words)) + ")"


def _any(alternatives: Sequence[Alternative]) -> str:
    return "(" + " | ".join(map(_alternative, alternatives)) + ")"


def _typed(term: Term) -> str:
    return _any(term.typed)


def _full(term: Term) -> str:
    return _any((*term.typed, *term.related))


def _rank(weight: float) -> str:
    return f"{weight} * ts_rank({WEIGHTS}, words, %s::tsquery, {NORMALISATION})"


def matched(query: ParsedQuery) -> Statement:
    """Build the SELECT of (id, score) for a question."""
    full = [_full(term) for term in query.terms]
    typed = " | ".join(map(_typed, query.terms))
    if query.required >= len(query.terms):
        everything = " & ".join(full)
        return (
            f"SELECT entry_id AS id, {_rank(RELATED_WEIGHT)} + {_rank(1.0)} AS score "  # noqa: S608
            "FROM search_fulltext WHERE words @@ %s::tsquery",
            [everything, typed, everything],
        )
    anything = " | ".join(full)
    held = " + ".join(["(words @@ %s::tsquery)::int"] * len(full))
    return (
        f"SELECT entry_id AS id, {_rank(RELATED_WEIGHT)} + {_rank(1.0)} AS score "  # noqa: S608
        f"FROM search_fulltext WHERE words @@ %s::tsquery AND {held} >= %s",
        [anything, typed, anything, *full, query.required],
    )


def titles(words: Sequence[str]) -> Statement:
    """Build the SELECT of (id, score) of titles that hold the words, the last one as a beginning."""
    expression = " & ".join([*map(_lexeme, words[:-1]), f"{_lexeme(words[-1])}:*"])
    return (
        "SELECT entry_id AS id, 1.0 / (1 + length(titles)) AS score FROM search_fulltext WHERE titles @@ %s::tsquery",
        [expression],
    )
