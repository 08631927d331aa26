"""Where other subjects hand in what people found out about insights (portal.shared.registries)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.registries.crossings import EvidenceVerdict, InsightChoice
from stories.insights.actions import propose_for_source, withdraw_for_source
from stories.insights.models import InsightPage
from stories.insights.states import SourceKind

SHOWN = 20
# More words than these make no search sharper.
MOST_WORDS = 6


class SourceDesk:
    """Insights by page id as text."""

    def choices(self, query: str, viewer: Viewer) -> Sequence[InsightChoice]:
        """Give at most 20 insights this viewer may read, with the words in title or lead, by title."""
        rows = InsightPage.objects.visible_to(viewer).defer_streamfields()
        for word in query.split()[:MOST_WORDS]:
            rows = rows.filter(Q(title__icontains=word) | Q(lead__icontains=word))
        return [_choice(page) for page in with_addresses(rows.order_by("title")[:SHOWN])]

    def find(self, keys: Sequence[str]) -> dict[str, InsightChoice]:
        """Give the insights of these keys that everyone may read."""
        rows = InsightPage.objects.visible_to(Viewer.anonymous()).defer_streamfields().filter(pk__in=_ids(keys))
        return {str(page.pk): _choice(page) for page in with_addresses(rows)}

    def propose(
        self,
        *,
        insight_key: str,
        source_kind: str,
        source_key: str,
        verdict: EvidenceVerdict,
        why: str,
        at: datetime,
    ) -> bool:
        """Hand something in for the editors; False when there is no such insight."""
        insight = InsightPage.objects.filter(pk__in=_ids([insight_key])).first()
        if insight is None:
            return False
        kind = SourceKind(source_kind)
        propose_for_source(insight=insight, source_kind=kind, source_key=source_key, verdict=verdict, why=why, at=at)
        return True

    def withdraw(self, *, source_kind: str, source_key: str, at: datetime) -> int:
        """Let it no longer count; see `withdraw_for_source`."""
        return withdraw_for_source(source_kind=SourceKind(source_kind), source_key=source_key, at=at)


def _ids(keys: Sequence[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]


def _choice(page: InsightPage) -> InsightChoice:
    return InsightChoice(str(page.pk), page.title, page.url or "")


SOURCE_DESK = SourceDesk()
