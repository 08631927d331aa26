"""The groups someone is in, on /mijn/."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext_lazy

from events.cohorts.models import CohortMember
from events.meetups.states import OccurrenceState
from events.registrations.mails import moment_in_words
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.glances import Asked

SHOWN = 10


class OwnGroups:
    """Each with its page and its next date."""

    title = gettext_lazy("My peer courses")
    template = "events/cohorts/own_groups.html"

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the places of this member."""
        return [CohortMember.objects.inside().of(asked.member_key)]

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give them, the newest first, in one query; None for who is in none."""
        coming = Q(
            cohort__meetup__occurrences__state=OccurrenceState.PLANNED, cohort__meetup__occurrences__ends_at__gt=at
        )
        rows = CohortMember.objects.inside().of(member.key).select_related("cohort__meetup__page")
        rows = rows.annotate(next_at=Min("cohort__meetup__occurrences__starts_at", filter=coming))
        groups = [
            {
                "title": row.cohort.meetup.page.title,
                "key": row.cohort.key,
                "next": moment_in_words(row.next_at) if row.next_at else "",
                "is_closed": row.cohort.is_closed,
            }
            for row in rows.order_by("-added_at", "-pk")[:SHOWN]
        ]
        return {"groups": groups} if groups else None


OWN_GROUPS = OwnGroups()
