"""What waits for someone who asked to leave."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from network.members.models import Member
from network.privacy.models import DeletionRequest
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem


class LeavingTodos:
    """The way back, on the own page."""

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
