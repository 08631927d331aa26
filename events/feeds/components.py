"""Events of dates, made once per change and kept by this process, many at once for others too; a feed joins them."""

import json
import logging
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Prefetch
from django.utils import translation

from events.calendars.entries import entry_of
from events.calendars.writer import event_bytes
from events.meetups.models import Occurrence
from network.models import Theme
from portal.shared.pages.addresses import with_addresses

logger = logging.getLogger("portal.events.feeds")
MOST_KEPT = 20_000
# From so many missing events on, a process looks whether another one made them, and leaves its own for others.
MANY = 50
MOST_SHARED = 5_000
SECONDS_SHARED = 30 * 86_400
SHARED = "portal.events.feeds."
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


# What an entry reads (events.calendars.entries); the other columns, texts of pages among them, cost more than these.
_READ = (
    "uid",
    "starts_at",
    "ends_at",
    "changed_at",
    "sequence",
    "state",
    "reason",
    "has_on_site",
    "has_online",
    "place",
    "address",
    "city",
    "online_url",
    "meetup__kind",
    "meetup__signup_url",
    "meetup__page__title",
    "meetup__page__last_published_at",
    "meetup__page__url_path",
    "meetup__page__lead",
    "meetup__institution__name",
    "meetup__institution__label",
    "institution__name",
    "institution__label",
)


def for_entries(rows):
    """Give the dates with everything that an entry reads, in a fixed number of queries."""
    rows = rows.select_related("meetup__page", "meetup__institution", "institution").only(*_READ)
    return rows.prefetch_related(Prefetch("meetup__page__themes", Theme.objects.only("name")))


def public_events(marked: Sequence[tuple[int, str]], *, names: str) -> list[bytes]:
    """Give the events of these dates, without the address to take part online, in the order given.

    A date of which no event can be made is left out and logged: it must not take the others with it.

    Parameters:
        marked: Primary keys with their marks, which hold the names.
        names: From `names_mark`.
    """
    keys = [mark for _pk, mark in marked]
    found = EVENTS.get_all(keys)
    missing = found.count(None)
    if missing > MANY:
        # A process that just began: another one may have made them.
        for key, event in _shared(names).items():
            EVENTS.put(key, event)
        found = EVENTS.get_all(keys)
    places = {marked[place][0]: place for place, event in enumerate(found) if event is None} if missing else {}
    made = _make(list(places))
    for pk, event in made.items():
        found[places[pk]] = event
        EVENTS.put(keys[places[pk]], event)
    if len(made) > MANY:
        _share(names, {key: event for key, event in zip(keys, found, strict=True) if event})
    return [event for event in found if event]


def _shared(names: str) -> dict[str, bytes]:
    """Give the events that some process left for the others; none when the cache is away or holds something else."""
    try:
        kept = cache.get(SHARED + names)
        return {key: text.encode() for key, text in json.loads(zlib.decompress(kept)).items()} if kept else {}
    except (DatabaseError, zlib.error, *BROKEN):
        logger.exception("Shared events of feeds can't be read")
        return {}


def _share(names: str, events: dict[str, bytes]) -> None:
    """Leave events for other processes, all in one row: a row for each would take longer than making them."""
    some = dict(list(events.items())[:MOST_SHARED])
    content = json.dumps({key: event.decode() for key, event in some.items()})
    try:
        cache.set(SHARED + names, zlib.compress(content.encode(), 1), SECONDS_SHARED)
    except (DatabaseError, *BROKEN):
        logger.exception("Events of feeds can't be shared")


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
