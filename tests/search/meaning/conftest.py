"""Search by meaning, switched on, with the real encoder."""

import pytest

from search.meaning.actions import write_vectors
from search.meaning.encoder import encoder_loaded
from search.meaning.readiness import make_ready
from tests.search.conftest import follow


def describe() -> int:
    """Do what the clock does after changes, the worker after that, and a process beside its pages."""
    follow()
    written = write_vectors(encoder_loaded(), seconds=60)
    follow()
    assert make_ready()
    return written


@pytest.fixture
def meaning(db, settings, monkeypatch):
    """Switch search by meaning on; before the engine makes its index, whose form depends on it."""
    # numpy, which only the extra brings.
    from search.meaning import vectors  # noqa: PLC0415

    settings.PORTAL_SEARCH_MEANING = True
    # Another thread would see another database.
    monkeypatch.setattr(vectors, "REFRESH_SECONDS", 3600.0)
    vectors.VECTORS.forget()
    assert make_ready()


@pytest.fixture
def each_engine_with_meaning(meaning, each_engine) -> str:
    return each_engine
