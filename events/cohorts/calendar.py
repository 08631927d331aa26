"""The calendar of one group for one of its people: whose a token is, whether it changed, and its bytes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from events.cohorts.models import CohortFeed
from events.cohorts.states import PlaceState
from events.feeds.own_dates import RegisteredDates
from events.feeds.personal import PersonalState, calendar_of, state_of_dates
from events.feeds.rules import hash_for_path


@dataclass(frozen=True, slots=True)
class GroupState:
    """What someone's calendar of a group holds at a moment, without its events."""

    dates: RegisteredDates
    name: str
    personal: PersonalState

    @property
    def tag(self) -> str:
        """The same for the same bytes, and for no others: the name of the group stands in them, too."""
        return hashlib.sha256(f"{self.personal.tag}\n{self.name}".encode()).hexdigest()[:40]


def group_state(token: str, *, at: datetime) -> GroupState | None:
    """Give the state of the calendar behind a token; None for a token that nobody inside has (any more).

    Parameters:
        token: As it stands in the address.
        at: Now.
    """
    rows = CohortFeed.objects.filter(
        token_hash=hash_for_path(token, purpose=CohortFeed.purpose),
        place__member__is_active=True,
        place__state=PlaceState.TAKING_PART,
    )
    found = rows.select_related("place__member", "place__cohort__meetup__page").first()
    if found is None:
        return None
    place = found.place
    dates = RegisteredDates(meetup_id=place.cohort.meetup_id)
    state = state_of_dates(
        [dates], place.member.key, language=place.member.interface_language, made_at=found.made_at, at=at
    )
    return GroupState(dates, place.cohort.meetup.page.title, state)


def group_body(state: GroupState, *, at: datetime) -> bytes:
    """Give the bytes of someone's calendar of a group; the same state gives the same bytes."""
    with translation.override(state.personal.language):
        return calendar_of([state.dates], state.personal.member_key, name=state.name, at=at)
