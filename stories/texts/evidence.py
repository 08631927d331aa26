"""Stories and pilot reports as sources of evidence (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from portal.shared.registries.crossings import EvidenceItem
from stories.texts.models import SchoolTextPage


class TextEvidenceSource:
    """Pages of one type as sources; keys are page ids as text."""

    def __init__(self, *, kind: str, label: str, model: type[SchoolTextPage], is_pilot: bool = False):
        self.kind, self.label, self.model, self.is_pilot = kind, label, model, is_pilot

    def _item(self, page: SchoolTextPage, *, is_public: bool) -> EvidenceItem:
        published = page.first_published_at
        return EvidenceItem(
            kind=self.kind,
            key=str(page.pk),
            title=page.title,
            url=page.url or "",
            institution_ids=tuple(page.school_ids()),
            happened_on=timezone.localdate(published) if published else date.min,
            # Without a day of publication it can't age, so it can't count either.
            is_public=is_public and published is not None,
        )

    def find(self, keys: Sequence[str]) -> Mapping[str, EvidenceItem]:
        """Give the pages of these ids; what the public can't see is marked as such."""
        ids = [int(key) for key in keys if key.isdecimal()]
        pages = self.model.objects.filter(pk__in=ids).defer_streamfields().prefetch_related("partners")
        visible = set(pages.visible_to(Viewer.anonymous()).order_by().values_list("pk", flat=True))
        return {str(page.pk): self._item(page, is_public=page.pk in visible) for page in with_addresses(pages)}

    def choices(self, query: str, viewer: Viewer) -> Sequence[EvidenceItem]:
        """Give at most 20 pages this viewer may see, with the words in the title, newest first."""
        pages = self.model.objects.visible_to(viewer).defer_streamfields().prefetch_related("partners")
        found = pages.filter(title__icontains=query).order_by("-first_published_at", "-pk")[:20]
        return [self._item(page, is_public=True) for page in with_addresses(found)]
