"""What waits on /mijn/ for who looks after a school."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from network.institutions.models import Institution
from network.members.models import Affiliation, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked


class CoordinatorTodos:
    """Colleagues who say they work at the school, one item per school."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the schools this member looks after."""
        return [self._own(asked)]

    @staticmethod
    def _own(asked: Asked) -> QuerySet:
        return Affiliation.objects.filter(member=asked.member_id).coordinating(asked.today)

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give one item for each school with claims; nothing for who looks after none."""
        today = timezone.localdate(at)
        own = list(self._own(Asked.of(member, at)).values_list("institution", flat=True))
        if not own:
            return []
        waiting = Affiliation.objects.waiting(today).order_by()
        counts = dict(waiting.filter(institution__in=own).values_list("institution").annotate(number=Count("pk")))
        return [
            TodoItem(
                key=f"coordination:{school.slug}",
                title=ngettext(
                    "%(number)d person says they work at %(school)s",
                    "%(number)d people say they work at %(school)s",
                    counts[school.pk],
                )
                % {"number": counts[school.pk], "school": school},
                url=reverse("coordination:desk", kwargs={"slug": school.slug}),
                button=ngettext("Confirm or decline", "Confirm or decline", counts[school.pk]),
            )
            for school in Institution.objects.filter(pk__in=counts)
        ]


COORDINATOR_TODOS = CoordinatorTodos()
