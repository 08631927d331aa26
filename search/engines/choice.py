"""Which engine answers."""

from functools import lru_cache

from django.conf import settings

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.interface import Engine
from search.index import registry
from search.index.models import EngineTask

EMBEDDED = EmbeddedEngine()
ELASTICSEARCH = "elasticsearch"


class NoSuchEngine(LookupError):
    """An engine that doesn't exist, or has no address."""


@lru_cache(maxsize=2)
def _elasticsearch(url: str, index: str) -> Engine:
    # Slow import (0.4 s, 25 MB), needed only where that engine is chosen.
    from search.engines.elasticsearch.client import client_for  # noqa: PLC0415
    from search.engines.elasticsearch.engine import ElasticsearchEngine  # noqa: PLC0415

    return ElasticsearchEngine(client_for(url), alias=index)


def engine_named(name: str) -> Engine:
    """Give an engine by its name.

    Raises:
        NoSuchEngine: There is no such engine, or it has no address in the settings.
    """
    if name == EMBEDDED.name:
        return EMBEDDED
    if name != ELASTICSEARCH:
        raise NoSuchEngine(f"No engine is called {name!r}; choose from {EMBEDDED.name}, {ELASTICSEARCH}.")
    if not settings.PORTAL_ELASTICSEARCH_URL:
        raise NoSuchEngine("PORTAL_ELASTICSEARCH_URL is empty; set it to the address of the server.")
    return _elasticsearch(settings.PORTAL_ELASTICSEARCH_URL, settings.PORTAL_ELASTICSEARCH_INDEX)


def chosen_engine() -> Engine:
    """Give the engine of the settings (PORTAL_SEARCH_ENGINE)."""
    return engine_named(settings.PORTAL_SEARCH_ENGINE)


def engine_in_step() -> tuple[Engine, bool]:
    """Give the engine that may answer now, and whether the chosen one failed to take what changed.

    While changes wait for an outside engine, it still counts and suggests what was closed a moment ago, and finds what
    was taken out of a text; a look at the hits afterwards doesn't mend that. The embedded engine is never behind: its
    words are written with the change. So it answers until the outside engine has heard of everything.
    """
    chosen = chosen_engine()
    if chosen.name == EMBEDDED.name:
        return EMBEDDED, False
    waiting = EngineTask.objects.filter(is_refused=False).order_by("pk").values_list("last_error", flat=True).first()
    return (chosen, False) if waiting is None else (EMBEDDED, bool(waiting))


def follow_index() -> None:
    """Let the chosen outside engine hear of every change; called once, in ready()."""
    if settings.PORTAL_SEARCH_ENGINE != ELASTICSEARCH or not settings.PORTAL_ELASTICSEARCH_URL:
        return
    # Slow import, as above.
    from search.engines.elasticsearch.client import client_for  # noqa: PLC0415
    from search.engines.elasticsearch.follower import ElasticsearchFollower  # noqa: PLC0415

    client = client_for(settings.PORTAL_ELASTICSEARCH_URL)
    registry.register_sink(ELASTICSEARCH, ElasticsearchFollower(client, alias=settings.PORTAL_ELASTICSEARCH_INDEX))
