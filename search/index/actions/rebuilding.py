"""Rebuilds: of the entries from the subjects, and who may do it. A killed one goes on where it stopped."""

import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, models, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from search.index import registry
from search.index.actions.entries import forget_object, forget_objects, index_objects
from search.index.actions.words import renew_words
from search.index.comparison import fingerprints, stored_fingerprints
from search.index.models import Entry, Rebuild
from search.index.registry import RebuildHeld, Report, Searchable, drafts_of_all, in_batches, silent
from search.index.rules import ANALYSIS_VERSION

BATCH = 200
# Written in one transaction; on SQLite everyone who writes waits for it.
AT_ONCE = 50
ENTRIES = "entries"
# A rebuild that gives no sign for so long is dead.
HOLD = timedelta(minutes=2)

Clock = Callable[[], datetime]


@dataclass
class HeldRebuild:
    """The rebuild of one part, held by this process; implements `registry.Course`."""

    row: Rebuild
    clock: Clock = timezone.now

    @property
    def kind(self) -> str:
        return self.row.kind

    @property
    def last_key(self) -> str:
        return self.row.last_key

    @property
    def done(self) -> int:
        return self.row.done

    @property
    def index_name(self) -> str:
        return self.row.index_name

    def remember(self, **position: Any) -> None:
        """Note a position (fields of the row), and that this process is alive.

        Raises:
            RebuildHeld: Another process took over.
        """
        held = Rebuild.objects.filter(pk=self.row.pk, holder=self.row.holder)
        if not held.update(held_until=self.clock() + HOLD, **position):
            self.row.refresh_from_db()
            raise RebuildHeld(self.row.part, self.row.done)
        for name, value in position.items():
            setattr(self.row, name, value)

    def finish(self) -> None:
        """Note that all is done."""
        self.remember(finished_at=self.clock(), last_key="", kind="", index_name="")
        self.let_go()

    def let_go(self) -> None:
        """Let others go on, e.g. when the engine gave no answer half-way."""
        Rebuild.objects.filter(pk=self.row.pk, holder=self.row.holder).update(holder="", held_until=None)


def hold_rebuild(part: str, *, form: str, fresh: bool = False, clock: Clock = timezone.now) -> HeldRebuild:
    """Become the one process that rebuilds a part.

    A rebuild that did not finish is gone on with, unless it was for another form or `fresh` is asked.

    Raises:
        RebuildHeld: Another process is at it, and alive.
    """
    at = clock()
    with transaction.atomic():
        Rebuild.objects.get_or_create(part=part)
        row = Rebuild.objects.select_for_update().get(part=part)
        if row.held_until and row.held_until > at and not _is_dead(row.holder):
            raise RebuildHeld(part, row.done)
        goes_on = row.started_at and not row.finished_at and row.form == form and not fresh
        if not goes_on:
            row.started_at, row.finished_at, row.form = at, None, form
            row.kind, row.last_key, row.done, row.index_name = "", "", 0, ""
        row.holder, row.held_until = _holder(), at + HOLD
        row.save()
    return HeldRebuild(row, clock)


def _holder() -> str:
    return f"{socket.gethostname()[:60]} {os.getpid()} {get_random_string(8)}"


def _is_dead(holder: str) -> bool:
    """Say whether the holder ran on this machine and is gone, so that nobody waits after a kill."""
    host, _space, rest = holder.partition(" ")
    pid = rest.partition(" ")[0]
    if host != socket.gethostname()[:60] or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def entries_have_old_form() -> bool:
    """Say whether entries were written by another analysis than this code's, or a rebuild of them was killed."""
    row = Rebuild.objects.filter(part=ENTRIES).first()
    return row is None or row.form != str(ANALYSIS_VERSION) or row.finished_at is None


def note_form_after_migrate(sender, using: str, **kwargs) -> None:
    """Receive post_migrate: note, in a database without any entry, that entries will be written by this code."""
    present = connections[using].introspection.table_names()
    if Rebuild._meta.db_table in present and not Entry.objects.using(using).exists():
        at = timezone.now()
        Rebuild.objects.using(using).get_or_create(
            part=ENTRIES, defaults={"form": str(ANALYSIS_VERSION), "started_at": at, "finished_at": at}
        )


def rebuild(*, report: Report = silent, fresh: bool = False, clock: Clock = timezone.now) -> dict[str, int]:
    """Renew all entries from the database, kind by kind, then the index of each outside engine.

    The site stays searchable meanwhile: entries are renewed object by object, an outside engine gets a new index that
    takes the old one's place when it is complete. What changes meanwhile is not lost in either.

    Parameters:
        report: Called with (kind or engine, done so far, total) after each batch.
        fresh: Begin anew instead of going on with a rebuild that was killed.

    Returns:
        Number of objects with entries per kind.

    Raises:
        RebuildHeld: Another process is at it.
        SinkFailed: An outside engine gives no answer; its old index stays.
    """
    totals = rebuild_entries(report=report, fresh=fresh, clock=clock)
    for sink in registry.sinks().values():
        sink.rebuild(report=report, fresh=fresh)
    return totals


def rebuild_entries(*, report: Report = silent, fresh: bool = False, clock: Clock = timezone.now) -> dict[str, int]:
    """Renew all entries, and drop those of objects and kinds that are gone; see `rebuild`."""
    held = hold_rebuild(ENTRIES, form=str(ANALYSIS_VERSION), fresh=fresh, clock=clock)
    try:
        kinds = [searchable.kind for searchable in registry.searchables()]
        first = kinds.index(held.kind) if held.kind in kinds else 0
        for searchable in registry.searchables()[first:]:
            if searchable.kind != held.kind:
                held.remember(kind=searchable.kind, last_key="", done=0)
            _renew_kind(searchable, held, report)
        for kind, key in set(Entry.objects.exclude(kind__in=kinds).values_list("kind", "object_key")):
            forget_object(kind, key)
        renew_words()
        held.finish()
    finally:
        held.let_go()
    rows = Entry.objects.values("kind").annotate(counted=models.Count("object_key", distinct=True)).order_by()
    found = {row["kind"]: row["counted"] for row in rows}
    return {kind: found.get(kind, 0) for kind in kinds}


def _renew_kind(searchable: Searchable, held: HeldRebuild, report: Report) -> None:
    # Entries written since belong to objects that were made meanwhile, which the walk may have passed already.
    before = Entry.objects.filter(kind=searchable.kind, updated_at__lt=held.row.started_at)
    candidates = set(before.values_list("object_key", flat=True))
    objects, goes_on = searchable.all_objects(), bool(held.last_key)
    total = objects.count() if isinstance(objects, models.QuerySet) else len(objects := list(objects))
    seen: set[str] = set()
    for batch in in_batches(objects, searchable, size=BATCH, after=held.last_key):
        for start in range(0, len(batch), AT_ONCE):
            renew_all(searchable, [obj for _position, obj in batch[start : start + AT_ONCE]])
        seen |= {searchable.key_of(obj) for _position, obj in batch}
        held.remember(last_key=batch[-1][0], done=held.done + len(batch))
        report(searchable.kind, held.done, max(total, held.done))
    if goes_on:
        seen |= {searchable.key_of(obj) for obj in _iterate(searchable.all_objects())}
    if not held.done:
        report(searchable.kind, 0, 0)
    for key in sorted(candidates - seen):
        _forget_if_still_gone(searchable, key, held.row.started_at)


def _forget_if_still_gone(searchable: Searchable, key: str, started_at: datetime) -> None:
    if Entry.objects.filter(kind=searchable.kind, object_key=key, updated_at__lt=started_at).exists():
        forget_object(searchable.kind, key)


def _iterate(objects: Iterable[Any]) -> Iterable[Any]:
    return objects.iterator(chunk_size=BATCH) if isinstance(objects, models.QuerySet) else objects


def renew(searchable: Searchable, obj: Any) -> bool:
    """Bring the entries of one object to what the database says now; as `renew_all`."""
    return renew_all(searchable, [obj]) > 0


def renew_all(searchable: Searchable, objects: list[Any]) -> int:
    """Bring the entries of objects that were read some time ago to what the database says now.

    Those that differ are read again while their entries are locked: what another process wrote since is never undone.

    Returns:
        Of how many objects something was written.
    """
    kind = searchable.kind
    keys = [searchable.key_of(obj) for obj in objects]
    stored = stored_fingerprints(kind, keys)
    differing = dict(zip(keys, objects, strict=True))
    # Of a first filling nothing has an entry: then there is nothing to compare with.
    if any(stored.values()):
        drafts = zip(keys, drafts_of_all(searchable, objects), strict=True)
        same = {key for key, found in drafts if fingerprints(kind, found) == stored[key]}
        differing = {key: obj for key, obj in differing.items() if key not in same}
    if not differing:
        return 0
    with transaction.atomic():
        held = Entry.objects.filter(kind=kind, object_key__in=list(differing))
        list(held.select_for_update().order_by("pk").values_list("pk"))
        all_objects = searchable.all_objects()
        if not isinstance(all_objects, models.QuerySet):
            return index_objects(kind, list(differing.values()))
        fresh = list(all_objects.filter(pk__in=[obj.pk for obj in differing.values()]).order_by("pk"))
        gone = differing.keys() - {searchable.key_of(obj) for obj in fresh}
        return index_objects(kind, fresh) + forget_objects(kinds=[kind], keys=sorted(gone))
