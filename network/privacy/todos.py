"""What waits for someone who asked to leave."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from network.members.models import Member
from network.privacy.models import DeletionRequest
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked


class LeavingTodos:
    """The way back, on the own page."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the request of this member."""
        return [DeletionRequest.objects.filter(member=asked.member_id)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the request to leave, while it can be taken back."""
        return [
            TodoItem(
                key=f"privacy.{request.key}",
                title=_("Your account will be deleted"),
                url=reverse("privacy:overview"),
                button=_("Look, or keep your account"),
                deadline_at=request.erase_at,
            )
            for request in DeletionRequest.objects.filter(member=member)
        ]


TODOS = LeavingTodos()
