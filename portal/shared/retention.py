"""How long things are kept that name people: periods an operator sets (PRODUCT, "AVG/GDPR"; DECISIONS 16)."""

from datetime import timedelta

from django.conf import settings


def kept_for(name: str) -> timedelta:
    """Give the period of one kind of thing, e.g. "messages", as PORTAL_RETENTION_DAYS says.

    Raises:
        KeyError: The setting knows no such kind; its defaults stand in portal/settings/base.py.
    """
    return timedelta(days=settings.PORTAL_RETENTION_DAYS[name])
