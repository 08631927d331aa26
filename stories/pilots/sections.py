"""The report of a running pilot, on the page of that joint action."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from stories.pilots.models import PilotReportPage
from stories.texts.cards import card_of


class ReportsOfInitiative:
    """The pilot reports that say they are about this joint action."""

    title = _("The report")
    template = "stories/parts/initiative_reports.html"

    def context(self, initiative_key: str, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the cards of the reports this viewer may read, newest first; None without any."""
        rows = PilotReportPage.objects.visible_to(viewer).filter(initiative__key=initiative_key)
        pages = with_addresses(rows.select_related("institution").for_cards().order_by("-first_published_at", "-pk"))
        cards = [card_of(page, school=str(page.institution or "")) for page in pages]
        return {"cards": cards} if cards else None


REPORTS_OF_INITIATIVE = ReportsOfInitiative()
