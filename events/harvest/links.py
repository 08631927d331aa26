"""Where a promise went on: a page of this portal, found by its address, and shown to who may open it."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from wagtail.models import Page, Site

from events.harvest.models import Promise
from network.models import Initiative
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.querysets import BasePageQuerySet

_INITIATIVE = re.compile(r"^/samen/([a-z0-9]{10,20})/$")


def find_inside(address: str, *, host: str) -> Page | Initiative | None:
    """Give what stands at an address of this portal, if everyone may open it.

    Parameters:
        address: Whole, or from the first slash on.
        host: The host this portal is asked for by.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.netloc and parts.netloc != host:
        return None
    path = f"/{unquote(parts.path).strip('/')}/"
    found = _INITIATIVE.match(path)
    if found:
        return Initiative.objects.visible_to(Viewer.anonymous()).filter(key=found[1]).first()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or path == "//":
        return None
    pages = BasePageQuerySet(Page).visible_to(Viewer.anonymous())
    return pages.filter(url_path=f"{site.root_page.url_path.rstrip('/')}{path}").first()


def address_of(target: Page | Initiative | None) -> str:
    """Give the path at which something stands; empty for nothing."""
    if target is None:
        return ""
    return target.get_absolute_url() if isinstance(target, Initiative) else target.url or ""


def shown_links(promises: Iterable[Promise], viewer: Viewer) -> dict[int, tuple[str, str]]:
    """Give (title, path) per promise of what this viewer may open, in at most two queries.

    Parameters:
        promises: With `initiative` and `page`.
        viewer: Who reads.
    """
    rows = list(promises)
    pages = {row.page_id for row in rows if row.page_id}
    actions = {row.initiative_id for row in rows if row.initiative_id}
    open_pages = BasePageQuerySet(Page).visible_to(viewer).in_bulk(pages) if pages else {}
    open_actions = Initiative.objects.visible_to(viewer).in_bulk(actions) if actions else {}
    found: dict[int, tuple[str, str]] = {}
    for row in rows:
        target = open_actions.get(row.initiative_id) or open_pages.get(row.page_id)
        if target is not None:
            found[row.pk] = (target.title, address_of(target))
    return found
