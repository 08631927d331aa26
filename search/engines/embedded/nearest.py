"""Search by meaning in the database at hand: vectors are compared in memory, the database says which still hold."""

from collections.abc import Sequence

from search.engines.embedded.statements import Statement
from search.engines.interface import EngineHit
from search.meaning.vectors import VECTORS

# Of so many of the nearest the database is asked which pass; the pages need some twenty.
CANDIDATES = 200


def candidates(question: bytes, slices: Sequence[str]) -> dict[int, float]:
    """Give the similarity of the nearest by the key of their vector, nearest first."""
    return dict(VECTORS.nearest(question, slices=slices, limit=CANDIDATES))


def holding_statement(keys: Sequence[int], conditions: Sequence[Statement]) -> Statement:
    """Build the SELECT of (key of the vector, entry) that keeps the vectors of what the entries say now.

    Parameters:
        keys: Keys of vectors; not empty.
        conditions: What entries (`e`) must meet besides: who looks, and the filters.
    """
    marks = ", ".join(["%s"] * len(keys))
    sql = f"""SELECT v.id, e.id FROM search_entryvector v CROSS JOIN search_entry e
        WHERE v.id IN ({marks}) AND e.id = v.entry_id AND e.content_hash = v.content_hash"""  # noqa: S608
    params = list(keys)
    for condition, values in conditions:
        sql += f" AND {condition}"
        params += values
    return sql, params


def nearest_hits(found: dict[int, float], held: Sequence[tuple[int, int]], limit: int) -> tuple[EngineHit, ...]:
    """Put what holds in the order of nearness."""
    entries = dict(held)
    hits = [EngineHit(entry_id=entries[key], score=score) for key, score in found.items() if key in entries]
    return tuple(hits[:limit])
