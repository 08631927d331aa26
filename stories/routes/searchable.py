"""What search may know of starter routes."""

from django.utils.translation import gettext_lazy as _

from portal.shared.blocks.reading import plain_text
from search.index.drafts import EntryDraft
from search.index.pages import register_pages
from stories.routes.models import RoutePage
from stories.texts.searchable import text_draft


def draft(page: RoutePage, audience: str) -> EntryDraft:
    """Give the entry of one route: its goal and what its steps say."""
    steps = " ".join(f"{block.value['title']} {plain_text(str(block.value['text']))}" for block in page.steps)
    return text_draft(page, audience, body=f"{page.goal} {steps}", keywords=[page.for_whom])


def register() -> None:
    """Make starter routes findable."""
    register_pages("route", RoutePage, draft, label=_("starter route"), label_plural=_("starter routes"))
