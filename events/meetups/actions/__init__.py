"""Writes of meetups: settings, organisers, dates, series and sessions; nothing about them changes any other way.

Every action locks the meetup (where it reads its settings) and then the dates it touches in primary-key order, and
calls `events.meetups.listeners` inside the transaction. Who may call them, the views decide.
"""

from events.meetups.actions.dates import (
    add_occurrence,
    announce,
    cancel_occurrence,
    change_occurrence,
    drop_draft,
    set_seats,
)
from events.meetups.actions.planning import change_meetup, plan_meetup, set_organisers, set_seat_groups

__all__ = [
    "add_occurrence",
    "announce",
    "cancel_occurrence",
    "change_meetup",
    "change_occurrence",
    "drop_draft",
    "plan_meetup",
    "set_organisers",
    "set_seat_groups",
    "set_seats",
]
