"""Looks pages over with the rules of portal.shared.blocks.checks."""

from collections.abc import Iterable, Iterator

from django.db.models import TextField
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from home.editing.addresses import dead_paths, own_path
from home.navigation.models import SiteNavigation
from portal.shared.blocks.checks import Finding, Part, Picture, Target, check_parts, read_rich_text
from portal.shared.blocks.walking import parts_of
from portal.shared.pages.addresses import with_addresses
from portal.shared.pages.models import BasePage
from stories.texts.models import TextPage

# A rich text field is a chapter: the template sets the heading above it.
CHAPTER_LEVEL, TITLE_LEVEL = 2, 1
_INHERITED = frozenset(field.name for field in Page._meta.get_fields())


def parts_of_page(page: BasePage) -> Iterator[Part]:
    """Give the checkable parts of a page, in the order of its fields. Fetches nothing."""
    for field in page._meta.concrete_fields:
        if field.name in _INHERITED:
            continue
        value, where = getattr(page, field.attname), _title(field.verbose_name)
        if isinstance(field, StreamField):
            # The lead and the title stand above it: headings start anew.
            yield Part(where, starts_below=TITLE_LEVEL)
            yield from parts_of(value)
        elif isinstance(field, RichTextField) and value:
            yield read_rich_text(where, value, starts_below=CHAPTER_LEVEL)
        elif isinstance(field, TextField) and value:
            yield Part(where, paragraphs=(value,))
    if isinstance(page, TextPage) and page.picture_id:
        # Without a description it decorates; that is the editor's choice there.
        alt = page.picture_alt
        yield Part(_title(page._meta.get_field("picture").verbose_name), pictures=(Picture(alt, not alt.strip()),))


def _title(name) -> str:
    text = str(name)
    return text[:1].upper() + text[1:]


def check_pages(pages: Iterable[BasePage]) -> list[tuple[BasePage, list[Finding]]]:
    """Look pages over, in a number of queries that doesn't depend on how many there are.

    Parameters:
        pages: Specific pages, with all their fields loaded.

    Returns:
        Each page with what was found, in the order given.
    """
    parts = [(page, list(parts_of_page(page))) for page in with_addresses(pages)]
    wanted: dict[Target, set[int]] = {Target.PAGE: set(), Target.DOCUMENT: set()}
    for _page, its_parts in parts:
        for part in its_parts:
            for link in part.links:
                if link.target in wanted and link.key.isdecimal():
                    wanted[link.target].add(int(link.key))
    live = set(Page.objects.live().filter(pk__in=wanted[Target.PAGE]).values_list("pk", flat=True))
    files = set(get_document_model().objects.filter(pk__in=wanted[Target.DOCUMENT]).values_list("pk", flat=True))
    typed = [_typed(its_parts, page_url=page.url or "/") for page, its_parts in parts]
    dead = dead_paths(path for paths in typed for path in paths.values())
    return [
        (page, check_parts(its_parts, pages=live, documents=files, gone={key for key in paths if paths[key] in dead}))
        for (page, its_parts), paths in zip(parts, typed, strict=True)
    ]


def _typed(parts: Iterable[Part], *, page_url: str) -> dict[str, str]:
    """Give the addresses of this site that someone typed, each with the path it leads to."""
    keys = {link.key for part in parts for link in part.links if link.target is Target.ADDRESS}
    paths = {key: own_path(key, page_url=page_url) for key in keys}
    return {key: path for key, path in paths.items() if path is not None}


def check_navigation() -> list[Finding]:
    """Look over the links of menu and footer; nothing when editors left them as they are."""
    row = SiteNavigation.objects.first()
    if row is None:
        return []
    parts = [part for stream in (row.main, row.footer) for part in parts_of(stream)]
    paths = _typed(parts, page_url="/")
    dead = dead_paths(paths.values())
    return check_parts(parts, pages=(), documents=(), gone={key for key in paths if paths[key] in dead})
