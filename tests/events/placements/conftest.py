"""An exchange with its two people."""

import pytest

from tests.factories.exchange_placements import PlacementFactory, agree


@pytest.fixture
def placement(db):
    return PlacementFactory()


@pytest.fixture
def agreed(placement):
    return agree(placement)
