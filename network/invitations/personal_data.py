"""What invitations hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.invitations.actions import erase_invitations, outdate_invitations
from network.invitations.models import Invitation
from network.members.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField
from portal.shared.retention import kept_for


class InvitationsPersonalData:
    """What one member sent, and the invitation that brought them here."""

    label = _("Invitations")
    models = (Invitation,)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="sent",
            label=_("Invitations you sent"),
            purpose=_("So that you see what came of them."),
            kept_for=kept_for("answered_invitations"),
            kept_until=_("Until a year after the answer."),
        ),
        PersonalField(
            name="received",
            label=_("Invitations you got"),
            purpose=_("So that you can accept them, and whoever invited you knows."),
            kept_for=kept_for("unanswered_invitations"),
            kept_until=_("Until 90 days after the link stopped working, or a year after your answer."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give what this member sent and what they got."""
        member = Member.objects.filter(key=member_key).first()
        if member is None:
            return {"sent": [], "received": []}
        emails = member.proven_addresses
        now = timezone.now()
        rows = Invitation.objects.select_related("inviter", "institution").order_by("created_at", "pk")
        return {
            "sent": [{"to": row.email, "name": row.name, **_common(row, now)} for row in rows.filter(inviter=member)],
            "received": [
                {"from": str(row.inviter) if row.inviter else "", **_common(row, now)}
                for row in rows.filter(Q(accepted_by=member) | Q(email__in=emails))
            ],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: an invitation is a few words."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete what the person sent and what they got."""
        member = Member.objects.filter(key=member_key).first()
        return erase_invitations(member=member, at=at) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep invitations no longer than promised."""
        return outdate_invitations(at=at)


def _common(row: Invitation, now: datetime) -> dict[str, object]:
    return {
        "kind": row.kind,
        "school": str(row.institution) if row.institution else "",
        "message": row.message,
        "state": row.state_at(now).value,
        "invited_at": row.created_at.isoformat(),
        "answered_at": row.answered_at.isoformat() if row.answered_at else None,
    }


INVITATIONS_DATA = InvitationsPersonalData()
