"""The table: every private state on every surface of search, as five kinds of people, on both engines."""

import pytest
from django.core.management import get_commands
from django.urls import get_resolver

from tests.search.leaks.cast import ALL, follow, make_world, remember
from tests.search.leaks.states import QUICK, STATES
from tests.search.leaks.surfaces import SURFACES, TELL_NOTHING

ROWS = [
    pytest.param(state, id=state.name, marks=() if state.name in QUICK else pytest.mark.thorough) for state in STATES
]


@pytest.fixture
def world(portal, each_engine, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_world(portal)


def cells(state) -> list:
    """Give the surfaces that could show a thing in this state."""
    return [surface for surface in SURFACES if surface.reads & state.parts]


def told(world, state, finders: frozenset[str]) -> dict[str, frozenset[str]]:
    """Give who learns of the thing, by surface: of all who may not, and of the finder who may see least."""
    control = [looker for looker in world.lookers if looker.name in finders][:1]
    others = [looker for looker in world.lookers if looker.name not in finders]
    return {
        surface.name: frozenset(
            looker.name for looker in (*others, *control) if surface.tells(world, looker, surface.reads & state.parts)
        )
        for surface in cells(state)
    }


def expected(world, state, finders: frozenset[str]) -> dict[str, frozenset[str]]:
    control = frozenset([looker.name for looker in world.lookers if looker.name in finders][:1])
    return {surface.name: control for surface in cells(state)}


def differing(found: dict, wanted: dict) -> dict:
    return {name: sorted(found[name] ^ wanted[name]) for name in wanted if found[name] != wanted[name]}


@pytest.mark.parametrize("state", ROWS)
def test_each_finds_what_is_theirs_and_nothing_else(world, state):
    thing = state.first(world)
    follow()
    remember(world)
    first = told(world, state, state.finds_first)

    state.then(world, thing)
    follow()
    remember(world)
    then = told(world, state, state.finds_then)

    assert {
        "first": differing(first, expected(world, state, state.finds_first)),
        "then": differing(then, expected(world, state, state.finds_then)),
    } == {"first": {}, "then": {}}


def test_every_surface_has_something_to_find():
    shown = {
        surface.name
        for state in STATES
        for surface in cells(state)
        if state.name in QUICK and ALL in (state.finds_first, state.finds_then)
    }

    assert shown == {surface.name for surface in SURFACES}


def test_every_address_and_command_of_search_is_a_surface():
    covered = {name for surface in SURFACES for name in surface.covers} | TELL_NOTHING
    addresses = {f"search:{name}" for name in get_resolver("search.results.urls").reverse_dict if isinstance(name, str)}
    commands = {name for name, app in get_commands().items() if app == "search"}
    admin = {
        pattern.name
        for pattern in get_resolver("wagtail.admin.urls").url_patterns
        if getattr(pattern, "lookup_str", "").startswith("search.")
    }

    assert addresses | commands | admin <= covered
