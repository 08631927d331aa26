"""Follows the entries: hands changes to the word list and to outside engines, through their outages."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from search.index import registry
from search.index.actions.entries import forget_object
from search.index.actions.rebuilding import renew_all
from search.index.actions.words import remember_words
from search.index.comparison import Difference
from search.index.fulltext import let_go_of_strays, rewrite_missing
from search.index.models import EngineState, EngineTask, Entry
from search.index.registry import in_batches

logger = logging.getLogger("portal.search")

BATCH = 200
# An engine that gives no answer is tried again after 5 s, 10 s, 20 s … up to this, so that the index is whole again
# well within the five minutes of RELIABILITY G14.
LONGEST_PAUSE = timedelta(seconds=60)
# A change that the engine refuses is offered again more and more seldom: a new release may know how to write it.
LONGEST_REFUSAL = timedelta(hours=6)


def sync_engines(*, at: datetime, limit: int = 20_000) -> int:
    """Hand changed objects to the outside engines, and their words to the word list.

    Runs outside any transaction, in batches. Safe to run twice at once: a sink reads what the database says now. An
    engine that gives no answer is left alone for a while; one change that it refuses doesn't hold up the others.

    Parameters:
        at: Now; what is due by then is handed over.
        limit: Stop after so many changes.

    Returns:
        How many changes were done with.
    """
    done = 0
    _remember_new_words(at)
    waiting = EngineState.objects.filter(name__in=registry.sinks(), try_at__gt=at).exists()
    while not waiting and done < limit:
        tasks = list(EngineTask.objects.filter(due_at__lte=at).order_by("pk")[:BATCH])
        if not tasks:
            break
        refused = _hand_over({(task.kind, task.object_key) for task in tasks}, at=at)
        if refused is None:
            EngineTask.objects.filter(pk__in=[task.pk for task in tasks]).update(last_error=_last_error(), due_at=at)
            break
        done += _settle(tasks, refused, at=at)
    return done


def _remember_new_words(at: datetime) -> None:
    while tasks := list(EngineTask.objects.filter(due_at__lte=at, attempts=0).order_by("pk")[:BATCH]):
        for kind in sorted({task.kind for task in tasks}):
            keys = {task.object_key for task in tasks if task.kind == kind}
            remember_words(Entry.objects.filter(kind=kind, object_key__in=keys).select_related("text"))
        EngineTask.objects.filter(pk__in=[task.pk for task in tasks]).update(attempts=1)


def _hand_over(changed: Collection[tuple[str, str]], *, at: datetime) -> dict[tuple[str, str], str] | None:
    """Give what was refused, or None when an engine gave no answer."""
    refused: dict[tuple[str, str], str] = {}
    for name, sink in registry.sinks().items():
        try:
            refused |= {pair: f"{name}: {why}" for pair, why in sink.take(sorted(changed)).items()}
        except registry.SinkFailed as error:
            note_failure(name, error, at=at)
            return None
        if note_answer(name):
            recover(name, sink)
    return refused


def _settle(tasks: list[EngineTask], refused: dict[tuple[str, str], str], *, at: datetime) -> int:
    kept, done = [], []
    for task in tasks:
        why = refused.get((task.kind, task.object_key))
        if why is None:
            done.append(task.pk)
            continue
        if not task.is_refused:
            logger.error("search engine refuses %s %s: %s", task.kind, task.object_key, why)
        task.is_refused, task.last_error, task.attempts = True, why[:300], min(task.attempts + 1, 1000)
        task.due_at = at + min(LONGEST_REFUSAL, timedelta(seconds=30 * 2 ** min(task.attempts, 10)))
        kept.append(task)
    EngineTask.objects.filter(pk__in=done).delete()
    _forget_refusals({(task.kind, task.object_key) for task in tasks} - refused.keys())
    EngineTask.objects.bulk_update(kept, ["is_refused", "last_error", "attempts", "due_at"], batch_size=BATCH)
    return len(done)


def _forget_refusals(taken: Collection[tuple[str, str]]) -> None:
    """Delete earlier refusals of objects that the engine took now: someone changed what it could not read."""
    for kind in {kind for kind, _key in taken} if EngineTask.objects.filter(is_refused=True).exists() else ():
        keys = [key for of_kind, key in taken if of_kind == kind]
        EngineTask.objects.filter(is_refused=True, kind=kind, object_key__in=keys).delete()


def note_failure(name: str, error: Exception, *, at: datetime) -> None:
    """Note that an engine gave no answer; operators hear it once, when it begins."""
    state, _is_new = EngineState.objects.get_or_create(name=name)
    if state.failing_since is None and not isinstance(error, registry.SinkBusy):
        state.failing_since = at
        logger.error("search engine %s gives no answer; changes wait in the table: %s", name, error)
    state.attempts = min(state.attempts + 1, 1000)
    state.try_at = at + min(LONGEST_PAUSE, timedelta(seconds=5 * 2 ** min(state.attempts - 1, 5)))
    state.last_error = f"{name}: {error}"[:300]
    state.save()


def _last_error() -> str:
    failing = EngineState.objects.exclude(try_at=None).order_by("-try_at", "pk").first()
    return failing.last_error if failing else ""


def note_answer(name: str) -> bool:
    """Note that an engine answered.

    Returns:
        Whether it had been away.
    """
    # This runs each minute, and nearly always finds nothing to write.
    state = EngineState.objects.filter(name=name).exclude(failing_since=None, try_at=None).first()
    if state is None:
        return False
    well = {"failing_since": None, "attempts": 0, "try_at": None, "last_error": ""}
    # Of two processes at once one brings the engine up to date.
    if EngineState.objects.filter(pk=state.pk).exclude(failing_since=None).update(**well):
        logger.warning("search engine %s answers again; it is brought up to date", name)
        return True
    EngineState.objects.filter(pk=state.pk).exclude(try_at=None).update(**well)
    return False


def recover(name: str, sink: registry.Sink) -> None:
    """Compare an engine that was away with the database, and mend it: it may have lost what it had confirmed."""
    try:
        left = sink.mend()
    except registry.SinkFailed as error:
        logger.warning("search engine %s could not be compared after its outage: %s", name, error)
        return
    if left:
        logger.error("search engine %s differs in %s entries after its outage", name, left)


def watch_engines(*, at: datetime) -> None:
    """Ask each outside engine for a sign of life, so that operators see an outage in which nothing changes."""
    for name, sink in registry.sinks().items():
        if EngineState.objects.filter(name=name, try_at__gt=at).exists():
            continue
        try:
            sink.probe()
        except registry.SinkFailed as error:
            note_failure(name, error, at=at)
            continue
        if note_answer(name):
            recover(name, sink)


def repair(found: Collection[Difference]) -> None:
    """Renew the entries of the objects that differ; the nightly job runs this (RELIABILITY G14)."""
    kinds = {searchable.kind: searchable for searchable in registry.searchables()}
    for kind in sorted({difference.kind for difference in found}):
        keys = {difference.object_key for difference in found if difference.kind == kind}
        for batch in in_batches(kinds[kind].all_objects(), kinds[kind], size=BATCH) if kind in kinds else ():
            objects = [obj for _position, obj in batch if kinds[kind].key_of(obj) in keys]
            renew_all(kinds[kind], objects)
            keys -= {kinds[kind].key_of(obj) for obj in objects}
        for key in keys:
            forget_object(kind, key)
    rewrite_missing()
    let_go_of_strays()
