"""The meetups someone runs, on /mijn/."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.meetups.models import Meetup
from events.meetups.states import OccurrenceState
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.glances import Asked

SHOWN = 20


class OwnMeetups:
    """Each with its desk and what is still to come."""

    title = gettext_lazy("Meetups you organise")
    template = "events/planner/own_meetups.html"

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what this member runs."""
        return [Meetup.objects.organised_by(asked.member_key)]

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give them, the newest first, in one query; None for who runs none."""
        coming = Q(occurrences__ends_at__gt=at)
        rows = Meetup.objects.organised_by(member.key).select_related("page")
        rows = rows.annotate(
            announced=Count(
                "occurrences", filter=coming & Q(occurrences__state=OccurrenceState.PLANNED), distinct=True
            ),
            drafts=Count("occurrences", filter=coming & Q(occurrences__state=OccurrenceState.DRAFT), distinct=True),
        ).order_by("-created_at", "-pk")[:SHOWN]
        meetups = [
            {"title": row.page.title, "url": reverse("meetups:desk", args=[row.key]), "state": _state(row)}
            for row in rows
        ]
        return {"meetups": meetups} if meetups else None


def _state(meetup: Meetup) -> str:
    parts = [
        ngettext("%(n)s coming date", "%(n)s coming dates", meetup.announced) % {"n": meetup.announced}
        if meetup.announced
        else _("no coming date announced")
    ]
    if meetup.drafts:
        parts.append(
            ngettext("%(n)s not announced yet", "%(n)s not announced yet", meetup.drafts) % {"n": meetup.drafts}
        )
    if not meetup.page.live:
        parts.append(_("the page isn't online yet"))
    return ", ".join(parts)


OWN_MEETUPS = OwnMeetups()
