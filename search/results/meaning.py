"""What is related to a question in meaning, asked of the engine at hand; nothing where that is off or fails."""

from collections.abc import Sequence

from search.engines.interface import Engine, EngineHit, EngineUnavailable, Filters, Results
from search.meaning.encoder import encoder_at_hand
from search.meaning.errors import EncoderFailed
from search.meaning.rules import LONGEST_QUESTION, MOST_RELATED, chosen_related
from search.results.rules import PAGE_SIZE


def related_to(
    question: str, results: Results, *, engine: Engine, slices: Sequence[str], filters: Filters
) -> tuple[EngineHit, ...]:
    """Give what is near a question in meaning and not found by its words, nearest first, at most three.

    Nothing while words found more than a page: what is near may stand on a later one, and nobody misses more. A failure
    gives nothing either: words alone are an answer too.

    Parameters:
        question: As it was answered, so after a correction.
        results: First page of what its words found.
    """
    encoder = encoder_at_hand() if results.total <= PAGE_SIZE else None
    if encoder is None:
        return ()
    try:
        vector = encoder.question(question[:LONGEST_QUESTION])
        near = engine.nearest(vector, slices=slices, filters=filters, limit=PAGE_SIZE + MOST_RELATED)
    except (EncoderFailed, EngineUnavailable):
        return ()
    hits = {hit.entry_id: hit for hit in near}
    similarity = {pk: hit.score for pk, hit in hits.items()}
    return tuple(hits[pk] for pk in chosen_related({hit.entry_id for hit in results.hits}, similarity))
