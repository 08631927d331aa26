"""Writes of what stays of a date. Each locks the date or the promise, decides, writes and mails, in one step."""

from events.harvest.actions.clock import remind_owners, tell_afterwards
from events.harvest.actions.feedback import FeedbackText, give_feedback
from events.harvest.actions.keeping import erase_person, outdate
from events.harvest.actions.owning import finish, give_back, set_naming, take_more_time
from events.harvest.actions.promising import (
    PromisePlan,
    add_promise,
    change_promise,
    remove_promise,
    settle_promise,
)
from events.harvest.actions.writing import HarvestText, set_online, write_harvest

__all__ = [
    "FeedbackText",
    "HarvestText",
    "PromisePlan",
    "add_promise",
    "change_promise",
    "erase_person",
    "finish",
    "give_back",
    "give_feedback",
    "outdate",
    "remind_owners",
    "remove_promise",
    "set_naming",
    "set_online",
    "settle_promise",
    "take_more_time",
    "tell_afterwards",
    "write_harvest",
]
