"""Every answer of every address carries the headers of RELIABILITY G23, every cookie is locked, as on a real server.

The names of cookies and the headers come from production's own settings, read without starting a server.
"""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import clear_url_caches, path
from django.utils import timezone

from portal import urls
from portal.shared.caching import versions
from portal.shared.caching.middleware import KeptHeaders
from portal.shared.health.registry import Role
from tests.answers import put_away
from tests.architecture.addresses import ADDRESSES
from tests.architecture.test_settings import WHOLE
from tests.factories.network import MemberFactory
from tests.home.test_machines import _gone, part
from tests.security.production import settings_of_production
from tests.security.test_leaks import DocumentFactory
from tests.security.test_matrix import MEMBER, PROGRAMME, ROUTES, address, place, visit
from tests.shared.caching.conftest import settle
from tests.shared.media.test_views import image

__all__ = ["image", "part", "place", "settle"]

# Headers and cookies are made before and after a database is asked.
pytestmark = pytest.mark.once

HOST = "portal.example"
# What the sweep is run with; the rest of production's settings is about servers that aren't there.
TAKEN = (
    "SECURE_SSL_REDIRECT",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_NAME",
    "CSRF_TRUSTED_ORIGINS",
    "LANGUAGE_COOKIE_NAME",
    "MESSAGE_STORAGE",
    "ALLOWED_HOSTS",
)
A_YEAR = 365 * 24 * 3600
# Pages that hold nothing about anyone, whoever asks.
SAME_FOR_ALL = {"offline/"}
ALL_METHODS = ("get", "post", "head", "options")


@pytest.fixture(autouse=True)
def production(settings, monkeypatch):
    given = settings_of_production(monkeypatch, WHOLE)
    for name in TAKEN:
        setattr(settings, name, given[name])
    return settings


@pytest.fixture
def client():
    """A browser that came through our proxy, over TLS."""
    return Client(headers={"X-Forwarded-Proto": "https", "Host": HOST}, raise_request_exception=False)


def directives(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response.headers.get("Content-Security-Policy", "").split(";") if part.strip()]
    return {name: values for name, *values in parts}


def missing(response) -> set[str]:
    """Name the headers that an answer lacks, or has otherwise than it should."""
    headers, policy = response.headers, directives(response)
    age = headers.get("Strict-Transport-Security", "").partition("max-age=")[2].partition(";")[0]
    right = {
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        # Pages behind a secret link never send their address, to us neither.
        "referrer": headers.get("Referrer-Policy") in {"same-origin", "strict-origin", "no-referrer"},
        "frame": headers.get("X-Frame-Options") == "SAMEORIGIN" and policy.get("frame-ancestors") == ["'self'"],
        "opener": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "permissions": "geolocation=()" in headers.get("Permissions-Policy", ""),
        "policy": policy.get("object-src") == ["'none'"] and policy.get("base-uri") == ["'none'"],
        "default": policy.get("default-src") in (["'self'"], ["'none'"]),
        "tls": age.isdigit() and int(age) >= A_YEAR and "includeSubDomains" in headers["Strict-Transport-Security"],
    }
    return {name for name, is_right in right.items() if not is_right}


def unlocked(response) -> set[str]:
    """Name the cookies that another host, a script or an open line could read or set."""
    return {
        name
        for name, cookie in response.cookies.items()
        if not (
            name.startswith("__Host-")
            and cookie["secure"]
            and cookie["httponly"]
            and cookie["samesite"] in {"Lax", "Strict"}
            and cookie["path"] == "/"
            and not cookie["domain"]
        )
        # A cookie that is taken away need not be closed to scripts.
        and not (cookie.value == "" and name.startswith("__Host-"))
    }


def close(response) -> None:
    response.getvalue() if response.streaming else None
    put_away(response)


def sweep(client, place, methods: tuple[str, ...]) -> tuple[dict, dict, dict]:
    """Ask for every address with these methods; give what lacks headers, opens cookies, or may be kept by a browser."""
    bare, open_cookies, kept = {}, {}, {}
    for route in [*ROUTES, "account/login/", "account/signup/", "account/email/", "beheer/", "beheer/reports/"]:
        where = address(place, route) if route in ADDRESSES else f"/{route}"
        for method in methods:
            response = getattr(client, method)(where)
            if lacks := missing(response):
                bare[method, route, response.status_code] = lacks
            if cookies := unlocked(response):
                open_cookies[method, route] = cookies
            is_page = response.headers.get("Content-Type", "").startswith("text/html")
            if is_page and response.status_code == 200 and "no-store" not in response.headers.get("Cache-Control", ""):
                kept[method, route] = response.headers.get("Cache-Control")
            close(response)
    return bare, open_cookies, kept


@pytest.mark.parametrize(
    "methods", [("get",), pytest.param(ALL_METHODS, marks=pytest.mark.thorough)], ids=["get", "all"]
)
def test_visitor_gets_every_header_and_locked_cookies_everywhere(client, place, methods):
    bare, open_cookies, _kept = sweep(client, place, methods)

    assert bare == {}
    assert open_cookies == {}


@pytest.mark.thorough
@pytest.mark.parametrize("actor", [MEMBER, PROGRAMME])
def test_member_gets_every_header_and_no_page_that_a_browser_keeps(client, place, actor):
    visit(client, place, actor)

    # Reading only: a form may sign out, and make the rest of it a visitor's.
    bare, open_cookies, kept = sweep(client, place, ("get",))

    assert bare == {}
    assert open_cookies == {}
    assert {route for _method, route in kept} - SAME_FOR_ALL == set()


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("/static/css/portal.css", 200),
        ("/bestaat-niet/", 404),
        ("/scholen", 301),
        ("/mijn/profiel/", 302),
        ("/webhooks/mail/", 405),
        ("/verhalen/feed.atom", 200),
        ("/agenda/feed.ics", 200),
        ("/.well-known/security.txt", 200),
        ("/healthz", 200),
    ],
)
def test_answers_of_each_kind_carry_every_header(client, portal, where, status):
    response = client.get(where)

    assert (response.status_code, missing(response)) == (status, set())
    close(response)


def test_an_answer_of_a_process_that_is_not_ready_carries_them(client, site, part):
    part("test.cache", _gone, Role.GROUND)

    response = client.get("/readyz")

    assert (response.status_code, missing(response)) == (503, set())


def test_a_reader_who_is_over_the_limit_gets_them(client, portal, settings):
    settings.PORTAL_PEOPLE_PAGES_PER_HOUR = 1
    answers = [client.get("/netwerk/") for _time in range(2)]

    assert [(answer.status_code, missing(answer)) for answer in answers] == [(200, set()), (429, set())]


def test_a_kept_page_that_did_not_change_carries_them_too(client, portal, settle):
    settle()
    first = client.get("/verhalen/")
    again = client.get("/verhalen/", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, missing(again)) == (304, set())
    # A browser takes the headers of this answer for the page it has.
    assert directives(again) == directives(first)


def test_a_kept_page_carries_what_the_first_visitor_got(client, portal, settle):
    settle()
    first, again = client.get("/verhalen/"), client.get("/verhalen/")

    assert isinstance(again.headers, KeptHeaders)
    assert missing(again) == set()
    assert dict(again.headers) == dict(first.headers) | {"X-Request-ID": again.headers["X-Request-ID"]}


def test_an_answer_of_a_site_without_its_database_carries_them(client, portal, settle, monkeypatch):
    settle()
    monkeypatch.setattr(versions, "_question", lambda: ("SELECT value FROM table_that_is_gone", []))

    response = client.get("/verhalen/")

    assert (response.status_code, missing(response)) == (500, set())


def test_a_page_that_breaks_carries_them(client, portal, monkeypatch):
    def broken(request):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(urls, "urlpatterns", [path("breekt/", broken), *urls.urlpatterns])
    clear_url_caches()
    try:
        response = client.get("/breekt/")
    finally:
        clear_url_caches()

    assert (response.status_code, missing(response)) == (500, set())
    assert "broken on purpose" not in response.content.decode()


def test_a_strange_host_and_an_open_line_are_turned_away_with_them(client, portal):
    strange = client.get("/", headers={"Host": "elders.example"})
    plain = client.get("/", headers={"X-Forwarded-Proto": "http"})

    assert (strange.status_code, missing(strange) - {"tls"}) == (400, set())
    assert (plain.status_code, plain.headers["Location"]) == (301, f"https://{HOST}/")
    # Over an open line a browser must not believe this one header (RFC 6797 §7.2).
    assert missing(plain) == {"tls"}


def test_files_that_people_uploaded_run_nothing(client, portal, image, settings):
    document = DocumentFactory(
        title="Lijst", file__filename="lijst.pdf", file__data=b"%PDF-1.7 <script>alert(1)</script>"
    )

    for where in (image.get_rendition("width-40").url, document.url):
        response = client.get(where)
        assert (response.status_code, missing(response)) == (200, set())
        assert "sandbox" in directives(response)
        assert directives(response)["default-src"] == ["'none'"]
        close(response)
    assert response.headers["Content-Disposition"].startswith("attachment;")


def test_cookies_of_signing_in_choosing_a_language_and_a_message_are_locked(client, site):
    person = MemberFactory(email="daan@school.example", password="een-lang-wachtwoord")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    browser = Client(headers={"X-Forwarded-Proto": "https", "Host": HOST}, enforce_csrf_checks=False)

    answers = [
        browser.get("/account/login/"),
        browser.post("/taal/", {"language": "en", "next": "/"}),
        browser.post("/account/login/", {"login": person.email, "password": "een-lang-wachtwoord"}),
        browser.post("/account/logout/"),
    ]

    assert set().union(*(answer.cookies for answer in answers)) >= {
        *("__Host-csrf", "__Host-messages", "__Host-sessie", "__Host-taal"),
    }
    assert set().union(*(unlocked(answer) for answer in answers)) == set()


def test_no_answer_opens_itself_to_other_sites(client, portal):
    for where in (
        "/",
        "/verhalen/feed.atom",
        "/agenda/feed.ics",
        "/static/css/portal.css",
        "/healthz",
        "/zoeken/suggesties/?q=les",
    ):
        response = client.get(where, headers={"Origin": "https://elders.example"})
        close(response)
        # Static files are the same for everybody, and hold nothing about anyone.
        assert response.headers.get("Access-Control-Allow-Origin") == ("*" if where.startswith("/static/") else None)


def test_text_says_its_charset(client, portal):
    addresses = [
        "/",
        "/bestaat-niet/",
        "/healthz",
        "/robots.txt",
        "/verhalen/feed.atom",
        "/agenda/feed.ics",
        "/sitemap.xml",
    ]
    addresses += ["/.well-known/security.txt", "/static/css/portal.css", "/service-worker.js", "/offline/"]
    without = set()
    for where in addresses:
        response = client.get(where)
        if "charset=utf-8" not in response.headers["Content-Type"].lower().replace('"', ""):
            without.add((where, response.headers["Content-Type"]))
        close(response)

    assert without == set()


def test_trace_is_not_answered(client, portal):
    refused = {
        client.trace(where).status_code for where in ("/healthz", "/account/login/", "/taal/", "/zoeken/suggesties/")
    }

    assert refused == {405}


def test_security_txt_holds_for_more_than_thirty_days(client, portal):
    text = client.get("/.well-known/security.txt").content.decode()

    [expires] = [line.removeprefix("Expires: ") for line in text.splitlines() if line.startswith("Expires: ")]
    assert datetime.fromisoformat(expires) > timezone.now() + timedelta(days=30)
    assert [line.partition(":")[0] for line in text.splitlines()] == [
        "Contact",
        "Expires",
        "Preferred-Languages",
        "Canonical",
    ]
