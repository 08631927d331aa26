"""Re-exports the subjects' models for Django."""

from search.dutch.models import SynonymGroup
from search.index.models import EngineTask, Entry, EntryFacet, EntryText, FacetLabel, Word

__all__ = ["EngineTask", "Entry", "EntryFacet", "EntryText", "FacetLabel", "SynonymGroup", "Word"]
