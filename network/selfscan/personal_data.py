"""What scans hold about a person: that one filled them in, and one's note."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.selfscan.models import SelfScan
from portal.shared.registries.crossings import PersonalData, PersonalField


class SelfScanData(PersonalData):
    """Scans of one's school. When someone leaves, the scores stay with the school, without who filled them in."""

    label = _("Self-scans")
    fields = (
        PersonalField(
            name="self_scans",
            label=_("Self-scans"),
            purpose=_("So that you and your school see what changes over time."),
            kept_for=None,
            kept_until=_("until you remove the self-scan or delete your account"),
        ),
    )
    models = (SelfScan,)

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give one's own scans, the newest first."""
        rows = SelfScan.objects.filter(member__key=member_key).select_related("institution")
        return {
            "self_scans": [
                {
                    "school": str(row.institution),
                    "scores": row.scores,
                    "note": row.note,
                    "filled_at": row.filled_at.isoformat(),
                }
                for row in rows
            ]
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Leave the scores to the school, without the person and the person's words."""
        return SelfScan.objects.filter(member__key=member_key).update(member=None, note="")

    def outdate(self, *, at: datetime) -> int:
        """Remove nothing: they are kept to compare with."""
        return 0


SELF_SCAN_DATA = SelfScanData()
