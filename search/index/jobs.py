"""What the clock does for the index."""

import logging
from datetime import datetime, timedelta

from portal.shared.jobs.registry import register_job
from search.index import registry
from search.index.actions import (
    entries_have_old_form,
    renew_words,
    repair,
    sync_engines,
    watch_engines,
)
from search.index.comparison import differences
from search.index.fulltext import let_go, missing_ids, stray_ids
from search.index.tasks import renew_form

logger = logging.getLogger("portal.search")


def catch_up(at: datetime) -> None:
    """Hand over what the worker did not: changes from an outage of an engine, or of the worker itself."""
    sync_engines(at=at)


def watch(at: datetime) -> None:
    """See whether outside engines answer, and have the worker build anew what was built for another release."""
    watch_engines(at=at)
    if entries_have_old_form() or _engines_have_old_form():
        renew_form.enqueue()


def _engines_have_old_form() -> bool:
    for sink in registry.sinks().values():
        try:
            if sink.has_old_form():
                return True
        except registry.SinkFailed:
            # Operators were told by `watch_engines`; an engine that is away is built anew when it is back.
            continue
    return False


def compare(at: datetime) -> None:
    """Bring the index to what the database says, whatever went past it (RELIABILITY G14)."""
    found, missing, strays = differences(), len(missing_ids()), len(stray_ids())
    if found or missing or strays:
        logger.warning("search index differed from the database: %s objects, %s words", len(found), missing + strays)
        repair(found)
    for name, sink in registry.sinks().items():
        try:
            if left := sink.mend():
                logger.error("search engine %s differs in %s entries after mending", name, left)
        except registry.SinkFailed as error:
            logger.warning("search engine %s could not be compared: %s", name, error)


def renew_vocabulary(at: datetime) -> None:
    """Let words go that stand in no text any more."""
    renew_words()
    let_go()


def register() -> None:
    """Enter the jobs; called when the app is ready."""
    register_job("search.catch_up", every=timedelta(seconds=10), run=catch_up)
    register_job("search.watch", every=timedelta(minutes=1), run=watch)
    register_job("search.compare", every=timedelta(days=1), run=compare, longest=timedelta(hours=2))
    register_job("search.renew_vocabulary", every=timedelta(days=1), run=renew_vocabulary)
