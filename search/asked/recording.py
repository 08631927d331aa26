"""Remembers questions in this process and writes them together a few seconds later.

A search is a GET: it must not wait for the one writer of SQLite, nor take a lock that sign-ups need. What a process
that is killed had not written yet is lost; this is a log.
"""

import logging
import threading
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection

from search.asked.actions import record_questions
from search.asked.rules import as_kept, is_robot

logger = logging.getLogger("portal.search")

# More questions than this between two writes is no person searching.
MOST_WAITING = 500


class Notebook:
    """Questions that wait to be written, of all threads of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[str, int, datetime]] = []
        self._timer: threading.Timer | None = None

    def add(self, text: str, found: int, at: datetime) -> None:
        """Note a question, and see to it that it is written soon."""
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                return
            self._waiting.append((text, found, at))
            if self._timer is None and settings.PORTAL_SEARCH_LOG_SECONDS:
                self._timer = threading.Timer(settings.PORTAL_SEARCH_LOG_SECONDS, self._write_from_thread)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> int:
        """Write what waits, in one statement; give the number. What can't be written now waits for the next time."""
        with self._lock:
            taken, self._waiting, self._timer = self._waiting, [], None
        if not taken:
            return 0
        try:
            return record_questions(taken)
        except DatabaseError:
            logger.warning("questions not stored, they wait for the next ones number=%s", len(taken), exc_info=True)
            with self._lock:
                self._waiting = [*taken, *self._waiting][:MOST_WAITING]
            return 0

    def _write_from_thread(self) -> None:
        try:
            self.write()
        finally:
            # This thread's own connection; nobody else closes it.
            connection.close()


NOTEBOOK = Notebook()


def note_question(*, question: str, found: int, user_agent: str, purpose: str, at: datetime) -> None:
    """Remember a question that someone sent; robots, prefetching browsers and personal data are left out.

    Parameters:
        question: As typed.
        found: How many results it gave for the words as typed.
        user_agent: How the visitor's program calls itself; looked at, never kept.
        purpose: What the browser says of why it asks (Sec-Purpose); "prefetch" is nobody's question yet.
        at: Now.
    """
    text = as_kept(question)
    if text is not None and not is_robot(user_agent) and "prefetch" not in purpose:
        NOTEBOOK.add(text, found, at)
