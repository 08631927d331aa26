"""Re-exports the subjects' models for Django."""

from events.applications.models import Application, ApplicationMessage, ApplicationReport, OfferWatch
from events.check_in.models import CheckIn
from events.cohorts.models import (
    BuddyPair,
    Cohort,
    CohortFeed,
    CohortMember,
    CohortNote,
    CohortNoteReport,
    RolePractice,
)
from events.desk.models import OrganiserMessage
from events.feeds.models import CalendarFeed
from events.followed_calendars.models import FollowedCalendar, FoundEvent
from events.harvest.models import Feedback, Harvest, Promise
from events.meetup_pages.models import AgendaPage, MeetupMaterial, MeetupPage, MeetupSpeaker
from events.meetups.models import Meetup, MeetupOrganiser, Occurrence, SeatGroup, Session
from events.offers.models import ActivityTemplate, PlacementOffer, PlacementRequest
from events.placements.models import AgreementVersion, ManagerConsent, Placement, PlacementDay
from events.reflections.models import JointSummary, Reflection, ReflectionFinding, ReflectionQuote
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
    "ActivityTemplate",
    "AgendaPage",
    "AgreementVersion",
    "Application",
    "ApplicationMessage",
    "ApplicationReport",
    "BuddyPair",
    "CalendarFeed",
    "CheckIn",
    "Cohort",
    "CohortFeed",
    "CohortMember",
    "CohortNote",
    "CohortNoteReport",
    "Feedback",
    "FollowedCalendar",
    "FoundEvent",
    "Harvest",
    "JointSummary",
    "ManagerConsent",
    "Meetup",
    "MeetupMaterial",
    "MeetupOrganiser",
    "MeetupPage",
    "MeetupQuestion",
    "MeetupSpeaker",
    "Occurrence",
    "OfferWatch",
    "OrganiserMessage",
    "Placement",
    "PlacementDay",
    "PlacementOffer",
    "PlacementRequest",
    "Promise",
    "Reflection",
    "ReflectionFinding",
    "ReflectionQuote",
    "Registration",
    "RegistrationAnswer",
    "RegistrationMove",
    "RolePractice",
    "SeatGroup",
    "SeriesBooking",
    "Session",
]
