"""What waits on /mijn/ because of invitations: those for me, and those of mine that nobody answered."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.invitations.models import Invitation
from network.invitations.states import InvitationState
from network.members.models import Member
from portal.shared.registries.crossings import TodoItem


class InvitationTodos:
    """Invitations that stopped working without an answer, for who sent them; and those sent to this member."""

    def todos(self, member_key: str, *, at: datetime) -> Iterable[TodoItem]:
        """Give one item for all expired invitations together, and one per invitation that waits for this member."""
        return [*self._received(member_key, at=at), *self._expired(member_key, at=at)]

    def _received(self, member_key: str, *, at: datetime) -> list[TodoItem]:
        member = Member.objects.filter(key=member_key).first()
        if member is None:
            return []
        emails = member.emailaddress_set.filter(verified=True).values_list("email", flat=True)
        rows = Invitation.objects.open_at(at).for_addresses(emails).select_related("inviter").order_by("expires_at")
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

    def _expired(self, member_key: str, *, at: datetime) -> list[TodoItem]:
        number = Invitation.objects.filter(
            inviter__key=member_key, state=InvitationState.OPEN, expires_at__lte=at
        ).count()
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
