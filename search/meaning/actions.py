"""Writes the vectors of entries."""

import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from search.index import registry
from search.index.models import EngineTask, Entry
from search.meaning.encoder import MODEL, Encoder
from search.meaning.models import EntryVector
from search.meaning.rules import opening

BATCH = 50


def write_vectors(encoder: Encoder, *, seconds: float, clock: Callable[[], float] = time.monotonic) -> int:
    """Give a vector to each entry without one that fits what it says now.

    Outside engines that follow the index are told, so that they hold the vectors too.

    Parameters:
        seconds: Begin no further batch after this time; the rest is for the next call.

    Returns:
        How many were written.

    Raises:
        EncoderFailed: The encoder could not read a text.
    """
    until, written = clock() + seconds, 0
    while entries := list(EntryVector.objects.entries_without(MODEL)[:BATCH]):
        done = _write(entries, encoder.texts([_read(entry) for entry in entries]))
        written += done
        if not done or clock() >= until:
            break
    return written


def _read(entry: Entry) -> tuple[str, str]:
    return entry.title, opening(title=entry.title, summary=entry.summary, body=entry.text.body)


def _write(entries: list[Entry], vectors: list[bytes]) -> int:
    with transaction.atomic():
        locked = Entry.objects.filter(pk__in=[entry.pk for entry in entries]).select_for_update().order_by("pk")
        present = dict(locked.values_list("pk", "content_hash"))
        # What changed while it was read gets its vector in the next round.
        fresh = [
            (entry, values)
            for entry, values in zip(entries, vectors, strict=True)
            if present.get(entry.pk) == entry.content_hash
        ]
        EntryVector.objects.filter(entry__in=[entry.pk for entry, _values in fresh]).delete()
        EntryVector.objects.bulk_create(
            [
                EntryVector(entry=entry, content_hash=entry.content_hash, model=MODEL, values=values)
                for entry, values in fresh
            ]
        )
        if registry.sinks() and fresh:
            changed = sorted({(entry.kind, entry.object_key) for entry, _values in fresh})
            at = timezone.now()
            EngineTask.objects.bulk_create([EngineTask(kind=kind, object_key=key, due_at=at) for kind, key in changed])
            transaction.on_commit(registry.wake)
    return len(fresh)
