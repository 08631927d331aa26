"""Writes of exchanges. Each locks the exchange, decides, writes and mails, in one step."""

from events.placements.actions.agreeing import confirm_agreement, save_agreement, take_back
from events.placements.actions.beginning import begin_placement, change_host, may_undo_begin, undo_begin
from events.placements.actions.clock import remind_week_before
from events.placements.actions.consenting import (
    answer_consent,
    ask_manager,
    decide_myself,
    expired_question,
    readable,
    remind_managers,
    renew_question,
    withdraw_question,
)
from events.placements.actions.ending import cancel_placement, follow_time
from events.placements.actions.keeping import erase_person, outdate
from events.placements.actions.recording import forget_record, record_placement

__all__ = [
    "answer_consent",
    "ask_manager",
    "begin_placement",
    "cancel_placement",
    "change_host",
    "confirm_agreement",
    "decide_myself",
    "erase_person",
    "expired_question",
    "follow_time",
    "forget_record",
    "may_undo_begin",
    "outdate",
    "readable",
    "record_placement",
    "remind_managers",
    "remind_week_before",
    "renew_question",
    "save_agreement",
    "take_back",
    "undo_begin",
    "withdraw_question",
]
