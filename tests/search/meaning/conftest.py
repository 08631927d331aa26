"""Search by meaning, switched on, with the real encoder."""

import pytest

from search.meaning.actions import write_vectors
from search.meaning.encoder import encoder_loaded
from tests.search.conftest import follow


def describe() -> int:
    """Do what the clock does after changes, and the worker after that."""
    # Its tables and memory come with numpy, which the extra brings.
    from search.meaning.vectors import VECTORS  # noqa: PLC0415

    follow()
    written = write_vectors(encoder_loaded(), seconds=60)
    follow()
    VECTORS.forget()
    return written


@pytest.fixture
def meaning(settings):
    """Switch search by meaning on; before the engine makes its index, whose form depends on it."""
    settings.PORTAL_SEARCH_MEANING = True
    assert encoder_loaded() is not None


@pytest.fixture
def each_engine_with_meaning(meaning, each_engine) -> str:
    return each_engine
