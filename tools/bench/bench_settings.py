"""The development settings without limits on guessing, so that every request is answered in full."""

from portal.settings.development import *  # noqa: F403

ACCOUNT_RATE_LIMITS = False
