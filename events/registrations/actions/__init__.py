"""Writes of registrations. Each locks the dates it reads in primary-key order, decides, writes, mails, in one step."""

from events.registrations.actions.asking import MOST_QUESTIONS, QuestionPlan, set_questions
from events.registrations.actions.clock import remind, sweep
from events.registrations.actions.guests import Guest, confirm_guest, merge_guest, register_guest, withdraw_guest
from events.registrations.actions.keeping import erase_person, outdate
from events.registrations.actions.offers import accept_offer, decline_offer
from events.registrations.actions.organising import approve, decline, let_in, put_in, put_in_guest, remove
from events.registrations.actions.pairs import Partner, register_pair
from events.registrations.actions.promotion import promote, settle
from events.registrations.actions.signing_up import (
    SignUp,
    change_choices,
    place_of,
    register,
    switch_mode,
    withdraw,
)

__all__ = [
    "MOST_QUESTIONS",
    "Guest",
    "Partner",
    "QuestionPlan",
    "SignUp",
    "accept_offer",
    "approve",
    "change_choices",
    "confirm_guest",
    "decline",
    "decline_offer",
    "erase_person",
    "let_in",
    "merge_guest",
    "outdate",
    "place_of",
    "promote",
    "put_in",
    "put_in_guest",
    "register",
    "register_guest",
    "register_pair",
    "remind",
    "remove",
    "set_questions",
    "settle",
    "sweep",
    "switch_mode",
    "withdraw",
    "withdraw_guest",
]
