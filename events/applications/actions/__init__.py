"""Every write of applications."""

from events.applications.actions.asking import (
    Opening,
    ask_for_place,
    decide_for_offer,
    decide_for_request,
    invite,
    open_for_offer,
    open_for_request,
    schools_of,
)
from events.applications.actions.clock import Holidays, break_silence, due_at, lapse_surplus, run_clock
from events.applications.actions.deciding import (
    accept_application,
    decline_application,
    may_reopen,
    undo_decision,
    withdraw_application,
)
from events.applications.actions.following import host_changed, offer_ended, places_changed, request_ended
from events.applications.actions.keeping import erase_person, outdate
from events.applications.actions.places import place_came_free, room_for, taken_of, taken_since
from events.applications.actions.rows import lock_application
from events.applications.actions.watching import unwatch_offer, watch_offer
from events.applications.actions.writing import decide_report, report_message, write_message

__all__ = [
    "Holidays",
    "Opening",
    "accept_application",
    "ask_for_place",
    "break_silence",
    "decide_for_offer",
    "decide_for_request",
    "decide_report",
    "decline_application",
    "due_at",
    "erase_person",
    "host_changed",
    "invite",
    "lapse_surplus",
    "lock_application",
    "may_reopen",
    "offer_ended",
    "open_for_offer",
    "open_for_request",
    "outdate",
    "place_came_free",
    "places_changed",
    "report_message",
    "request_ended",
    "room_for",
    "run_clock",
    "schools_of",
    "taken_of",
    "taken_since",
    "undo_decision",
    "unwatch_offer",
    "watch_offer",
    "withdraw_application",
    "write_message",
]
