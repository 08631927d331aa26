"""The coming dates of someone, on /mijn/."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.meetups.states import OccurrenceState
from events.registrations.mails import place_in_words, when_in_words
from events.registrations.models import Registration
from network.models import Member
from portal.shared.audiences.rules import Viewer

SHOWN = 20


class ComingDates:
    """What one signed up for and isn't over, the first one first."""

    title = gettext_lazy("My coming dates")
    template = "events/registrations/coming_dates.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give them in one query; None for who has none."""
        rows = Registration.objects.active().filter(member=member, occurrence__ends_at__gt=at)
        rows = rows.select_related("occurrence__meetup__page").order_by("occurrence__starts_at", "pk")[:SHOWN]
        dates = [
            {
                "title": row.occurrence.meetup.page.title,
                "url": reverse("registrations:mine", args=[row.key]),
                "when": when_in_words(row.occurrence),
                "place": place_in_words(row.occurrence, row.mode),
                "state": _state(row),
            }
            for row in rows
        ]
        return {"dates": dates} if dates else None


def _state(row: Registration) -> str:
    if row.occurrence.state == OccurrenceState.CANCELLED:
        return _("does not go on")
    return row.get_state_display()


COMING_DATES = ComingDates()
