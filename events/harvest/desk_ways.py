"""What stands beside a date on the desk of a meetup, once it is over."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from events.meetups.desk_ways import DeskWay
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import OccurrenceState


class HarvestDesk:
    """How people found it, and the report with its promises."""

    def for_date(self, meetup: Meetup, occurrence: Occurrence, *, at: datetime) -> Sequence[DeskWay]:
        """Give both for a date that was held and is over."""
        if occurrence.state != OccurrenceState.PLANNED or occurrence.ends_at > at:
            return []
        place = [meetup.key, occurrence.key]
        return [
            DeskWay(_("Report and promises"), reverse("harvest:desk", args=place)),
            DeskWay(_("How people found it"), reverse("harvest:results", args=place)),
        ]

    def for_meetup(self, meetup: Meetup, *, at: datetime) -> Sequence[DeskWay]:
        """Nothing: all of it belongs to a date."""
        return []


HARVEST_DESK = HarvestDesk()
