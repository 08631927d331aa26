"""Settings for guessing passwords over HTTP: limits in the shared database, as on a real site."""

import os

from portal.settings import base
from tests.races.settings import *  # noqa: F403


class NoMigrations(dict):
    """Make every table from the models, so that the test needs no history."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = NoMigrations()
CACHES = base.CACHES
if os.environ.get("GUESSING_UNLIMITED") == "1":
    # The control: without limits every guess is checked.
    ACCOUNT_RATE_LIMITS = False
