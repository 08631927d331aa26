"""Writes of registrations. Each locks the dates it reads in primary-key order, decides, writes, mails, in one step.

A registration that belongs to the booking of a series: `approve`, `decline`, `remove`, `let_in`, `accept_offer`,
`decline_offer` and `switch_mode` act on the whole booking, `withdraw` and `remove_from_date` on the one date. Who has
the booking itself calls `approve_booking`, `decline_booking`, `remove_booking`, `let_in_booking` and so on.
"""

from events.registrations.actions.asking import MOST_QUESTIONS, QuestionPlan, set_questions
from events.registrations.actions.booking import book_series, change_booking_choices
from events.registrations.actions.booking_desk import (
    approve_booking,
    decline_booking,
    let_in_booking,
    remove_booking,
    remove_from_date,
)
from events.registrations.actions.booking_rows import place_of_booking, running_booking
from events.registrations.actions.booking_steps import (
    accept_booking,
    decline_booking_offer,
    switch_booking,
    take_back_date,
    withdraw_booking,
    withdraw_from_date,
)
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
    "accept_booking",
    "accept_offer",
    "approve",
    "approve_booking",
    "book_series",
    "change_booking_choices",
    "change_choices",
    "confirm_guest",
    "decline",
    "decline_booking",
    "decline_booking_offer",
    "decline_offer",
    "erase_person",
    "let_in",
    "let_in_booking",
    "merge_guest",
    "outdate",
    "place_of",
    "place_of_booking",
    "promote",
    "put_in",
    "put_in_guest",
    "register",
    "register_guest",
    "register_pair",
    "remind",
    "remove",
    "remove_booking",
    "remove_from_date",
    "running_booking",
    "set_questions",
    "settle",
    "sweep",
    "switch_booking",
    "switch_mode",
    "take_back_date",
    "withdraw",
    "withdraw_booking",
    "withdraw_from_date",
    "withdraw_guest",
]
