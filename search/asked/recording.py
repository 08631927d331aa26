"""Remembers questions and opened results in this process, and writes them together a few seconds later.

A search is a GET: it must not wait for the one writer of SQLite, nor take a lock that sign-ups need. What a process
that is killed had not written yet is lost; this is a log.
"""

import logging
import threading
from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection

from search.asked.actions import AskedQuestion, record_opened, record_questions
from search.asked.rules import as_kept, is_named, is_robot
from search.asked.tickets import key_in, new_ticket

logger = logging.getLogger("portal.search")

# More questions, or opened results, than this between two writes is no person searching.
MOST_WAITING = 500
# An opened result may be written sooner than its question, which waits in another process: it is tried so often.
MOST_TRIES = 6


class Notebook:
    """Questions and opened results that wait to be written, of all threads of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[AskedQuestion] = []
        # By the key of the question: the place, and how often writing it was tried.
        self._opened: dict[str, tuple[int, int]] = {}
        self._timer: threading.Timer | None = None

    def add(self, text: str, found: int, at: datetime, key: str = "") -> None:
        """Note a question, and see to it that it is written soon."""
        with self._lock:
            if len(self._waiting) < MOST_WAITING:
                self._waiting.append(AskedQuestion(text, found, at, key))
                self._write_soon()

    def add_opened(self, key: str, place: int) -> None:
        """Note that a result was opened, once per question, and see to it that it is written soon."""
        with self._lock:
            if len(self._opened) < MOST_WAITING:
                self._opened.setdefault(key, (place, 0))
                self._write_soon()

    def write(self) -> int:
        """Write what waits; give the number of questions. What can't be written now waits for the next time."""
        with self._lock:
            asked, self._waiting, self._timer = self._waiting, [], None
            opened, self._opened = self._opened, {}
        written, is_stored = 0, True
        if asked:
            try:
                written = record_questions(asked)
            except DatabaseError:
                is_stored = False
                logger.warning("questions not stored, they wait for the next ones number=%s", len(asked), exc_info=True)
                with self._lock:
                    self._waiting = [*asked, *self._waiting][:MOST_WAITING]
        if opened:
            self._write_opened(opened, is_stored=is_stored)
        return written

    def _write_opened(self, opened: dict[str, tuple[int, int]], *, is_stored: bool) -> None:
        left: Collection[str] = opened
        if is_stored:
            try:
                left = record_opened({key: place for key, (place, _tries) in opened.items()})
            except DatabaseError:
                logger.warning("opened results not stored, tried again number=%s", len(opened), exc_info=True)
        with self._lock:
            for key in left:
                place, tries = opened[key]
                if tries + 1 < MOST_TRIES and len(self._opened) < MOST_WAITING:
                    self._opened.setdefault(key, (place, tries + 1))
            if self._opened:
                self._write_soon()

    def _write_soon(self) -> None:
        if self._timer is None and settings.PORTAL_SEARCH_LOG_SECONDS:
            self._timer = threading.Timer(settings.PORTAL_SEARCH_LOG_SECONDS, self._write_from_thread)
            self._timer.daemon = True
            self._timer.start()

    def _write_from_thread(self) -> None:
        try:
            self.write()
        finally:
            # This thread's own connection; nobody else closes it.
            connection.close()


NOTEBOOK = Notebook()


def note_question(
    *, question: str, found: int, user_agent: str, purpose: str, at: datetime, people: Iterable[str] = ()
) -> str | None:
    """Remember a question that someone sent; robots, prefetching browsers and personal data are left out.

    Parameters:
        question: As typed.
        found: How many results it gave for the words as typed.
        user_agent: How the visitor's program calls itself; looked at, never kept.
        purpose: What the browser says of why it asks (Sec-Purpose); "prefetch" is nobody's question yet.
        at: Now.
        people: Names of the people it found; a question that is one of them and nothing else is not kept.

    Returns:
        The ticket with which the page can say which result was opened (`note_opened`); None when nothing is kept.
    """
    text = as_kept(question)
    if text is None or is_robot(user_agent) or "prefetch" in purpose or is_named(text, people):
        return None
    key, ticket = new_ticket()
    NOTEBOOK.add(text, found, at, key)
    return ticket


def note_opened(*, ticket: str, place: int, user_agent: str) -> None:
    """Remember which result of a question was opened first; what is not ours to count is left out in silence.

    Parameters:
        ticket: As `note_question` gave it.
        place: Of the result in the list, from 1; 0 for one that editors promoted.
        user_agent: How the visitor's program calls itself; looked at, never kept.
    """
    key = None if is_robot(user_agent) else key_in(ticket)
    if key is not None:
        NOTEBOOK.add_opened(key, place)
