"""A sign of life for whoever watches a process that serves no pages."""

import contextlib
from pathlib import Path

from django.conf import settings


def show_alive() -> None:
    """Touch the file of PORTAL_ALIVE_FILE, if that is set; called at each round, never from a thread beside it."""
    if settings.PORTAL_ALIVE_FILE:
        # A full disk must not end the process; the file gets old, which is what a watcher looks at.
        with contextlib.suppress(OSError):
            Path(settings.PORTAL_ALIVE_FILE).touch()
