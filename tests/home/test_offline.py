"""What a browser keeps of the portal for everyone: the page for when there is no connection."""

import json
import re

import pytest
from django.test import Client

from home.machines import offline
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db


def _worker(client) -> str:
    response = client.get("/service-worker.js")
    assert response.status_code == 200
    return response.content.decode()


def test_worker_keeps_the_offline_page_its_style_and_its_fonts_and_no_more(client):
    kept = json.loads(re.search(r"const KEPT = (\[.*?\]);", _worker(client))[1])

    assert kept == [
        "/offline/",
        "/static/css/portal.css",
        "/static/fonts/atkinson.woff2",
        "/static/fonts/bricolage.woff2",
        "/static/js/portal.js",
    ]


def test_worker_puts_nothing_on_its_shelves_but_that_list_and_the_pocket(client):
    worker = _worker(client)

    assert re.findall(r"\.(?:put|add|addAll)\(.*", worker) == [
        ".addAll(KEPT.map(fetched));",
        ".put(POCKET_PAGE, answer);",
    ]
    assert 'const POCKET_PAGE = "/mijn/op-zak/";' in worker
    assert 'credentials: "omit"' in worker


def test_worker_is_a_script_that_browsers_ask_for_anew_and_rules_over_the_whole_site(client):
    response = client.get("/service-worker.js")

    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert dict(response.cookies) == {}


def test_worker_and_offline_page_are_the_same_for_everyone(client, django_assert_num_queries):
    before = [client.get(path).content for path in ("/service-worker.js", "/offline/")]
    client.force_login(MemberFactory(given_name="Zichtbare"))
    client.cookies["taal"] = "en"

    assert [client.get(path).content for path in ("/service-worker.js", "/offline/")] == before
    # The worker asks for it without a session.
    with django_assert_num_queries(0):
        Client().get("/offline/")


def test_offline_page_speaks_both_languages_and_offers_to_try_again(client):
    page = client.get("/offline/").content.decode()

    assert '<html lang="nl">' in page
    assert "Je bent offline" in page
    assert '<p lang="en">You are offline.' in page
    assert 'href="">Probeer het opnieuw<' in page


def test_another_page_gets_another_shelf(client, monkeypatch):
    def shelf() -> str:
        offline.service_worker.cache_clear()
        return re.search(r'const SHELF = "(portal-offline-[0-9a-f]{16})"', _worker(client))[1]

    first, again = shelf(), shelf()
    monkeypatch.setattr(offline, "offline_page", lambda: "<p>Anders</p>")
    changed = shelf()
    offline.service_worker.cache_clear()

    assert first == again
    assert changed != first
