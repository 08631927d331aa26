"""Re-exports the subjects' models for Django."""

from events.feeds.models import CalendarFeed
from events.followed_calendars.models import FollowedCalendar, FoundEvent
from events.meetup_pages.models import AgendaPage, MeetupMaterial, MeetupPage, MeetupSpeaker
from events.meetups.models import Meetup, MeetupOrganiser, Occurrence, SeatGroup, Session
from events.registrations.models import (
    AccessNeed,
    MeetupQuestion,
    Registration,
    RegistrationAnswer,
    RegistrationMove,
    SeriesBooking,
)

__all__ = [
    "AccessNeed",
    "AgendaPage",
    "CalendarFeed",
    "FollowedCalendar",
    "FoundEvent",
    "Meetup",
    "MeetupMaterial",
    "MeetupOrganiser",
    "MeetupPage",
    "MeetupQuestion",
    "MeetupSpeaker",
    "Occurrence",
    "Registration",
    "RegistrationAnswer",
    "RegistrationMove",
    "SeatGroup",
    "SeriesBooking",
    "Session",
]
