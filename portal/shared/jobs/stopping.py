"""Ending a long-running command when the system asks for it."""

import signal
import time


class StopSignal:
    """Remembers that SIGTERM or SIGINT came; a second one ends the process at once."""

    def __init__(self) -> None:
        self.is_set = False

    def listen(self) -> None:
        """Take the signals over; only the main thread can."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._receive)

    def wait(self, seconds: float) -> None:
        """Sleep, but no longer than a moment after the signal."""
        until = time.monotonic() + seconds
        while not self.is_set and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))

    def _receive(self, number, frame) -> None:
        self.is_set = True
        for other in (signal.SIGTERM, signal.SIGINT):
            signal.signal(other, signal.SIG_DFL)
