"""Which last parts of an address below the agenda are taken: what the site answers there itself hides a page."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _

START = "agenda/"


def reserved_slugs() -> frozenset[str]:
    """Give the words that stand first below /agenda/ in the site's own addresses, e.g. "plannen" and "voorstellen"."""
    routes = (
        route.removeprefix(START) for route in _routes(get_resolver().url_patterns, "") if route.startswith(START)
    )
    first = {route.split("/", 1)[0] for route in routes}
    return frozenset(word for word in first if word and "<" not in word and "^" not in word)


def slug_taken(slug: str) -> str:
    """Say that a page can't have this last part of its address."""
    return _("The agenda uses “%(slug)s” itself. Choose another last part of the address.") % {"slug": slug}


def _routes(patterns, before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        # Only what can lie below the agenda is looked into: Wagtail's editor alone has hundreds of addresses.
        if isinstance(pattern, URLResolver) and (START.startswith(route) or route.startswith(START)):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route
