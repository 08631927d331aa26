"""What exchanges say of insights, as a source of evidence (portal.shared.registries). It holds no names."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy

from events.reflections.actions.finding import SOURCE_KIND
from events.reflections.models import ReflectionFinding
from events.reflections.words import exchange_title
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import EvidenceItem


class FindingEvidenceSource:
    """Findings as sources; keys are those of ReflectionFinding. They stay when the reflections are gone."""

    kind = SOURCE_KIND
    label = gettext_lazy("Reflection on an exchange")
    is_pilot = False

    def find(self, keys: Sequence[str]) -> Mapping[str, EvidenceItem]:
        """Give the findings of these keys; what one of the two took back is not public, and so does not count."""
        rows = ReflectionFinding.objects.filter(key__in=keys)
        rows = rows.select_related("placement__guest_institution", "placement__host_institution")
        return {row.key: self._item(row) for row in rows}

    def choices(self, query: str, viewer: Viewer) -> Sequence[EvidenceItem]:
        """Give nothing: a finding is about one insight, and is handed in there when both released it."""
        return []

    def has_hand(self, key: str, member_key: str) -> bool:
        """Say whether someone was guest or host, and so does not accept what they said themselves."""
        return ReflectionFinding.objects.of_party(member_key).filter(key=key).exists()

    def _item(self, row: ReflectionFinding) -> EvidenceItem:
        placement = row.placement
        schools = (placement.guest_institution_id, placement.host_institution_id)
        return EvidenceItem(
            kind=self.kind,
            key=row.key,
            title=exchange_title(placement),
            url="",
            institution_ids=tuple(dict.fromkeys(schools)),
            happened_on=placement.last_day_on or row.proposed_at.date(),
            is_public=row.is_released,
        )


FINDING_SOURCE = FindingEvidenceSource()
