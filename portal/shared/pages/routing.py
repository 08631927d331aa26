"""Finds the page of an address in two short queries, and in none when this process did so under the same version."""

import copy

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_route

from portal.shared.caching.versions import remembered


def site_of(request: HttpRequest) -> Site | None:
    """Give the site that answers this request, and remember it on the request as Wagtail does."""
    if not hasattr(request, "_wagtail_site"):
        host = (request.get_host(), request.get_port())
        request._wagtail_site = remembered(("site", *host), lambda: Site._find_for_request(request))
    return request._wagtail_site


def _find(root_path: str, path: str) -> Page | None:
    """Give the live page at an address below the site's root.

    The address column has no index, the slug has one; both together are exact, as Wagtail keeps `url_path` up with
    every move. Only types that route as Wagtail does are found here.
    """
    parts = [part for part in path.split("/") if part]
    address = root_path + "".join(f"{part}/" for part in parts)
    slug = parts[-1] if parts else root_path.rstrip("/").rpartition("/")[2]
    found = Page.objects.filter(slug=slug, url_path=address).first()
    if found is None or found.specific_class is None or found.specific_class.route is not Page.route:
        return None
    page = found.specific
    if not page.live:
        return None
    prefetch_related_objects([page], *getattr(page, "shown_relations", ()))
    return page


def _own_copy(page: Page) -> Page:
    """Give a copy that a request may write on; what is remembered stays as it was read."""
    mine = copy.copy(page)
    mine._state = copy.copy(page._state)
    mine._state.fields_cache = dict(page._state.fields_cache)
    mine.is_as_published = True
    return mine


def serve(request: HttpRequest, path: str):
    """Serve the page of an address, with Wagtail's own checks of who may open it.

    An address that is not found so goes Wagtail's way from part to part, which ends in the same page or in 404.
    """
    site = site_of(request)
    if site is None:
        raise Http404
    root_path = site.root_page.url_path
    page = remembered(("page", root_path, path), lambda: _find(root_path, path))
    if page is not None:
        request._wagtail_route_for_request = RouteResult(_own_copy(page))
    return serve_route(request, path)
