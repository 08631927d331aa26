"""Where each subject says what search may know of it, so that a new kind changes no line here."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils import translation

from portal.shared.audiences.rules import Viewer
from search.index.drafts import EntryDraft

DraftsOfMany = Callable[[Collection[Any]], list[list[EntryDraft]]]
VisibleKeys = Callable[[Collection[str], Viewer], set[str]]

PLAIN_CARD = "search/hit.html"


class Offered(Enum):
    """Under which heading titles of a kind are offered while someone types. People are offered to members only."""

    PAGES = "pages"
    PEOPLE = "people"


@dataclass(frozen=True)
class Searchable:
    """What search may know of one kind of content.

    Parameters:
        kind: Short Dutch name in addresses, e.g. "verhaal".
        label: What people call one of them; a lazy text.
        label_plural: What people call several; a lazy text.
        key_of: Gives an object's key, the text by which it is known in the index.
        entries_for: Gives one draft per audience slice; none for what nobody may find (drafts, restricted pages).
        all_objects: Gives every object there is, for a rebuild. A queryset, when there may be many: it is read in
            order of primary key, and again from where a killed rebuild stopped.
        visible_keys: Gives those of the keys that the viewer may see right now, from the database, in one query.
            Kinds that share one function have keys that differ, and are asked about together.
        entries_for_all: Gives the drafts of each of many objects, in their order, where that takes fewer queries than
            asking one by one.
        card_template: Shows one result; it gets `hit`.
        is_related: Whether it may stand under other things as related.
        is_related_closed: Whether it still may once it is closed.
        shows_related: Whether its own page shows what is related.
        offered: Under which heading its titles are offered while someone types.
        has_meaning: Whether it may be found by meaning. Not what is little more than a name: names that sound alike
            have nothing to do with each other.
    """

    kind: str
    label: Any
    label_plural: Any
    key_of: Callable[[Any], str]
    entries_for: Callable[[Any], Iterable[EntryDraft]]
    all_objects: Callable[[], Iterable[Any]]
    visible_keys: VisibleKeys
    entries_for_all: DraftsOfMany | None = None
    card_template: str = PLAIN_CARD
    is_related: bool = True
    is_related_closed: bool = True
    shows_related: bool = True
    offered: Offered = Offered.PAGES
    has_meaning: bool = True


class UnknownKind(LookupError):
    """A kind that no subject has registered."""


class SinkFailed(Exception):
    """An outside engine could not take a change; it is offered again later."""


class SinkBusy(SinkFailed):
    """The engine is being rebuilt by another process; it answers, but takes nothing yet."""


class RebuildHeld(Exception):
    """Another process is rebuilding this part."""

    def __init__(self, part: str, done: int = 0) -> None:
        self.part, self.done = part, done
        super().__init__(f"The rebuild of {part} is at work in another process, which has done {done}.")


class Course(Protocol):
    """Remembers how far the rebuild of a part came, so that it goes on there after a kill."""

    last_key: str
    done: int
    index_name: str

    def remember(self, **position: Any) -> None:
        """Note a position, and that this process is alive.

        Raises:
            RebuildHeld: Another process took over.
        """
        ...

    def finish(self) -> None:
        """Note that all is done."""
        ...


Report = Callable[[str, int, int], None]


def silent(part: str, done: int, total: int) -> None:
    """Report to nobody."""


class Sink(Protocol):
    """An outside engine that follows the index."""

    def take(self, changed: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Bring the objects, given as (kind, object key), to what the database says now.

        Returns:
            The objects that the engine refuses, with its reason; the others are done.

        Raises:
            SinkFailed: The engine could not take them; they are offered again.
        """
        ...

    def probe(self) -> None:
        """Ask for a sign of life, shortly.

        Raises:
            SinkFailed: The engine gives no answer.
        """
        ...

    def rebuild(self, *, report: Report = silent, fresh: bool = False) -> int:
        """Renew everything without downtime, from where a killed rebuild stopped; give the number of entries.

        Raises:
            SinkFailed: The engine gives no answer; the old state stays.
            RebuildHeld: Another process is at it.
        """
        ...

    def has_old_form(self) -> bool:
        """Say whether the engine's index was made for another form than this code's.

        Raises:
            SinkFailed: The engine gives no answer.
        """
        ...

    def differing(self) -> list[str]:
        """Name the entries that differ from the database.

        Raises:
            SinkFailed: The engine gives no answer.
        """
        ...

    def mend(self) -> int:
        """Write and delete what differs from the database; give how many entries differ still.

        Raises:
            SinkFailed: The engine gives no answer.
        """
        ...


_searchables: dict[str, Searchable] = {}
_sinks: dict[str, Sink] = {}
_wakers: list[Callable[[], Any]] = []


def register(searchable: Searchable) -> None:
    """Make a kind of content findable; called once per kind, in the app's ready().

    Raises:
        ImproperlyConfigured: Another subject has the kind already.
    """
    present = _searchables.get(searchable.kind)
    if present is not None and present != searchable:
        raise ImproperlyConfigured(f"The kind {searchable.kind!r} is registered twice; kinds are names in addresses.")
    _searchables[searchable.kind] = searchable


def unregister(kind: str) -> None:
    """Take a kind out of the registry; its entries stay until the next rebuild, but nobody finds them."""
    _searchables.pop(kind, None)


def searchables() -> tuple[Searchable, ...]:
    """Give all registered kinds, in the order of registration."""
    return tuple(_searchables.values())


def searchable_of(kind: str) -> Searchable:
    """Give one registered kind.

    Raises:
        UnknownKind: No subject has registered it.
    """
    try:
        return _searchables[kind]
    except KeyError:
        known = ", ".join(sorted(_searchables)) or "none"
        raise UnknownKind(f"No subject has registered the kind {kind!r}; known are: {known}.") from None


@contextmanager
def in_language_of_site() -> Iterator[None]:
    """Write and compare entries in one language, whichever the person reads who saves: texts are found in it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def drafts_of_all(searchable: Searchable, objects: Collection[Any]) -> list[list[EntryDraft]]:
    """Give the drafts of each of these objects, in their order, in the language of the site."""
    with in_language_of_site():
        if searchable.entries_for_all is not None:
            return searchable.entries_for_all(objects)
        return [list(searchable.entries_for(obj)) for obj in objects]


def in_batches(
    objects: models.QuerySet | Iterable[Any], searchable: Searchable, *, size: int, after: str = ""
) -> Iterator[list[tuple[str, Any]]]:
    """Give (position, object) in batches, in a fixed order: by primary key, or by key for plain lists.

    Parameters:
        objects: From `all_objects`; a queryset is never held whole.
        searchable: What they are.
        size: So many at most in one batch.
        after: The position of the last one that needn't be given again; empty for all.
    """
    if not isinstance(objects, models.QuerySet):
        placed = sorted((searchable.key_of(obj), obj) for obj in objects)
        left = [pair for pair in placed if not after or pair[0] > after]
        yield from (left[at : at + size] for at in range(0, len(left), size))
        return
    ordered = objects.order_by("pk")
    last = after
    while batch := list(ordered.filter(pk__gt=last)[:size] if last else ordered[:size]):
        last = str(batch[-1].pk)
        yield [(str(obj.pk), obj) for obj in batch]


def register_sink(name: str, sink: Sink) -> None:
    """Have changed objects handed to an outside engine."""
    _sinks[name] = sink


def sinks() -> dict[str, Sink]:
    """Give the outside engines that follow the index."""
    return dict(_sinks)


def wake_with(waker: Callable[[], Any]) -> None:
    """Say how the worker is woken after a commit that changed entries; called once, in ready()."""
    _wakers[:] = [waker]


def wake() -> None:
    """Wake the worker. Without one nothing is lost: the clock's next round finds the tasks."""
    for waker in _wakers:
        waker()
