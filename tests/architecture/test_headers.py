"""What every answer carries, whatever kind it is: policy, no sniffing, no referrer to others, and a request id."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

KINDS = {
    "page": ("/", 200),
    "own view": ("/scholen/", 200),
    "sign-in": ("/account/login/", 200),
    "missing page": ("/bestaat-niet/", 404),
    "redirect": ("/mijn/profiel/", 302),
    "missing slash": ("/scholen", 301),
    "health": ("/healthz", 200),
    "robots": ("/robots.txt", 200),
    "feed": ("/verhalen/feed.atom", 200),
    "static file": ("/static/css/portal.css", 200),
    "editor, signed out": ("/beheer/", 302),
}


@pytest.fixture
def answer(client, site):
    """Ask for an address; a file that whitenoise opened is read and closed, as a server does."""
    given = []

    def ask(address: str, **options):
        given.append(client.get(address, **options))
        return given[-1]

    yield ask
    for response in given:
        response.getvalue() if response.streaming else None
        response.close()


def policy(response) -> dict[str, list[str]]:
    """Read the content policy into directives."""
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";") if part.strip()]
    return {name: sorted(values) for name, *values in parts}


@pytest.mark.parametrize(("address", "status"), KINDS.values(), ids=KINDS)
def test_answer_carries_the_headers(answer, address, status):
    response = answer(address)

    assert response.status_code == status
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert re.fullmatch(r"[0-9a-f]{16}", response.headers["X-Request-ID"])
    assert policy(response)["object-src"] == ["'none'"]
    assert policy(response)["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize(
    "address", [address for address, _status in KINDS.values() if not address.startswith("/beheer/")]
)
def test_policy_outside_the_editor_allows_no_inline_script(answer, address):
    directives = policy(answer(address))

    assert directives["script-src"] == ["'self'"]
    assert directives["style-src"] == ["'self'"]
    assert directives["default-src"] == ["'self'"]


def test_policy_of_the_editor_is_its_own(answer):
    directives = policy(answer("/beheer/"))

    assert directives["script-src"] == ["'self'", "'unsafe-inline'"]
    assert directives["default-src"] == ["'self'"]


def test_editor_policy_holds_under_its_prefix_only(answer):
    outside = policy(answer(settings.PORTAL_ADMIN_PREFIX.rstrip("/") + "-en-meer/"))

    assert outside["script-src"] == ["'self'"]


def test_a_sane_request_id_of_the_proxy_is_kept_and_another_replaced(answer):
    kept = answer("/healthz", headers={"X-Request-ID": "proxy-0123456789"})
    replaced = answer("/healthz", headers={"X-Request-ID": "a b<script>"})

    assert kept.headers["X-Request-ID"] == "proxy-0123456789"
    assert re.fullmatch(r"[0-9a-f]{16}", replaced.headers["X-Request-ID"])
