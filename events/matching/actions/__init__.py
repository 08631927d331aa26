"""Writes of matching."""

from events.matching.actions.choices import dismiss, undo_dismissal
from events.matching.actions.introductions import introduce
from events.matching.actions.keeping import erase_person, outdate
from events.matching.actions.renewing import renew

__all__ = ["dismiss", "erase_person", "introduce", "outdate", "renew", "undo_dismissal"]
