"""What migrations make in a real database, and pages that stand there in a thousand tests."""

from collections.abc import Iterable

from wagtail.models import Collection, Locale, Page


def make_root() -> Page:
    """Give Wagtail's root of pages, with its language and its root of files."""
    Locale.objects.get_or_create(language_code="nl")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    return Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")


def add_children(parent: Page, pages: Iterable[Page]) -> None:
    """Put unsaved pages below one that has none yet: `add_child` for each, without what it asks of known pages."""
    for place, page in enumerate(pages, start=1):
        page.depth = parent.depth + 1
        page.path = parent._get_path(parent.path, page.depth, place)
        page.locale, page.draft_title, page._cached_parent_obj = parent.locale, page.title, parent
        page.save(clean=False)
        parent.numchild = place
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
