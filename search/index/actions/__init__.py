"""Every write of the index."""

from search.index.actions.entries import forget_object, forget_objects, index_object, index_objects, rename_facet
from search.index.actions.following import repair, sync_engines, watch_engines
from search.index.actions.rebuilding import (
    entries_have_old_form,
    hold_rebuild,
    note_form_after_migrate,
    rebuild,
    rebuild_entries,
)
from search.index.actions.words import remember_words, renew_words

__all__ = [
    "entries_have_old_form",
    "forget_object",
    "forget_objects",
    "hold_rebuild",
    "index_object",
    "index_objects",
    "note_form_after_migrate",
    "rebuild",
    "rebuild_entries",
    "remember_words",
    "rename_facet",
    "renew_words",
    "repair",
    "sync_engines",
    "watch_engines",
]
