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
def each_engine_with_meaning(meaning, each_engine) -> str:
    return each_engine
