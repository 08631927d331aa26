"""Every move of an exchange that states don't allow is refused, with a sentence that says where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.placements.actions.rows import move
from events.placements.errors import REFUSED_MOVE, PlacementError
from events.placements.models import Placement
from events.placements.states import BRIDGING, ENDED, HOLDING, PLACEMENT_MOVES, PlacementState

PAIRS = [(old, new) for old in PlacementState for new in PlacementState]
ALLOWED = {
    ("planning", "agreed"),
    ("planning", "cancelled"),
    ("agreed", "running"),
    ("agreed", "done"),
    ("agreed", "cancelled"),
    ("running", "done"),
    ("running", "cancelled"),
    ("done", "cancelled"),
}


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=[f"{old}-{new}" for old, new in PAIRS])
def test_a_move_is_made_or_refused_with_a_sentence(old, new):
    row = Placement(state=old)

    if (old, new) in ALLOWED:
        move(row, new)
        assert row.state == new
    else:
        with pytest.raises(REFUSED_MOVE[old]) as refusal:
            move(row, new)
        assert row.state == old
        assert str(refusal.value).endswith(".")


def test_each_state_refuses_in_its_own_words():
    assert len({str(error.message) for error in REFUSED_MOVE.values()}) == len(PlacementState)


@given(st.lists(st.sampled_from(list(PlacementState)), max_size=12))
def test_any_sequence_of_moves_stays_within_the_diagram(wanted):
    row = Placement(state=PlacementState.PLANNING)
    for state in wanted:
        before = PlacementState(row.state)
        try:
            move(row, state)
        except PlacementError:
            assert row.state == before
        else:
            assert state in PLACEMENT_MOVES[before]
    # What did not take place never comes back, and nothing goes back to making agreements.
    assert row.state != PlacementState.PLANNING or not set(wanted) & {PlacementState.AGREED, PlacementState.CANCELLED}


def test_groups_of_states_fit_together():
    assert set(HOLDING) | set(ENDED) == set(PlacementState)
    assert set(BRIDGING).isdisjoint({PlacementState.PLANNING, PlacementState.CANCELLED})
