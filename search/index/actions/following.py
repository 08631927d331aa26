"""Follows the entries: the word list, outside engines, and the rebuild of it all."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from search.dutch.words import plain_words
from search.index import registry
from search.index.actions.entries import forget_object, index_object
from search.index.comparison import Difference
from search.index.models import EngineTask, Entry, Word
from search.index.rules import vocabulary_of

BATCH = 200


def remember_words(entries: Iterable[Entry]) -> None:
    """Add the words of entries to the word list that corrections and compounds are looked up in."""
    found: set[tuple[str, str]] = set()
    for entry in entries:
        text = "\n".join((entry.title, entry.summary, entry.text.names, entry.text.keywords, entry.text.body))
        found |= {(entry.slice, word) for word in vocabulary_of(plain_words(text))}
    for at in range(0, len(ordered := sorted(found)), 2000):
        Word.objects.bulk_create(
            [
                Word(slice=name, word=word, reversed=word[::-1], length=len(word))
                for name, word in ordered[at : at + 2000]
            ],
            ignore_conflicts=True,
        )


def sync_engines(*, at: datetime, limit: int = 1000) -> int:
    """Hand changed objects to the outside engines, and their words to the word list.

    Runs outside any transaction. Safe to run twice at once: a sink reads what the database says now. What an engine
    could not take is tried again later: after 10 s, 20 s, 40 s … up to 5 minutes (RELIABILITY G14).

    Returns:
        How many changes were done with.
    """
    tasks = list(EngineTask.objects.filter(due_at__lte=at).order_by("pk")[:limit])
    if not tasks:
        return 0
    changed = sorted({(task.kind, task.object_key) for task in tasks})
    for kind in sorted({kind for kind, _key in changed}):
        keys = [key for of_kind, key in changed if of_kind == kind]
        remember_words(Entry.objects.filter(kind=kind, object_key__in=keys).select_related("text"))
    error = _hand_over(changed)
    if error:
        _try_later(tasks, at=at, error=error)
        return 0
    EngineTask.objects.filter(pk__in=[task.pk for task in tasks]).delete()
    return len(tasks)


def _hand_over(changed: list[tuple[str, str]]) -> str:
    for name, sink in registry.sinks().items():
        try:
            sink.take(changed)
        except registry.SinkFailed as error:
            return f"{name}: {error}"[:300]
    return ""


def _try_later(tasks: list[EngineTask], *, at: datetime, error: str) -> None:
    for task in tasks:
        task.attempts = min(task.attempts + 1, 1000)
        task.due_at = at + timedelta(seconds=min(300, 10 * 2 ** min(task.attempts - 1, 5)))
        task.last_error = error
    EngineTask.objects.bulk_update(tasks, ["attempts", "due_at", "last_error"], batch_size=BATCH)


def rebuild(*, report: Callable[[str, int], None] = lambda kind, count: None) -> dict[str, int]:
    """Renew all entries from the database, kind by kind, and drop those of objects and kinds that are gone.

    The site stays searchable meanwhile: objects are renewed one by one.

    Parameters:
        report: Called with (kind, objects done so far) after each batch.

    Returns:
        Number of objects with entries per kind.
    """
    totals = {}
    for searchable in registry.searchables():
        seen: set[str] = set()
        total = 0
        for obj in _iterate(searchable.all_objects()):
            index_object(searchable.kind, obj)
            seen.add(searchable.key_of(obj))
            total += 1
            if total % BATCH == 0:
                report(searchable.kind, total)
        report(searchable.kind, total)
        for key in set(Entry.objects.filter(kind=searchable.kind).values_list("object_key", flat=True)) - seen:
            forget_object(searchable.kind, key)
        totals[searchable.kind] = Entry.objects.filter(kind=searchable.kind).values("object_key").distinct().count()
    known = [searchable.kind for searchable in registry.searchables()]
    for kind, key in set(Entry.objects.exclude(kind__in=known).values_list("kind", "object_key")):
        forget_object(kind, key)
    renew_words()
    for name, sink in registry.sinks().items():
        report(name, sink.rebuild())
    return totals


def repair(found: Collection[Difference]) -> None:
    """Renew the entries of the objects that differ; the nightly job runs this (RELIABILITY G14)."""
    kinds = {searchable.kind: searchable for searchable in registry.searchables()}
    for kind in {difference.kind for difference in found}:
        keys = {difference.object_key for difference in found if difference.kind == kind}
        for obj in kinds[kind].all_objects() if kind in kinds else ():
            key = kinds[kind].key_of(obj)
            if key in keys:
                index_object(kind, obj)
                keys.discard(key)
        for key in keys:
            forget_object(kind, key)


def _iterate(objects: Iterable[Any]) -> Iterable[Any]:
    return objects.iterator(chunk_size=BATCH) if hasattr(objects, "iterator") else objects


def renew_words() -> int:
    """Build the word list anew from the entries there are, so that words of removed texts go.

    Returns:
        Number of words.
    """
    with transaction.atomic():
        Word.objects.all().delete()
        remember_words(Entry.objects.select_related("text").iterator(chunk_size=BATCH))
    return Word.objects.count()
