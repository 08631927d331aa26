"""What migrations make in a real database, and pages that stand there in a thousand tests."""

from collections.abc import Iterable

import wagtail_factories
from django.db.models import F, Max
from wagtail.models import Collection, Locale, Page


def make_root() -> Page:
    """Give Wagtail's root of pages, with its language and its root of files."""
    Locale.objects.get_or_create(language_code="nl")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first()
    if root is None:
        root = Page(title="Root", slug="root", path=Page._get_path("", 1, 1), depth=1, url_path="/")
        _save(root)
    return root


def add_children(parent: Page, pages: Iterable[Page]) -> None:
    """Put unsaved pages below one that has none yet: `add_child` for each, without what it asks of known pages."""
    for place, page in enumerate(pages, start=1):
        _put(page, parent, place)
    parent.numchild = place
    Page.objects.filter(pk=parent.pk).update(numchild=place)


class PageFactory(wagtail_factories.PageFactory):
    """A page below a parent, without what takes most of its time: checking known values, and a line of history."""

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        if not parent:
            return super()._create_instance(model_class, parent, kwargs)
        page = model_class(**kwargs)
        last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).aggregate(last=Max("path"))[
            "last"
        ]
        _put(page, parent, Page._str2int(last[-Page.steplen :]) + 1 if last else 1)
        # Whoever holds the parent may have an older count of its children.
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
        parent.numchild += 1
        return page


def _put(page: Page, parent: Page, place: int) -> None:
    page.depth = parent.depth + 1
    page.path = parent._get_path(parent.path, page.depth, place)
    page.locale, page.draft_title, page._cached_parent_obj = parent.locale, page.draft_title or page.title, parent
    _save(page)


def _save(page: Page) -> None:
    page.save(clean=False, log_action=None)
