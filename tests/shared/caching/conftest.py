"""A committed state without the cost of a real commit: the rows stay in the test's own transaction."""

import pytest
from django.db import connection

from portal.shared.caching.middleware import SHELF
from portal.shared.caching.versions import renew


@pytest.fixture
def settle():
    """Give a function that does what a commit does for the version of the site."""

    def commit():
        connection.run_on_commit = []
        renew()

    SHELF.clear()
    yield commit
    SHELF.clear()
