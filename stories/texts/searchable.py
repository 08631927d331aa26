"""What search may know of a text, whatever its type."""

from collections.abc import Iterable

from search.index.drafts import EntryDraft, FacetValue
from stories.texts.models import SchoolTextPage, TextPage


def text_draft(
    page: TextPage, audience: str, *, body: str, keywords: Iterable[str] = (), people: Iterable[str] = ()
) -> EntryDraft:
    """Give the entry of a text.

    Parameters:
        page: A live page.
        audience: The slice that may read it.
        body: Its words without markup.
        keywords: Words that find it though they need not stand in the text.
        people: Keys of members named in public with this text.
    """
    schools = []
    if isinstance(page, SchoolTextPage):
        schools = [school for school in (page.institution, *page.partners.all()) if school]
    return EntryDraft(
        slice=audience,
        title=page.title,
        url=page.url or "",
        summary=page.lead,
        body=body,
        keywords=tuple(
            filter(None, (*keywords, *dict.fromkeys(place for school in schools for place in school.places)))
        ),
        themes=tuple(FacetValue(theme.slug, theme.name) for theme in page.themes.all()),
        institutions=tuple(FacetValue(school.slug, str(school)) for school in schools),
        people=tuple(people),
        published_at=page.first_published_at,
        # What colleagues went through comes before lists and names that share its words.
        boost=1.05,
    )
