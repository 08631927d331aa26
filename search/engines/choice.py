"""Which engine answers."""

from django.conf import settings

from search.engines.embedded.engine import EmbeddedEngine
from search.engines.interface import Engine

EMBEDDED = EmbeddedEngine()


def engine_named(name: str) -> Engine:
    """Give an engine by its name.

    Raises:
        LookupError: There is no such engine.
    """
    engines = {EMBEDDED.name: EMBEDDED}
    if name not in engines:
        raise LookupError(f"No engine is called {name!r}; choose from {', '.join(engines)}.")
    return engines[name]


def chosen_engine() -> Engine:
    """Give the engine of the settings (PORTAL_SEARCH_ENGINE)."""
    return engine_named(settings.PORTAL_SEARCH_ENGINE)
