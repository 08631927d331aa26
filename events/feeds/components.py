"""Events of dates, made once per change and kept by this process; a feed is a join of them."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from django.utils import translation

from events.calendars.entries import entry_of
from events.calendars.writer import event_bytes
from events.meetups.models import Occurrence
from portal.shared.pages.addresses import with_addresses

logger = logging.getLogger("portal.events.feeds")
MOST_KEPT = 20_000
LANGUAGE = "nl"
# What values that can't be say of themselves; trouble with the database is nobody's date and goes on up.
BROKEN = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError)


class Store:
    """Kept values by name; the one not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> bytes | None:
        """Give what is kept, or None."""
        with self._lock:
            value = self._kept.get(name)
            if value is not None:
                self._kept.move_to_end(name)
            return value

    def get_all(self, names: Iterable[str]) -> list[bytes | None]:
        """Give what is kept of each, or None."""
        with self._lock:
            kept = [self._kept.get(name) for name in names]
            if len(self._kept) * 2 > self._most:
                for name, value in zip(names, kept, strict=True):
                    if value is not None:
                        self._kept.move_to_end(name)
            return kept

    def put(self, name: str, value: bytes) -> None:
        """Keep it."""
        with self._lock:
            self._kept[name] = value
            self._kept.move_to_end(name)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


EVENTS = Store(MOST_KEPT)


def for_entries(rows):
    """Give the dates with everything that an entry reads, in a fixed number of queries."""
    rows = rows.select_related("meetup__page", "meetup__institution", "institution")
    return rows.prefetch_related("meetup__page__themes")


def public_events(marked: Sequence[tuple[int, str]], *, names: str) -> list[bytes]:
    """Give the events of these dates, without the address to take part online, in the order given.

    A date of which no event can be made is left out and logged: it must not take the others with it.

    Parameters:
        marked: Primary keys with their marks.
        names: From `names_mark`.
    """
    keys = [names + mark for _pk, mark in marked]
    found = EVENTS.get_all(keys)
    missing = [marked[place][0] for place, event in enumerate(found) if event is None]
    if missing:
        made = _make(missing)
        for place, (pk, _mark) in enumerate(marked):
            if pk in made:
                found[place] = made[pk]
                EVENTS.put(keys[place], made[pk])
    return [event for event in found if event]


def _make(pks: Sequence[int]) -> dict[int, bytes]:
    made: dict[int, bytes] = {}
    with translation.override(LANGUAGE):
        for row in _rows(pks):
            made[row.pk] = _event(row)
    return made


def _rows(pks: Sequence[int]) -> Iterable[Occurrence]:
    """Read the dates together; when one of them can't be read at all, each by itself."""
    some = 500
    for start in range(0, len(pks), some):
        part = pks[start : start + some]
        try:
            rows = list(for_entries(Occurrence.objects.filter(pk__in=part)))
        except BROKEN:
            rows = [row for pk in part for row in _one(pk)]
        with_addresses([row.meetup.page for row in rows])
        yield from rows


def _one(pk: int) -> list[Occurrence]:
    try:
        return list(for_entries(Occurrence.objects.filter(pk=pk)))
    except BROKEN:
        logger.exception("Date %s can't be read and is left out of the feeds", pk)
        return []


def _event(row: Occurrence) -> bytes:
    try:
        return event_bytes(entry_of(row, with_online_address=False))
    except BROKEN:
        logger.exception("Date %s is left out of the feeds", row.pk)
        return b""
