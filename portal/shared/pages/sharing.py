"""Parts of pages that are the same for everyone who may open the same pages: worked out once per version."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import get_language
from wagtail.models import Page

from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import remembered

T = TypeVar("T")


def shared(key: tuple, viewer: Viewer, compute: Callable[[Viewer], T]) -> T:
    """Give what `compute` gives, worked out once per version, language and kind of viewer.

    Which pages someone may open depends on membership alone (`visible_to`). So `compute` gets a viewer without name
    and schools: a part that is remembered can't hold anything that is for one person.

    Parameters:
        key: Names the part, with everything it depends on besides the database.
        viewer: Who looks.
        compute: Takes the nameless viewer; nobody changes in place what it gives.
    """
    return remembered((*key, viewer.is_member, get_language()), lambda: compute(viewer.nameless()))


def shared_of(page: Page, name: str, viewer: Viewer, compute: Callable[[Viewer], T]) -> T:
    """Give a part of a page as `shared` does; anew each time for a draft, which has the id of what is published.

    Parameters:
        page: The page shown; `compute` may read all of it.
        name: Names the part, unique among the parts of a page.
        viewer: Who looks.
        compute: Takes the nameless viewer.
    """
    if not getattr(page, "is_as_published", False):
        return compute(viewer.nameless())
    return shared((name, page.pk), viewer, compute)


def shared_with_visitors(page: Page, name: str, viewer: Viewer, compute: Callable[[Viewer], T]) -> T:
    """Give a part of a page that shows people: anew for whoever is signed in, and as `shared_of` does for all others.

    What members show differs per reader, and only someone not signed in is like every other.

    Parameters:
        page: The page shown; `compute` may read all of it.
        name: Names the part, unique among the parts of a page.
        viewer: Who looks.
        compute: Takes the viewer, with name and schools.
    """
    return compute(viewer) if viewer.is_signed_in else shared_of(page, name, viewer, compute)
