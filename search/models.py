"""Re-exports the subjects' models for Django."""

from search.asked.models import AskedSearch, SearchDecision
from search.dutch.models import SynonymGroup
from search.index.models import EngineState, EngineTask, Entry, EntryFacet, EntryText, FacetLabel, Rebuild, Word
from search.meaning.models import EntryVector
from search.promoted.models import PromotedResult, Promotion
from search.related.models import RelatedEntry, RelatedMark

__all__ = [
    "AskedSearch",
    "EngineState",
    "EngineTask",
    "Entry",
    "EntryFacet",
    "EntryText",
    "EntryVector",
    "FacetLabel",
    "PromotedResult",
    "Promotion",
    "Rebuild",
    "RelatedEntry",
    "RelatedMark",
    "SearchDecision",
    "SynonymGroup",
    "Word",
]
