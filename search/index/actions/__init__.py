"""Every write of the index."""

from search.index.actions.entries import forget_object, index_object, label_facet
from search.index.actions.following import rebuild, remember_words, renew_words, repair, sync_engines

__all__ = [
    "forget_object",
    "index_object",
    "label_facet",
    "rebuild",
    "remember_words",
    "renew_words",
    "repair",
    "sync_engines",
]
