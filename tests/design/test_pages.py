"""The frame around every page, the error pages, and the pages of one's account."""

import gzip

import pytest
from django.template.loader import render_to_string
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from portal.styleguide.pages import PAGES
from tests.design.markup import elements, forbidden, parsed, texts

pytestmark = pytest.mark.once

ERROR_PAGES = ["403.html", "403_csrf.html", "404.html", "413.html", "500.html", "503.html", "offline.html"]
SAMPLES = ["/styleguide/", *(f"/styleguide/paginas/{name}/" for name in sorted(PAGES))]
# Addresses of allauth that need something first: a key of one's own, a code under way, a token.
NOT_WALKED = {
    "account_reset_password_from_key",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_download_recovery_codes",
}


def account_addresses() -> list[str]:
    """List every address under /account/ that takes no argument."""
    found = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern, path)
            elif pattern.name not in NOT_WALKED:
                found.append(f"/{path}")

    walk(get_resolver("allauth.urls"), "account/")
    return found


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_needs_no_request_and_no_database(name):
    html = render_to_string(name)

    assert len(elements(html, "h1")) == 1
    assert elements(html, "html")[0].get("lang") == "nl"
    assert list(forbidden(html)) == []
    # An empty address is this page again: the offline page stands at the address that was asked for.
    leading = [link.get("href") for link in elements(html, "a") if link.get("href") or name != "offline.html"]
    assert [href for href in leading if not href] == []


@pytest.mark.parametrize("name", ["403.html", "404.html", "500.html"])
def test_error_page_offers_search(name):
    forms = elements(render_to_string(name), "form")

    assert {(form.get("action"), form.get("method")) for form in forms} == {("/zoeken/", "get")}


@pytest.mark.parametrize("path", SAMPLES)
def test_page_has_its_landmarks(client, site, path):
    html = client.get(path).content.decode()

    assert [len(elements(html, name)) for name in ("h1", "main", "header")] == [1, 1, 1]
    skip = elements(html, "a")[0]
    assert (skip.get("href"), texts(skip)) == ("#inhoud", "Naar de inhoud")
    assert elements(html, "main")[0].get("id") == "inhoud"


@pytest.mark.parametrize("path", SAMPLES)
def test_page_holds_nothing_the_policy_refuses(client, site, path):
    assert list(forbidden(client.get(path).content.decode())) == []


@pytest.mark.parametrize("path", SAMPLES)
def test_page_names_each_navigation_differently_from_its_neighbours(client, site, path):
    html = client.get(path).content.decode()

    assert [nav for nav in elements(html, "nav") if not (nav.get("aria-label") or nav.get("aria-labelledby"))] == []


@pytest.mark.parametrize("path", SAMPLES[1:])
def test_page_is_light(client, site, path):
    assert len(gzip.compress(client.get(path).content, 9)) <= 8 * 1024


def test_first_view_asks_for_five_files(client, site):
    html = client.get("/styleguide/paginas/home/").content.decode()

    # A feed and a manifest are only named here; a browser fetches them when someone subscribes or installs.
    loaded = [
        link
        for link in elements(html, "link")
        if link.get("rel") in (["stylesheet"], ["preload"], "stylesheet", "preload")
    ]
    files = {link.get("href") for link in loaded}
    files |= {script.get("src") for script in elements(html, "script")}
    files |= {image.get("src") for image in elements(html, "img")}
    assert files == {
        "/static/css/portal.css",
        "/static/js/portal.js",
        "/static/fonts/atkinson.woff2",
        "/static/fonts/bricolage.woff2",
    }


def test_public_page_holds_no_token_and_sets_no_cookie(client, site):
    answer = client.get("/styleguide/paginas/home/")

    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert dict(answer.cookies) == {}


def test_menu_of_the_phone_works_without_script(client, site):
    html = client.get("/styleguide/paginas/home/").content.decode()

    [drawer] = [found for found in elements(html, "details") if found.get("class") == "drawer"]
    assert [child.tag for child in drawer] == ["summary", "div"]


def test_sample_page_that_does_not_exist_is_not_found(client, site):
    assert client.get("/styleguide/paginas/bestaat-niet/").status_code == 404


def test_missing_page_is_answered_in_the_frame(client, site):
    answer = client.get("/bestaat-niet/")

    assert answer.status_code == 404
    assert texts(elements(answer.content.decode(), "h1")[0]) == "Deze pagina is er niet"


@pytest.mark.parametrize("path", account_addresses())
def test_account_page_is_ours_for_a_visitor(client, site, path):
    assert_ours(client.get(path, follow=True))


@pytest.mark.parametrize("path", account_addresses())
def test_account_page_is_ours_for_a_member(client, site, coach, path):
    client.force_login(coach)

    assert_ours(client.get(path, follow=True))


def assert_ours(answer) -> None:
    if answer.request["PATH_INFO"] == "/":  # nothing to do on that page now: sent to the front page
        return
    html = answer.content.decode()
    assert list(forbidden(html)) == []
    assert "css/portal.css" in html
    assert len(elements(html, "main")) == 1
    labelled = {label.get("for") for label in elements(html, "label")}
    entries = [entry for entry in elements(html, "input") if entry.get("type") not in {"hidden", "submit"}]
    assert [
        entry.get("name") for entry in entries if not (entry.get("aria-label") or entry.get("id") in labelled)
    ] == []


def test_sign_in_page_offers_a_way_without_password(client, site):
    html = client.get("/account/login/").content.decode()

    assert "/account/login/code/" in [link.get("href") for link in elements(html, "a")]
    assert [found.get("form") for found in parsed(html).iter() if found.get("id") == "passkey_login"] == ["mfa_login"]


def test_refused_sign_in_says_what_to_do(client, site, coach):
    answer = client.post("/account/login/", {"login": coach.email, "password": "verkeerd wachtwoord"})

    [summary] = [found for found in elements(answer.content.decode(), "div") if found.get("class") == "error-summary"]
    assert texts(summary) == (
        "Eén ding klopt nog niet Dit e-mailadres en dit wachtwoord horen niet bij elkaar. "
        "Probeer het opnieuw of laat je een code mailen."
    )
