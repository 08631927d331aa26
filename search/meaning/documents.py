"""Vectors as outside engines take them."""

from array import array
from typing import Any

from search.index.models import Entry
from search.meaning.encoder import MODEL, is_wanted
from search.meaning.models import EntryVector


def numbers(vector: bytes) -> list[float]:
    """Give the numbers of a stored vector."""
    return array("f", vector).tolist()


def meaning_of(entry: Entry) -> dict[str, Any]:
    """Give the field of a document that holds what an entry is about; nothing when search by meaning is off, or the
    vector is of other content than the entry's.
    """
    if not is_wanted():
        return {}
    try:
        vector = entry.vector
    except EntryVector.DoesNotExist:
        return {}
    if vector.model != MODEL or vector.content_hash != entry.content_hash:
        return {}
    return {"meaning": numbers(bytes(vector.values))}
