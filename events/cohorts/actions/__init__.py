"""Writes of fixed groups. A step that gives or frees seats holds the meetup, its dates and the group, in this order."""

from events.cohorts.actions.addresses import make_address, renew_address, revoke_address
from events.cohorts.actions.answering import leave_group, say_no, say_yes
from events.cohorts.actions.closing import answer_story, ask_for_story, authors_of, close_group
from events.cohorts.actions.composing import ask_people, set_size, take_out
from events.cohorts.actions.deciding import decide_note, dismiss_reports
from events.cohorts.actions.keeping import erase_person, outdate
from events.cohorts.actions.noting import (
    decide_for,
    hide_note,
    remove_note,
    report_note,
    show_note,
    write_note,
)
from events.cohorts.actions.practising import give_roles, set_pairs, set_roles
from events.cohorts.actions.rows import organises
from events.cohorts.actions.seats import come_after_all, seat_group, tell_new_dates

__all__ = [
    "answer_story",
    "ask_for_story",
    "ask_people",
    "authors_of",
    "close_group",
    "come_after_all",
    "decide_for",
    "decide_note",
    "dismiss_reports",
    "erase_person",
    "give_roles",
    "hide_note",
    "leave_group",
    "make_address",
    "organises",
    "outdate",
    "remove_note",
    "renew_address",
    "report_note",
    "revoke_address",
    "say_no",
    "say_yes",
    "seat_group",
    "set_pairs",
    "set_roles",
    "set_size",
    "show_note",
    "take_out",
    "tell_new_dates",
    "write_note",
]
