"""What groups do when a date is announced, inside the transaction of the change (events.meetups.listeners)."""

from datetime import datetime

from events.cohorts.actions import seat_group
from events.meetups.listeners import ChangeKind, OccurrenceChange
from events.meetups.models import Occurrence


class CohortsFollow:
    """Gives the people of a fixed group a seat at each new date."""

    def changed(self, occurrence: Occurrence, change: OccurrenceChange, *, at: datetime) -> None:
        """Follow an announcement; every other change reaches people by their registrations."""
        if ChangeKind.ANNOUNCED in change.kinds:
            seat_group(occurrence=occurrence, at=at)


COHORTS_FOLLOW = CohortsFollow()
