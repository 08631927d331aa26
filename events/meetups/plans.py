"""What organisers type, as values: the settings of a meetup, one date, one session, one group."""

from dataclasses import dataclass, fields
from datetime import datetime

from events.meetups.models import Meetup, Occurrence, Session
from events.meetups.states import Admission, Booking, Eligibility, MeetupKind, WaitlistPolicy
from network.models import Institution
from portal.shared.calendar_days.rules import DEFAULT_OFFER_HOURS


@dataclass(frozen=True)
class MeetupPlan:
    """The settings of a meetup; moments are aware, hours whole."""

    kind: MeetupKind = MeetupKind.NETWORK
    institution: Institution | None = None
    admission: Admission = Admission.DIRECT
    eligibility: Eligibility = Eligibility.EVERYONE
    booking: Booking = Booking.PER_DATE
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    waitlist_policy: WaitlistPolicy = WaitlistPolicy.OFFER
    offer_hours: int = DEFAULT_OFFER_HOURS
    waitlist_limit: int | None = None
    allows_pairs: bool = False
    most_per_institution: int | None = None
    reminder_hours: tuple[int, ...] = ()
    signup_url: str = ""

    def apply(self, meetup: Meetup) -> None:
        """Set the columns; the caller saves."""
        for each in fields(self):
            setattr(meetup, each.name, getattr(self, each.name))
        meetup.reminder_hours = sorted(set(self.reminder_hours), reverse=True)


@dataclass(frozen=True)
class OccurrencePlan:
    """One date: when, where, how many. Seats None: no limit; seats of a mode that isn't offered count for nothing."""

    starts_at: datetime
    ends_at: datetime
    has_on_site: bool = True
    has_online: bool = False
    seats_on_site: int | None = None
    seats_online: int | None = None
    place: str = ""
    address: str = ""
    city: str = ""
    institution: Institution | None = None
    online_url: str = ""

    def apply(self, occurrence: Occurrence) -> None:
        """Set the columns; the caller saves."""
        for each in fields(self):
            setattr(occurrence, each.name, getattr(self, each.name))

    @classmethod
    def of(cls, occurrence: Occurrence) -> "OccurrencePlan":
        """Give the date as it is."""
        return cls(**{each.name: getattr(occurrence, each.name) for each in fields(cls)})


@dataclass(frozen=True)
class SessionPlan:
    """A timed item of a date; `seats` counts only where one signs up for it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    about: str = ""
    speaker: str = ""
    room: str = ""
    is_chosen: bool = False
    seats: int | None = None

    def apply(self, session: Session) -> None:
        """Set the columns; the caller saves."""
        for each in fields(self):
            setattr(session, each.name, getattr(self, each.name))


@dataclass(frozen=True)
class GroupPlan:
    """Seats of each date kept for a group; `key` of the row it changes, empty for a new one."""

    name: str
    seats: int
    key: str = ""
