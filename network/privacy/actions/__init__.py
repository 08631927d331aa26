"""Writes of leaving, exporting and staying."""

from network.privacy.actions.absence import mind_absent_members, stay
from network.privacy.actions.erasing import erase_person, reapply_erasures, save_erasure_list
from network.privacy.actions.exports import ask_export, forget_exports, make_export, make_waiting_exports
from network.privacy.actions.leaving import ask_deletion, erase_due, postpone_deletions, take_back_deletion
from network.privacy.actions.retention import outdate_all

__all__ = [
    "ask_deletion",
    "ask_export",
    "erase_due",
    "erase_person",
    "forget_exports",
    "make_export",
    "make_waiting_exports",
    "mind_absent_members",
    "outdate_all",
    "postpone_deletions",
    "reapply_erasures",
    "save_erasure_list",
    "stay",
    "take_back_deletion",
]
