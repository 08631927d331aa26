"""Every address a visitor can ask for, made from the list of addresses, with everything a list can be filtered by."""

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from wagtail.models import Page

from tests.architecture.addresses import ADDRESSES, Audience

UUID = "00000000-0000-4000-8000-000000000000"
PAGES = "^((?:[\\w\\-]+/)*)$"
# What only a form is posted to, or what needs a number of its own; test_matrix.py asks those.
WITHOUT_A_PAGE = {PAGES, "documenten/^(\\d+)/(.*)$"}
FILTERS = {
    "verhalen/": ("thema", "school", "sector", "rol", "stap", "volgorde", "pagina"),
    "pilots/": ("uitkomst", "thema", "school", "sector", "volgorde", "pagina"),
    "wat-werkt/": ("soort", "status", "thema", "factor", "volgorde", "pagina"),
    "aan-de-slag/": ("thema", "stap", "volgorde", "pagina"),
    "agenda/feed.ics": ("soort", "thema", "online", "provincie", "school"),
    "agenda/abonneren/": ("soort", "thema", "online", "provincie", "school"),
    "zoeken/": ("q", "soort", "wanneer", "staat", "thema", "school", "sorteer", "pagina"),
    "zoeken/suggesties/": ("q", "soort"),
    "netwerk/": ("q", "hulp", "zoekt", "thema", "rol", "school", "provincie", "mij", "weergave", "pagina"),
    "scholen/": ("q", "provincie", "soort", "pagina"),
    "bruggen/": ("laag", "richting", "jaar", "school", "pagina", "eilanden"),
    "samen/": ("soort", "thema", "staat", "school", "pagina"),
    "uitwisseling/": ("lijst", "richting", "thema", "systeem", "vrij", "provincie", "school", "maand", "pagina"),
    "doe-mee/": ("soort",),
    "vragen/": ("thema", "aan", "staat", "mijn", "volgorde", "pagina"),
    "vragen/stel/": ("vraag",),
    "vragen/verwant/": ("vraag",),
}


def filled(route: str, samples: dict[str, str]) -> str:
    """Give an address that a route matches; a sample stands under the name of the parameter or under its kind."""

    def sample(match: re.Match) -> str:
        return samples.get(match[2]) or samples.get(match[1] or "str") or "bestaat-niet"

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", sample, route)


def samples_for(page: Page | None = None, **more: str) -> dict[str, str]:
    """Give samples that name a page, or nothing at all."""
    number, slug = (str(page.pk), page.slug) if page else ("99999999", "bestaat-niet")
    return {"int": number, "slug": slug, "uuid": UUID, "path": f"images/{slug}.png", "size": "192"} | more


def has_arguments(route: str) -> bool:
    return "<" in route


def is_open(route: str) -> bool:
    return ADDRESSES[route] in (Audience.EVERYONE, Audience.LINK)


def fixed_addresses() -> list[str]:
    """Give the addresses of ours that take no argument."""
    return [f"/{route}" for route in ADDRESSES if route not in WITHOUT_A_PAGE and not has_arguments(route)]


def addresses_about(page: Page | None) -> list[str]:
    """Give every open address that could be about a page, by its number or its slug."""
    routes = [route for route in ADDRESSES if route not in WITHOUT_A_PAGE and has_arguments(route) and is_open(route)]
    return [filled(route, samples_for(page)) for route in routes]


def lists(values: dict[str, Iterable[str]]) -> list[str]:
    """Give each list with each of its filters on, one at a time."""
    return [
        f"/{path}?{urlencode({name: value})}"
        for path, names in FILTERS.items()
        for name in names
        for value in values.get(name, ())
    ]
