"""What waits on /mijn/ for organisers: people who asked to take part (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.states import RegistrationState
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

SHOWN = 10


class DeskTodos:
    """Per coming date, how many people wait for an answer; it can be given until the date starts."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the dates of this organiser that people asked to come to."""
        return [self._rows(asked)]

    @staticmethod
    def _rows(asked: Asked) -> QuerySet:
        return Occurrence.objects.filter(
            meetup__organiser_rows__member=asked.member_id,
            state=OccurrenceState.PLANNED,
            starts_at__gt=asked.at,
            registrations__state=RegistrationState.WAITING_APPROVAL,
        )

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits for this organiser, the first date first, in one query."""
        rows = self._rows(Asked.of(member, at))
        rows = rows.select_related("meetup__page").annotate(asking=Count("registrations", distinct=True))
        return [_item(row) for row in rows.order_by("starts_at", "pk")[:SHOWN]]


def _item(row: Occurrence) -> TodoItem:
    words = ngettext("%(n)d person waits for your answer.", "%(n)d people wait for your answer.", row.asking)
    return TodoItem(
        key=f"desk-asking:{row.key}",
        title=row.meetup.page.title,
        url=f"{reverse('desk:people', args=[row.meetup.key, row.key])}?status={RegistrationState.WAITING_APPROVAL}",
        button=_("Look at who asks"),
        explanation=words % {"n": row.asking},
        deadline_at=row.starts_at,
    )


DESK_TODOS = DeskTodos()
