"""No address exists unlisted, and none that is for fewer than everyone opens for a visitor."""

import re

import pytest

from tests.architecture.addresses import ADDRESSES, GROUPS, Audience
from tests.architecture.walk import addresses

SIGN_IN = "/account/login/"
OPEN = {Audience.EVERYONE, Audience.LINK}
SAMPLES = {"int": "999999", "slug": "bestaat-niet", "str": "bestaat-niet", "path": "bestaat/niet"}
SAMPLES |= {"uuid": "00000000-0000-4000-8000-000000000000"}
# What Wagtail's editor answers to someone who is not signed in, besides asking to sign in.
EDITOR_OPEN = {"beheer/login/", "beheer/jsi18n/", "beheer/sprite/", "beheer/logout/"}


def group_of(route: str) -> str | None:
    return next((start for start in GROUPS if route.startswith(start)), None)


def filled(route: str) -> str:
    """Give an address that the route matches, with objects that don't exist."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES.get(match[1] or "str", "bestaat-niet"), route)


def is_refused(response) -> bool:
    """Tell whether the visitor got nothing in the end: the sign-in page, or that there is no such thing."""
    ended_at = response.redirect_chain[-1][0] if response.redirect_chain else ""
    return ended_at.startswith(SIGN_IN) or response.status_code in {401, 403, 404, 405}


CLOSED = sorted(route for route, audience in ADDRESSES.items() if audience not in OPEN)


def test_every_address_is_listed_with_its_audience():
    routes = {address.route for address in addresses()}

    unlisted = {route for route in routes if group_of(route) is None} - set(ADDRESSES)

    assert unlisted == set(), "add these to tests/architecture/addresses.py, each with its audience"


def test_every_listed_address_exists():
    routes = {address.route for address in addresses()}

    assert set(ADDRESSES) - routes == set(), "these are in tests/architecture/addresses.py only"
    assert {start for start in GROUPS if not any(route.startswith(start) for route in routes)} == set()


def test_every_address_of_ours_has_a_name():
    nameless = {address.route for address in addresses() if not address.name and group_of(address.route) is None}

    assert nameless == set()


# The matrix (tests/security) asks a second database the same.
@pytest.mark.once
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", CLOSED)
def test_closed_address_refuses_a_visitor(client, site, route, method):
    response = getattr(client, method)(filled(route), follow=True)

    assert is_refused(response), response.status_code


def test_editor_refuses_a_visitor_everywhere(client, site):
    routes = {address.route for address in addresses() if address.route.startswith("beheer/")}
    plain = {route for route in routes - EDITOR_OPEN if not set("^(\\") & set(route)}

    opened = {route for route in plain if not is_refused(client.get(filled(route), follow=True))}

    assert len(plain) > 100
    assert opened == set()
