"""The way from one's own registration to one's own calendar."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from events.registrations.models import Registration
from events.registrations.own_ways import OwnWay
from events.registrations.states import RegistrationState


class OwnDateFile:
    """The file of the date, for who lost the mail that it came with."""

    def for_member(self, row: Registration, *, at: datetime) -> Sequence[OwnWay]:
        """Give the file to whose place is sure, until the date is over."""
        date = row.occurrence
        if row.state != RegistrationState.CONFIRMED or date.ends_at <= at:
            return []
        return [
            OwnWay(_("Put this date in my calendar"), reverse("feeds:date", args=[date.meetup.page.slug, date.key]))
        ]

    def for_guest(self, row: Registration, token: str, *, at: datetime) -> Sequence[OwnWay]:
        """Give the same to a guest: the file holds nothing of the person."""
        return self.for_member(row, at=at)


OWN_DATE_FILE = OwnDateFile()
