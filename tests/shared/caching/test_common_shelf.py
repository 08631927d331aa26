"""Kept pages that processes share: what one made another shows, and a service that is away costs nobody a page."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from portal.settings import reader
from portal.shared.caching.common_shelf import COMMON
from portal.shared.caching.middleware import SHELF
from portal.shared.health.checks import examine_kept_pages
from portal.shared.health.findings import Level, worst
from tests.factories.stories import CoachStoryFactory


class AbsentCache(LocMemCache):
    """Raises as a client does whose server is gone, and counts how often it was asked."""

    asked = 0

    def get(self, *args, **kwargs):
        AbsentCache.asked += 1
        raise ConnectionError("Name or service not known")

    set = get


@pytest.fixture
def service(settings):
    """Give a function that makes a cache of this class the service that processes share."""

    def use(name: str = "django.core.cache.backends.locmem.LocMemCache"):
        settings.CACHES = settings.CACHES | {"pages": {"BACKEND": name, "LOCATION": "pages"}}
        return caches["pages"]

    COMMON._left_alone_until = 0.0
    AbsentCache.asked = 0
    yield use
    COMMON._left_alone_until = 0.0


@pytest.fixture
def story(portal, settle):
    page = CoachStoryFactory(parent=portal.stories, title="Een brug naar ict")
    settle()
    return page


def as_another_process() -> None:
    SHELF.clear()


def test_a_page_that_one_process_made_is_shown_by_another(story, service, django_assert_max_num_queries):
    service().clear()
    made = Client().get(story.url)
    as_another_process()
    with django_assert_max_num_queries(0):
        shown = Client().get(story.url)
    assert (shown.status_code, shown.content) == (200, made.content)
    assert {"X-Request-ID": "", **shown.headers} | {"X-Request-ID": ""} == {**made.headers} | {"X-Request-ID": ""}


def test_a_changed_page_is_shown_by_no_process(story, service, settle):
    service().clear()
    Client().get(story.url)
    Page.objects.filter(pk=story.pk).update(title="Een nieuwe brug")
    settle()
    as_another_process()
    assert b"Een nieuwe brug" in Client().get(story.url).content


def test_a_page_of_a_member_is_not_handed_to_the_service(story, service, coach):
    cache = service()
    cache.clear()
    member = Client()
    member.force_login(coach)
    member.get(story.url)
    assert list(cache._cache) == []


def test_a_service_that_is_away_costs_nobody_a_page_and_is_left_alone(story, service):
    service(f"{__name__}.AbsentCache")
    answers = []
    for _visitor in range(3):
        as_another_process()
        answers.append(Client().get(story.url).status_code)
    assert answers == [200, 200, 200]
    assert AbsentCache.asked == 1


def test_what_the_service_holds_is_not_believed_when_it_is_no_page(story, service):
    cache = service()
    cache.clear()
    made = Client().get(story.url)
    for name in list(cache._cache):
        cache.set(name.removeprefix(":1:"), b"no page")
    as_another_process()
    assert Client().get(story.url).content == made.content


def test_operators_read_that_the_service_is_away(db, service):
    assert examine_kept_pages(timezone.now()).findings == ()
    service()
    assert worst(list(examine_kept_pages(timezone.now()).findings)) is Level.FINE
    service(f"{__name__}.AbsentCache")
    assert worst(list(examine_kept_pages(timezone.now()).findings)) is Level.LATE


def test_an_address_that_names_no_cache_stops_the_start(monkeypatch):
    monkeypatch.setenv("PORTAL_CACHE_URL", "http://cache")
    with pytest.raises(ImproperlyConfigured, match="PORTAL_CACHE_URL is not the address of a cache"):
        reader.page_cache("PORTAL_CACHE_URL")


def test_an_address_makes_a_cache_that_unpickles_nothing(monkeypatch):
    monkeypatch.setenv("PORTAL_CACHE_URL", "redis://:word@cache:6379/0")
    made = reader.page_cache("PORTAL_CACHE_URL")["pages"]
    assert made["LOCATION"] == "redis://:word@cache:6379/0"
    assert made["OPTIONS"]["serializer"] == "portal.shared.caching.common_shelf.PlainBytes"


def test_an_authority_of_ours_is_for_an_encrypted_address_only(monkeypatch):
    monkeypatch.setenv("PORTAL_CACHE_URL", "rediss://:word@cache:6379/0")
    assert reader.page_cache("PORTAL_CACHE_URL", __file__)["pages"]["OPTIONS"]["ssl_ca_certs"] == __file__

    monkeypatch.setenv("PORTAL_CACHE_URL", "redis://:word@cache:6379/0")
    with pytest.raises(ImproperlyConfigured, match="does not begin with rediss"):
        reader.page_cache("PORTAL_CACHE_URL", __file__)
