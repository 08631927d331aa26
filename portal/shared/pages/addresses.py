"""Addresses of many pages at the price of one look-up."""

from collections.abc import Iterable
from typing import TypeVar

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
