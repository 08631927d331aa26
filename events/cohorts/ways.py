"""Where the desk of a meetup leads on to a fixed group (events.meetups.desk_ways)."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from events.meetups.desk_ways import DeskWay
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import MeetupKind


class CohortWays:
    """The group of a peer course; other kinds of meetups have none."""

    def for_date(self, meetup: Meetup, occurrence: Occurrence, *, at: datetime) -> Sequence[DeskWay]:
        """Give the roles at a date."""
        if meetup.kind != MeetupKind.COHORT:
            return []
        return [DeskWay(_("Roles to practise"), reverse("cohorts:roles_at", args=[meetup.key, occurrence.key]))]

    def for_meetup(self, meetup: Meetup, *, at: datetime) -> Sequence[DeskWay]:
        """Give the way to the group."""
        if meetup.kind != MeetupKind.COHORT:
            return []
        return [DeskWay(_("The group: people, roles, buddies"), reverse("cohorts:compose", args=[meetup.key]))]


COHORT_WAYS = CohortWays()
