"""What waits on /mijn/ from the first five minutes."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from home.own.models import Start
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked


class StartTodos:
    """A way that someone began and did not finish."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the way of this member."""
        return [Start.objects.filter(member=asked.member_id, finished_at=None)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give one item while steps are open."""
        if not Start.objects.filter(member=member, finished_at=None).exists():
            return []
        return [
            TodoItem(
                key="start",
                title=_("Your first five minutes"),
                url=reverse("own_start"),
                button=_("Go on where you were"),
                explanation=_("A few questions are left. You may skip each of them."),
            )
        ]


START_TODOS = StartTodos()
