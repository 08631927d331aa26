"""What the worker does for the index."""

import logging

from django.utils import timezone
from django_tasks import task

from search.index import registry
from search.index.actions import entries_have_old_form, rebuild_entries, sync_engines

logger = logging.getLogger("portal.search")


@task()
def sync_search() -> int:
    """Hand changes to the outside engines and the word list."""
    return sync_engines(at=timezone.now())


@task()
def renew_form() -> None:
    """Build anew what was written for another analysis or another form of an engine's index; searches go on.

    Does nothing when all is of today, or when another process is at it.
    """
    try:
        if entries_have_old_form():
            rebuild_entries()
        for sink in registry.sinks().values():
            if sink.has_old_form():
                sink.rebuild()
    except registry.RebuildHeld:
        return
    except registry.SinkFailed as error:
        # The clock asks for it again within a minute.
        logger.warning("search index could not be built anew: %s", error)
