"""What search may know of pilot reports."""

from django.utils.translation import gettext_lazy as _

from portal.shared.blocks.reading import own_words
from search.index.drafts import EntryDraft
from search.index.pages import register_pages
from stories.pilots.models import PilotReportPage
from stories.texts.searchable import text_draft


def draft(page: PilotReportPage, audience: str) -> EntryDraft:
    """Give the entry of one pilot report: its chapters, and what was measured."""
    figures = " ".join(row.name for row in page.indicators.all())
    return text_draft(
        page,
        audience,
        body=" ".join(filter(None, (page.chapters_text(), own_words(page.appendix), figures))),
        keywords=[page.get_outcome_display(), page.get_sector_display(), page.participants_note],
    )


def register() -> None:
    """Make pilot reports findable."""
    register_pages("pilot", PilotReportPage, draft, label=_("pilot report"), label_plural=_("pilot reports"))
