"""Addresses of many pages at the price of one look-up."""

from collections.abc import Iterable
from typing import TypeVar

from wagtail.models import Page, Site

AnyPage = TypeVar("AnyPage", bound=Page)


def with_addresses(pages: Iterable[AnyPage]) -> list[AnyPage]:
    """Give the pages ready for `.url`: the site's root is read once, not once per page.

    Wagtail keeps the roots on the request or on each page; outside a request every page would ask the cache again,
    which is the shared one in the database.
    """
    ready, roots = list(pages), Site.get_site_root_paths()
    for page in ready:
        page._wagtail_cached_site_root_paths = roots
    return ready
