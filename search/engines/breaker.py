"""Stops asking an engine that does not answer, and tries it again now and then."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Opens after a failure, or some in a row; then lets one question through per pause.

    A hanging server costs the whole time-out per question: without this, every visitor would wait (RELIABILITY G13).
    One failure is enough, as the embedded engine finds the same.
    """

    def __init__(self, *, failures: int = 1, pause_seconds: float = 15.0, clock: Callable[[], float] = time.monotonic):
        self._limit = failures
        self._pause = pause_seconds
        self._clock = clock
        self._failures = 0
        self._try_at = 0.0
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        """Say whether the engine may be asked now."""
        with self._lock:
            if self._failures < self._limit:
                return True
            if self._clock() < self._try_at:
                return False
            self._try_at = self._clock() + self._pause
            return True

    def succeeded(self) -> None:
        """Note an answer."""
        with self._lock:
            self._failures = 0

    def failed(self) -> bool:
        """Note that no answer came.

        Returns:
            Whether this made it open: the moment to tell operators, once.
        """
        with self._lock:
            self._failures += 1
            self._try_at = self._clock() + self._pause
            return self._failures == self._limit
