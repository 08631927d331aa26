"""Writes of reactions: by their writers, by those who report, and by the conversation leaders."""

from stories.reactions.actions.deciding import dismiss_reports, hide_reaction, remove_reaction, restore_reaction
from stories.reactions.actions.keeping import erase_person, outdate
from stories.reactions.actions.reporting import report_reaction
from stories.reactions.actions.threads import close_thread, open_thread
from stories.reactions.actions.writing import edit_own, react, remove_own

__all__ = [
    "close_thread",
    "dismiss_reports",
    "edit_own",
    "erase_person",
    "hide_reaction",
    "open_thread",
    "outdate",
    "react",
    "remove_own",
    "remove_reaction",
    "report_reaction",
    "restore_reaction",
]
