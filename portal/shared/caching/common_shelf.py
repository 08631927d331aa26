"""Kept pages that all processes and machines share, in the cache service of PORTAL_CACHE_URL; none without one.

The shelf of the process (middleware.py) is asked first; what it lacks, another process may have made. Here are finished
pages for visitors only: nothing that is anyone's own, and nothing that can't be made anew. So an absent service costs
time and nothing else, and after a failure it is left alone for a while. What counts (limits, the version of the site)
stays in the database, where it is exact and outlives this service.
"""

import hashlib
import json
import logging
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import BaseCache, caches

logger = logging.getLogger("portal.caching")

ALIAS = "pages"
SECONDS_LEFT_ALONE = 15


class PlainBytes:
    """Hands bytes over as they are: what another machine gives us is never unpickled."""

    def dumps(self, value: bytes) -> bytes:
        """Give what to store."""
        return value

    def loads(self, data: bytes) -> bytes:
        """Give what was stored."""
        return data


class CommonShelf:
    """The pages in the cache service. Nothing here raises, and nothing waits longer than the service's time-outs."""

    def __init__(self) -> None:
        self._left_alone_until = 0.0

    @property
    def is_there(self) -> bool:
        """Whether the settings name a service."""
        return ALIAS in settings.CACHES

    def get(self, key: tuple, version: str) -> tuple[bytes, tuple[tuple[str, str], ...], float] | None:
        """Give body, headers and the seconds it may still be shown, of a page that was made under this version."""
        return self._ask(lambda cache: _read(cache.get(_name(key, version))))

    def put(self, key: tuple, version: str, *, body: bytes, headers: tuple[tuple[str, str], ...], seconds: int) -> None:
        """Keep a page for so many seconds."""
        head = json.dumps({"until": time.time() + seconds, "headers": headers}).encode()
        self._ask(lambda cache: cache.set(_name(key, version), head + b"\n" + body, seconds))

    def answers(self) -> bool:
        """Whether the service answers; it isn't asked again while it is left alone."""
        return self._ask(lambda cache: (cache.get("portal.readyz"), True)[1]) or False

    def _ask(self, question: Callable[[BaseCache], Any]) -> Any:
        if not self.is_there or time.monotonic() < self._left_alone_until:
            return None
        try:
            return question(caches[ALIAS])
        except Exception as error:  # noqa: BLE001 whatever a client raises, the page is made here
            self._left_alone_until = time.monotonic() + SECONDS_LEFT_ALONE
            logger.warning("no answer from the cache service error=%s", type(error).__name__)
            return None


COMMON = CommonShelf()


@lru_cache(maxsize=1)
def _release() -> str:
    """Name this build: pages of another one point to style sheets that this one doesn't have."""
    manifest = Path(settings.STATIC_ROOT or "") / "staticfiles.json"
    return str(manifest.stat().st_mtime_ns) if manifest.is_file() else ""


def _name(key: tuple, version: str) -> str:
    return hashlib.sha256(repr((_release(), version, key)).encode()).hexdigest()


def _read(stored: bytes | None) -> tuple[bytes, tuple[tuple[str, str], ...], float] | None:
    if stored is None:
        return None
    head, _newline, body = stored.partition(b"\n")
    found = json.loads(head)
    return body, tuple((name, value) for name, value in found["headers"]), found["until"] - time.time()
