"""What is near a question in meaning, asked of the engine at hand; nothing at all where that is off or fails."""

from collections.abc import Sequence

from search.engines.interface import Engine, EngineHit, EngineUnavailable, Filters, Results
from search.meaning.encoder import EncoderFailed, encoder_at_hand
from search.meaning.rules import DEPTH, LONGEST_QUESTION, fused
from search.results.rules import PAGE_SIZE


def with_meaning(
    results: Results, question: str, *, engine: Engine, slices: Sequence[str], filters: Filters
) -> tuple[Results, tuple[EngineHit, ...]]:
    """Put a first page into the order of words and meaning, and give what only meaning found.

    Counts and facets stay those of the words. A failure changes nothing: words alone are an answer too.

    Parameters:
        results: First page by relevance.
        question: As it was answered, so after a correction.
    """
    near = _near(question, engine=engine, slices=slices, filters=filters)
    if not near:
        return results, ()
    found = {hit.entry_id: hit for hit in results.hits}
    ordered, related = fused(list(found), near, is_all_found=results.total <= PAGE_SIZE)
    hits = tuple(found[pk] for pk in ordered)
    return (
        Results(hits, results.total, results.unfiltered_total, results.facets),
        tuple(EngineHit(entry_id=pk, score=near[pk]) for pk in related),
    )


def _near(question: str, *, engine: Engine, slices: Sequence[str], filters: Filters) -> dict[int, float]:
    encoder = encoder_at_hand()
    if encoder is None:
        return {}
    try:
        vector = encoder.question(question[:LONGEST_QUESTION])
        hits = engine.nearest(vector, slices=slices, filters=filters, limit=DEPTH)
    except (EncoderFailed, EngineUnavailable):
        return {}
    return {hit.entry_id: hit.score for hit in hits}
