"""Writes of followed calendars: proposing and deciding, what the worker fetched, and each found date."""

from events.followed_calendars.actions.calendars import (
    accept_calendar,
    decline_calendar,
    erase_person,
    follow_calendar,
    propose_calendar,
    stop_calendar,
)
from events.followed_calendars.actions.deciding import (
    approve_event,
    decline_event,
    leave_event,
    take_over_cancellation,
    take_over_update,
)
from events.followed_calendars.actions.reading import claim_due, fetch_calendar, note_answer, note_failure

__all__ = [
    "accept_calendar",
    "approve_event",
    "claim_due",
    "decline_calendar",
    "decline_event",
    "erase_person",
    "fetch_calendar",
    "follow_calendar",
    "leave_event",
    "note_answer",
    "note_failure",
    "propose_calendar",
    "stop_calendar",
    "take_over_cancellation",
    "take_over_update",
]
