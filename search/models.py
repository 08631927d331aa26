"""Re-exports the subjects' models for Django."""

from search.asked.models import AskedQuestion, QuestionDecision
from search.dutch.models import SynonymGroup
from search.index.models import EngineTask, Entry, EntryFacet, EntryText, FacetLabel, Word

__all__ = [
    "AskedQuestion",
    "EngineTask",
    "Entry",
    "EntryFacet",
    "EntryText",
    "FacetLabel",
    "QuestionDecision",
    "SynonymGroup",
    "Word",
]
