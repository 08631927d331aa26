"""Addresses of many pages at the price of one look-up."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.urls import reverse
from wagtail.models import Page, Site

from portal.shared.caching.versions import remembered

AnyPage = TypeVar("AnyPage", bound=Page)


def root_paths() -> list:
    """Give the roots of the sites; read once per process and version, as Wagtail's own cache is in the database."""
    return remembered("site-roots", Site.get_site_root_paths)


def with_addresses(pages: Iterable[AnyPage]) -> list[AnyPage]:
    """Give the pages ready for `.url`: the site's root is read once, not once per page.

    Wagtail keeps the roots on the request or on each page; outside a request every page would ask the cache again.
    """
    ready, roots = list(pages), root_paths()
    for page in ready:
        page._wagtail_cached_site_root_paths = roots
    return ready


def addresser() -> Callable[[str], str]:
    """Give what turns the path of a page in the tree into its address, as `page.url`; empty off every site.

    For lists of thousands, of which only a few columns are read: making a page of each would cost more than that.
    """
    roots, serving = root_paths(), reverse("wagtail_serve", args=("",))
    is_one_site = len({root.site_id for root in roots}) == 1

    def address_at(url_path: str) -> str:
        for root in roots:
            if url_path.startswith(root.root_path):
                address = f"{serving}{url_path[len(root.root_path) :]}"
                return address if is_one_site else f"{root.root_url}{address}"
        return ""

    return address_at
