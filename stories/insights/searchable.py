"""What search may know of insights."""

from django.utils.translation import gettext_lazy as _

from portal.shared.blocks.reading import plain_text
from search.index.drafts import EntryDraft
from search.index.pages import register_pages
from stories.insights.models import InsightPage
from stories.insights.words import standing_of, verdict_words
from stories.texts.searchable import text_draft


def draft(page: InsightPage, audience: str) -> EntryDraft:
    """Give the entry of one insight, with its standing in words."""
    steps = " ".join(step.text for step in page.first_steps.all())
    return text_draft(
        page,
        audience,
        body=f"{plain_text(page.holds_when)} {steps} {plain_text(page.background)}",
        keywords=[verdict_words(page, standing_of(page)), page.get_factor_display()],
    )


def register() -> None:
    """Make insights findable."""
    register_pages("inzicht", InsightPage, draft, label=_("insight"), label_plural=_("insights"))
