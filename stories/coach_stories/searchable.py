"""What search may know of coach stories."""

from django.utils.translation import gettext_lazy as _

from portal.shared.blocks.reading import own_words
from search.index.drafts import EntryDraft
from search.index.pages import register_pages
from stories.coach_stories.models import CoachStoryPage
from stories.texts.searchable import text_draft


def draft(page: CoachStoryPage, audience: str) -> EntryDraft:
    """Give the entry of one story; authors are found by the name they agreed to show."""
    authors = [row for row in page.authors.all() if row.shows_name]
    return text_draft(
        page,
        audience,
        body=own_words(page.body),
        keywords=[page.coach_title, page.get_sector_display(), *(str(row) for row in authors)],
        people=[row.member.key for row in authors if row.member],
    )


def register() -> None:
    """Make stories findable."""
    register_pages(
        "verhaal",
        CoachStoryPage,
        draft,
        label=_("story"),
        label_plural=_("stories"),
        prefetch=("authors__member", "themes", "partners", "institution"),
    )
