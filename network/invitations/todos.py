"""What waits on /mijn/ because of invitations: those for me, and those of mine that nobody answered."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.invitations.models import Invitation
from network.members.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked


class InvitationTodos:
    """Invitations that stopped working without an answer, for who sent them; and those sent to this member."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what waits for this member."""
        return [Invitation.objects.awaiting(asked.member_id, at=asked.at)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give one item for all expired invitations together, and one per invitation that waits for this member."""
        rows = list(Invitation.objects.awaiting(member.pk, at=at).select_related("inviter"))
        received = [row for row in rows if row.expires_at > at]
        return [*self._received(received), *self._expired(len(rows) - len(received))]

    def _received(self, rows: list[Invitation]) -> list[TodoItem]:
        return [
            TodoItem(
                key=f"invitation:{row.key}",
                title=_("%(person)s invites you") % {"person": row.inviter} if row.inviter else _("You are invited"),
                url=reverse("invitations:received", args=[row.key]),
                button=_("Read the invitation"),
                deadline_at=row.expires_at,
            )
            for row in rows
        ]

    def _expired(self, number: int) -> list[TodoItem]:
        if not number:
            return []
        title = ngettext(
            "%(number)d invitation of yours got no answer", "%(number)d invitations of yours got no answer", number
        )
        return [
            TodoItem(
                key="invitations:expired",
                title=title % {"number": number},
                url=reverse("invitations:list"),
                button=_("Send again or withdraw"),
            )
        ]


INVITATION_TODOS = InvitationTodos()
