"""The meetups someone was at, on /mijn/."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from events.meetups.states import OccurrenceState
from events.registrations.mails import span_in_words
from events.registrations.models import Registration
from events.registrations.states import Attendance
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.glances import Asked

SHOWN = 10
_COLUMNS = ("key", "occurrence__starts_at", "occurrence__ends_at", "occurrence__meetup__page__title")


class WhereIWas:
    """The last dates one attended, each with its certificate."""

    title = gettext_lazy("Meetups you were at")
    template = "events/check_in/where_i_was.html"

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give where this member was present."""
        return [_attended(asked)]

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give them in one query, the last one first; None for who was at none."""
        rows = _attended(Asked.of(member, at)).order_by("-occurrence__starts_at", "-pk").values_list(*_COLUMNS)[:SHOWN]
        dates = [
            {
                "title": title,
                "url": reverse("registrations:mine", args=[key]),
                "when": span_in_words(starts_at, ends_at),
                "certificate": reverse("check_in:certificate", args=[key]),
            }
            for key, starts_at, ends_at, title in rows
        ]
        return {"dates": dates} if dates else None


def _attended(asked: Asked) -> QuerySet:
    return Registration.objects.confirmed().filter(
        member=asked.member_id,
        attendance=Attendance.PRESENT,
        occurrence__state=OccurrenceState.PLANNED,
        occurrence__ends_at__lte=asked.at,
    )


WHERE_I_WAS = WhereIWas()
