"""The meetups someone was at, on /mijn/."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from events.meetups.states import OccurrenceState
from events.registrations.mails import when_in_words
from events.registrations.models import Registration
from events.registrations.states import Attendance
from network.models import Member
from portal.shared.audiences.rules import Viewer

SHOWN = 10


class WhereIWas:
    """The last dates one attended, each with its certificate."""

    title = gettext_lazy("Meetups you were at")
    template = "events/check_in/where_i_was.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give them in one query, the last one first; None for who was at none."""
        rows = Registration.objects.confirmed().filter(
            member=member,
            attendance=Attendance.PRESENT,
            occurrence__state=OccurrenceState.PLANNED,
            occurrence__ends_at__lte=at,
        )
        rows = rows.select_related("occurrence__meetup__page").order_by("-occurrence__starts_at", "-pk")[:SHOWN]
        dates = [
            {
                "title": row.occurrence.meetup.page.title,
                "url": reverse("registrations:mine", args=[row.key]),
                "when": when_in_words(row.occurrence),
                "certificate": reverse("check_in:certificate", args=[row.key]),
            }
            for row in rows
        ]
        return {"dates": dates} if dates else None


WHERE_I_WAS = WhereIWas()
