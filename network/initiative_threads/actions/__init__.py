"""Writes in the conversations of joint actions: by who takes part, and by the conversation leaders."""

from network.initiative_threads.actions.deciding import close_thread, decide_message, dismiss_reports, open_thread
from network.initiative_threads.actions.keeping import erase_person, outdate
from network.initiative_threads.actions.talking import remove_own, report_message, takes_part, write_message

__all__ = [
    "close_thread",
    "decide_message",
    "dismiss_reports",
    "erase_person",
    "open_thread",
    "outdate",
    "remove_own",
    "report_message",
    "takes_part",
    "write_message",
]
