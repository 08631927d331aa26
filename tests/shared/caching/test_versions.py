"""A write outside a transaction is kept, and gives the site a new version."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from network.models import Theme
from portal.shared.caching.versions import KEY


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
