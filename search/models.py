"""Re-exports the subjects' models for Django."""

from search.asked.models import AskedSearch, SearchDecision
from search.dutch.models import SynonymGroup
from search.index.models import EngineTask, Entry, EntryFacet, EntryText, FacetLabel, Word
from search.promoted.models import PromotedResult, Promotion
from search.related.models import RelatedEntry, RelatedMark

__all__ = [
    "AskedSearch",
    "EngineTask",
    "Entry",
    "EntryFacet",
    "EntryText",
    "FacetLabel",
    "PromotedResult",
    "Promotion",
    "RelatedEntry",
    "RelatedMark",
    "SearchDecision",
    "SynonymGroup",
    "Word",
]
