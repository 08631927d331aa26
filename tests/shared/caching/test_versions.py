"""A write outside a transaction is kept, and gives the site a new version."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from network.models import Theme
from portal.shared.caching.versions import KEY, current_version, one_request


@pytest.fixture
def cache_in_the_database(settings, transactional_db):
    """Keep the version where a real site does; the suite itself keeps it in memory."""
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": backend, "LOCATION": "portal_cache"}}
    call_command("createcachetable", verbosity=0)
    cache.set(KEY, "before", None)


def test_a_row_written_outside_a_transaction_stays_and_renews_the_version(cache_in_the_database):
    assert not connection.in_atomic_block

    Theme.objects.create(slug="blijft", name="Blijft")

    assert Theme.objects.filter(slug="blijft").exists()
    assert cache.get(KEY) != "before"


def test_a_change_outside_a_transaction_stays_and_renews_the_version(cache_in_the_database):
    theme = Theme.objects.create(slug="blijft", name="Blijft")
    cache.set(KEY, "between", None)

    Theme.objects.filter(pk=theme.pk).update(name="Nieuw")

    assert (Theme.objects.get(pk=theme.pk).name, cache.get(KEY) == "between") == ("Nieuw", False)


def test_the_version_a_request_reads_stays_until_something_is_written(cache_in_the_database):
    def read() -> str:
        with one_request():
            return current_version()

    first, again = read(), read()
    Theme.objects.create(slug="nieuw", name="Nieuw")
    assert (bool(first), first == again, read() == first) == (True, True, False)


def test_a_site_without_a_version_gets_one(cache_in_the_database):
    cache.delete(KEY)
    with one_request():
        version = current_version()
    with one_request():
        assert (bool(version), current_version()) == (True, version)


def test_within_a_request_a_write_gives_a_version_of_its_own(cache_in_the_database):
    with one_request():
        before = current_version()
        Theme.objects.create(slug="nieuw", name="Nieuw")
        after = current_version()
    with one_request():
        assert (before == after, current_version() == after) == (False, True)
