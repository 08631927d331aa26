"""Re-exports the subjects' models for Django."""

from search.asked.models import AskedSearch, SearchDecision
from search.dutch.models import SynonymGroup
from search.index.models import EngineTask, Entry, EntryFacet, EntryText, FacetLabel, Word
from search.meaning.models import EntryVector

__all__ = [
    "AskedSearch",
    "EngineTask",
    "Entry",
    "EntryFacet",
    "EntryText",
    "EntryVector",
    "FacetLabel",
    "SearchDecision",
    "SynonymGroup",
    "Word",
]
