"""Re-use at another school as a source of evidence (portal.shared.registries)."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import EvidenceItem
from stories.insights.models import Reuse
from stories.insights.states import SourceKind


class ReuseEvidenceSource:
    """What schools did themselves; keys are those of Reuse."""

    kind = SourceKind.REUSE
    label = gettext_lazy("Re-use at another school")
    is_pilot = False

    def find(self, keys: Sequence[str]) -> Mapping[str, EvidenceItem]:
        """Give the re-uses of these keys; what a school reported is public, without the member's name."""
        rows = Reuse.objects.filter(key__in=keys).select_related("institution", "page")
        return {row.key: self._item(row) for row in rows}

    def choices(self, query: str, viewer: Viewer) -> Sequence[EvidenceItem]:
        """Give nothing: a re-use becomes evidence by being recorded at the insight itself."""
        return []

    def _item(self, row: Reuse) -> EvidenceItem:
        return EvidenceItem(
            kind=self.kind,
            key=row.key,
            title=_("%(school)s did this too") % {"school": row.institution},
            url=row.page.url or "",
            institution_ids=(row.institution_id,),
            happened_on=row.happened_on,
            is_public=True,
        )
