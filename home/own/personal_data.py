"""What the first five minutes hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from home.own.actions import erase_start
from home.own.models import Start
from network.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField


class StartPersonalData:
    """How far one member is."""

    label = _("Your first five minutes")
    models = (Start,)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="steps",
            label=_("Which first steps you took or skipped"),
            purpose=_("So that you can go on where you stopped."),
            kept_for=None,
            kept_until=_("until you delete your account"),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the steps, and when the way began and ended."""
        row = Start.objects.filter(member__key=member_key).first()
        if row is None:
            return {"steps": []}
        return {
            "steps": row.passed,
            "began_at": row.began_at.isoformat(),
            "finished_at": row.finished_at.isoformat() if row.finished_at else None,
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete the row."""
        member = Member.objects.filter(key=member_key).first()
        return erase_start(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Remove nothing: the row stays as long as the account."""
        return 0


START_DATA = StartPersonalData()
