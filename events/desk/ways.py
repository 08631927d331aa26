"""The desk of a meetup leads on to its people (events.meetups.desk_ways)."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from events.meetups.desk_ways import DeskWay
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import OccurrenceState


class PeopleWays:
    """People and messages, beside each date that readers know of."""

    def for_date(self, meetup: Meetup, occurrence: Occurrence, *, at: datetime) -> Sequence[DeskWay]:
        """Give the ways of one date."""
        if occurrence.state == OccurrenceState.DRAFT:
            return []
        address = {"key": meetup.key, "occurrence": occurrence.key}
        return [
            DeskWay(_("People"), reverse("desk:people", kwargs=address)),
            DeskWay(_("Messages"), reverse("desk:messages", kwargs=address)),
        ]

    def for_meetup(self, meetup: Meetup, *, at: datetime) -> Sequence[DeskWay]:
        """Give none: people belong to a date."""
        return []


PEOPLE_WAYS = PeopleWays()
