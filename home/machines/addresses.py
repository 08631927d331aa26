"""Absolute addresses of the site, the same whoever asks."""

from django.conf import settings


def absolute(path: str) -> str:
    """Give the absolute address of a path on this site; an absolute one stays as it is."""
    return path if path.startswith(("https://", "http://")) else f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
