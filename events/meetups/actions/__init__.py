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
from events.meetups.actions.planning import (
    change_meetup,
    erase_organiser,
    plan_meetup,
    set_organisers,
    set_seat_groups,
    settle_meetup,
)
from events.meetups.actions.series import (
    add_series,
    announce_all,
    announce_dates,
    cancel_dates,
    change_dates,
    preview_cancellation,
    preview_change,
)
from events.meetups.actions.sessions import add_session, change_session, remove_session

__all__ = [
    "add_occurrence",
    "add_series",
    "add_session",
    "announce",
    "announce_all",
    "announce_dates",
    "cancel_dates",
    "cancel_occurrence",
    "change_dates",
    "change_meetup",
    "change_occurrence",
    "change_session",
    "drop_draft",
    "erase_organiser",
    "plan_meetup",
    "preview_cancellation",
    "preview_change",
    "remove_session",
    "set_organisers",
    "set_seat_groups",
    "set_seats",
    "settle_meetup",
]
