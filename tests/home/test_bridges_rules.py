"""What the table and the drawing of bridges show, on plain values."""

import pytest

from home.bridges.rules import (
    MOST_ON_THE_LINE,
    layers_after_switching,
    layers_shown,
    schools_on_the_line,
    strongest,
    tie_key,
)

PRESENT = ["placement", "joint_action", "pilot"]


def _key(start: int, end: int, **more):
    return tie_key(start=start, end=end, layer="authorship", direction="both_ways", **more)


def test_tie_key_is_the_same_both_ways():
    assert _key(2, 1) == _key(1, 2)


def test_tie_key_of_an_exchange_tells_guest_from_host():
    there, back = _key(2, 1, keeps_order=True), _key(1, 2, keeps_order=True)

    assert (there.first, there.second, there.pair) == (2, 1, (1, 2))
    assert (there == back, there.pair == back.pair) == (False, True)


@pytest.mark.parametrize(
    ("asked", "present", "shown"),
    [
        pytest.param([], PRESENT, ["placement"], id="exchanges unless asked"),
        pytest.param([], ["joint_action", "pilot"], ["joint_action", "pilot"], id="everything while no exchange"),
        pytest.param([], [], [], id="nothing"),
        pytest.param(["alle"], PRESENT, PRESENT, id="everything"),
        pytest.param(["alle", "pilot"], PRESENT, PRESENT, id="everything beside one"),
        pytest.param(["pilot", "placement"], PRESENT, ["placement", "pilot"], id="two, in the order of the page"),
        pytest.param(["pilot", "answer"], PRESENT, ["pilot"], id="what has no ties is left out"),
        pytest.param(["answer"], PRESENT, ["answer"], id="unless it is all that is asked"),
    ],
)
def test_layers_shown(asked, present, shown):
    assert layers_shown(asked, present, main="placement") == shown


@pytest.mark.parametrize(
    ("shown", "layer", "after"),
    [
        pytest.param(["placement"], "pilot", ["placement", "pilot"], id="on"),
        pytest.param(["placement", "pilot"], "placement", ["pilot"], id="off"),
        pytest.param(["placement"], "placement", ["alle"], id="the last one off"),
        pytest.param(["placement", "pilot"], "joint_action", ["alle"], id="the last one on"),
    ],
)
def test_layers_after_switching(shown, layer, after):
    assert layers_after_switching(shown, layer, PRESENT) == after


@pytest.mark.parametrize(
    ("counts", "islands", "shown"),
    [
        pytest.param({}, [], set(), id="nothing"),
        pytest.param({(1, 2): 1}, [3], {1, 2, 3}, id="islands that fit"),
        pytest.param({(1, 2): 1}, [3, 4, 5], {1, 2}, id="islands that don't all fit"),
        pytest.param(
            {(1, 2): 1, (1, 3): 1, (1, 4): 1, (1, 5): 1}, [], {1, 2, 3, 4}, id="the lower id at equal numbers"
        ),
        pytest.param({(1, 2): 1, (3, 4): 1, (5, 6): 9}, [], {5, 6, 1, 2}, id="most ties first"),
        pytest.param({(7, 7): 1}, [], {7}, id="with itself"),
    ],
)
def test_schools_on_the_line(counts, islands, shown):
    assert schools_on_the_line(counts, islands, most=4) == shown


def test_most_on_the_line_fits_a_screen():
    assert MOST_ON_THE_LINE == 16


def test_strongest_keep_their_order():
    assert strongest([("a", 1), ("b", 3), ("c", 1), ("d", 2)], most=3) == ["a", "b", "d"]
