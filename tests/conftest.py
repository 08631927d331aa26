"""Fixtures of the whole suite: the bare site, and a small cast."""

import os
from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.cache import caches
from wagtail.models import Site

from network.push.keys import new_private_key
from search.engines.elasticsearch.client import client_for
from search.engines.elasticsearch.follower import ElasticsearchFollower
from search.index import registry
from tests.factories.events import AgendaFactory
from tests.factories.network import MemberFactory
from tests.factories.roots import add_children, make_root
from tests.factories.stories import (
    CoachStoryIndexFactory,
    HomePageFactory,
    InsightIndexFactory,
    PilotIndexFactory,
    RouteIndexFactory,
)
from tests.network.push_service import make_certificate, push_service


@pytest.fixture(autouse=True)
def _fresh_caches(settings):
    """Start each test with empty caches; the shared one in memory, as tests have no second process."""
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def root_page(db):
    """Wagtail's root, which migrations make in a real database."""
    return make_root()


@pytest.fixture
def site(root_page):
    """The default site, with a bare page as its front page until a test puts another there."""
    front = root_page.add_child(title="Voorpagina", slug="voorpagina")
    return Site.objects.create(hostname="testserver", port=80, root_page=front, is_default_site=True, site_name="Test")


@pytest.fixture
def coach(db):
    """A member who coaches at one school."""
    return MemberFactory(email="noor@lindenwaard.example", given_name="Noor", family_name="Verhagen")


@pytest.fixture
def other_coach(db):
    """A member who coaches at another school."""
    return MemberFactory(email="femke@waddenkust.example", given_name="Femke", family_name="Hoekstra")


@pytest.fixture
def stranger(db):
    """Someone with a login but without a school."""
    return MemberFactory(email="iemand@elders.example", given_name="Iemand", family_name="Anders", standing="prospect")


@pytest.fixture
def portal(root_page):
    """The site with its front page, the four lists and the agenda, as `ensure_site` makes them."""
    home = HomePageFactory.build()
    add_children(root_page, [home])
    Site.objects.create(hostname="testserver", port=80, root_page=home, is_default_site=True, site_name="Test")
    lists = {
        "stories": CoachStoryIndexFactory.build(),
        "pilots": PilotIndexFactory.build(),
        "insights": InsightIndexFactory.build(),
        "routes": RouteIndexFactory.build(),
        "agenda": AgendaFactory.build(),
    }
    add_children(home, lists.values())
    return SimpleNamespace(home=home, **lists)


@pytest.fixture
def editor(db):
    """Someone who writes and edits in Wagtail."""
    return MemberFactory(email="redacteur@bruggenbouwen.example", given_name="Renske", family_name="Redactie")


@pytest.fixture
def moderator(db):
    """Someone who approves what others wrote."""
    return MemberFactory(email="moderator@bruggenbouwen.example", given_name="Mo", family_name="Moderatie")


@pytest.fixture(scope="session")
def push_certificate(tmp_path_factory):
    """Give what `push_server` proves itself with."""
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def push_server(push_certificate, settings, monkeypatch):
    """Run a push service for browsers of the test; the portal has a key and trusts it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(push_certificate))
    settings.PORTAL_PRIVATE_HOSTS = frozenset({"127.0.0.1"})
    settings.PORTAL_VAPID_PRIVATE_KEY = new_private_key()
    with push_service(push_certificate) as running:
        yield running


@pytest.fixture
def elasticsearch(settings, db) -> Iterator[ElasticsearchFollower]:
    """Search on the server named by PORTAL_TEST_ELASTICSEARCH_URL; gives what keeps it up to date."""
    address = os.environ.get("PORTAL_TEST_ELASTICSEARCH_URL", "")
    if not address:
        pytest.skip("PORTAL_TEST_ELASTICSEARCH_URL is not set")
    settings.PORTAL_SEARCH_ENGINE, settings.PORTAL_ELASTICSEARCH_URL = "elasticsearch", address
    settings.PORTAL_ELASTICSEARCH_INDEX = f"test-{uuid4().hex[:12]}"
    follower = ElasticsearchFollower(client_for(address), alias=settings.PORTAL_ELASTICSEARCH_INDEX)
    follower.rebuild()
    registry.register_sink("elasticsearch", follower)
    yield follower
    registry._sinks.pop("elasticsearch")
    follower.drop()
