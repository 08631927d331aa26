"""The coming dates of someone, on /mijn/."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.meetups.states import OccurrenceState
from events.registrations.mails import place_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.states import RegistrationState
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
        rows = rows.select_related("occurrence__meetup__page", "series_booking").order_by(
            "occurrence__starts_at", "pk"
        )[:SHOWN]
        dates = [
            {
                "title": row.occurrence.meetup.page.title,
                "url": _url(row),
                "when": when_in_words(row.occurrence),
                "place": place_in_words(row.occurrence, row.mode),
                "state": _state(row),
            }
            for row in rows
        ]
        return {"dates": dates} if dates else None


def _url(row: Registration) -> str:
    """Who waits for a series, waits for all dates together; who comes has a page per date."""
    if row.series_booking is not None and row.state != RegistrationState.CONFIRMED:
        return reverse("registrations:booking", args=[row.series_booking.key])
    return reverse("registrations:mine", args=[row.key])


def _state(row: Registration) -> str:
    if row.occurrence.state == OccurrenceState.CANCELLED:
        return _("does not go on")
    return row.get_state_display()


COMING_DATES = ComingDates()
