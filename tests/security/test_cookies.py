"""A reader gets no cookie, and what is made for one person is kept nowhere."""

import pytest
from django.urls import get_resolver

from tests.factories.stories import CoachStoryFactory

pytestmark = pytest.mark.once

PUBLIC = ("/", "/verhalen/", "/pilots/", "/wat-werkt/", "/aan-de-slag/", "/scholen/", "/bruggen/", "/zoeken/?q=les")
PUBLIC += ("/verhalen/een-verhaal/", "/verhalen/feed.atom", "/sitemap.xml", "/manifest.webmanifest", "/bestaat-niet/")


@pytest.fixture
def story(portal):
    return CoachStoryFactory(parent=portal.stories, slug="een-verhaal")


@pytest.mark.parametrize("address", PUBLIC)
def test_reader_gets_no_cookie(client, story, address):
    assert dict(client.get(address).cookies) == {}


@pytest.mark.parametrize("address", ["/", "/verhalen/een-verhaal/", "/mijn/map/", "/mijn/profiel/", "/mijn/bijdragen/"])
def test_page_of_a_signed_in_person_is_kept_nowhere(client, story, coach, address):
    client.force_login(coach)

    response = client.get(address)

    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))


def test_wagtails_api_is_not_mounted(client, story):
    routes = [str(pattern.pattern) for pattern in get_resolver().url_patterns]

    assert [route for route in routes if route.startswith("api")] == []
    assert client.get("/api/v2/pages/").status_code == 404
