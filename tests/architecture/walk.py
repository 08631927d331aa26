"""Every address the portal answers on, read from the URLconf itself."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Address(NamedTuple):
    """One URL pattern: its full route, its name with namespaces, and what answers."""

    route: str
    name: str
    view: object


def addresses(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[Address]:
    """Walk the URLconf, depth first."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(route, f"{space}{entry.name}" if entry.name else "", entry.callback)
        else:
            yield from addresses(entry, route, f"{space}{entry.namespace}:" if entry.namespace else space)
