"""What the audit log knows about a person, and how it goes (DECISIONS 16, "logs")."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.shared.audit_log.actions import erase_person, outdate
from portal.shared.audit_log.models import AuditLine
from portal.shared.audit_log.registry import audit_kinds
from portal.shared.registries.crossings import ExportFile, PersonalField, personal_data
from portal.shared.retention import kept_for


class AuditLogData:
    """Lines about what a member did with rights over others, and what was done to the member's account."""

    label = _("What was done, and by whom")
    models = (AuditLine,)
    fields = (
        PersonalField(
            name="lines",
            label=_("What you did with rights over others, and what was done to your account"),
            purpose=_("So that such acts can be looked into afterwards."),
            kept_for=kept_for("audit_log"),
            kept_until=_("90 days"),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the lines that touch this member, oldest first; who else was in them is left out."""
        return {
            "lines": [
                {
                    "what": str(audit_kinds.get(line.kind).label) if line.kind in audit_kinds else line.kind,
                    "at": line.at.isoformat(),
                    "by_you": line.actor_key == member_key,
                    "to_you": line.object_key == member_key,
                }
                for line in AuditLine.objects.touching(member_key).order_by("at", "pk")
            ]
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give none: there are no files."""
        return ()

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the member out of every line."""
        return erase_person(member_key=member_key)

    def outdate(self, *, at: datetime) -> int:
        """Delete lines kept long enough."""
        return outdate(at=at)


def register() -> None:
    """Enter the audit log; called when the app is ready."""
    if "shared.audit_log" not in personal_data:
        personal_data.register("shared.audit_log", AuditLogData(), position=910)
