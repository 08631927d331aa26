"""What starter routes hold about a person: export, erasure, retention."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.shared.registries.crossings import ExportFile, PersonalField
from stories.routes.actions import erase_ticks
from stories.routes.models import RouteTick


class RoutesPersonalData:
    """The steps one member ticked off."""

    label = _("Starter routes")
    models = (RouteTick,)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="ticks",
            label=_("Steps you ticked off"),
            purpose=_("So that you see how far you are, and your school how far it is together."),
            kept_for=None,
            kept_until=_("Until you untick them."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the ticked steps."""
        rows = RouteTick.objects.filter(member__key=member_key).select_related("page")
        return {"ticks": [{"route": row.page.title, "at": row.ticked_at.isoformat()} for row in rows]}

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: these are ticks."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete the ticks."""
        return erase_ticks(member_key=member_key)

    def outdate(self, *, at: datetime) -> int:
        """Remove nothing: ticks hold until they are taken away."""
        return 0


ROUTES_DATA = RoutesPersonalData()
