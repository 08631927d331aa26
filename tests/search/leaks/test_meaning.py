"""The table once more, asked by meaning: with the very words of what is private, which nothing is nearer to."""

import pytest

from search.engines.choice import chosen_engine
from search.engines.interface import NO_FILTERS, Results
from search.index import registry
from search.index.models import Entry
from search.index.visibility import visible_entries
from search.results.meaning import related_to
from tests.search.leaks.cast import follow, make_world, remember
from tests.search.leaks.states import QUICK, STATES
from tests.search.meaning.conftest import describe

pytestmark = pytest.mark.meaning

# Who may see an entry is asked in the same way as for words, on each engine; so all states on one of them will do.
MANY = (pytest.mark.thorough, pytest.mark.sqlite)
ROWS = [pytest.param(state, id=state.name, marks=() if state.name in QUICK else MANY) for state in STATES]


@pytest.fixture
def world(meaning, portal, each_engine, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_world(portal)


def texts_of(known: set[tuple[str, str]]) -> list[str]:
    """Give what is written in the things of kinds that have meaning; taken down while it can be read."""
    kinds = {searchable.kind for searchable in registry.searchables() if searchable.has_meaning}
    entries = [entry for entry in Entry.objects.all() if (entry.kind, entry.object_key) in known]
    return [f"{entry.title}. {entry.summary}" for entry in entries if entry.kind in kinds]


def learns(world, looker, texts: list[str]) -> bool:
    """Say whether someone is shown one of the known things as related to its own words."""
    viewer = looker.viewer
    slices = viewer.slices()
    for text in texts:
        near = related_to(text, Results(), engine=chosen_engine(), slices=slices, filters=NO_FILTERS)
        entries = Entry.objects.among([hit.entry_id for hit in near], slices)
        if any((entry.kind, entry.object_key) in world.known for entry in visible_entries(list(entries), viewer)):
            return True
    return False


@pytest.mark.parametrize("state", ROWS)
def test_by_meaning_each_is_shown_what_is_theirs_and_nothing_else(world, state):
    thing, texts, told, expected = state.first(world), [], [], []
    for finders, change in ((state.finds_first, None), (state.finds_then, state.then)):
        if change is not None:
            change(world, thing)
        follow()
        describe()
        remember(world)
        texts += texts_of(world.known)
        # Of those who may, the one who may see least; as in the table.
        control = [looker for looker in world.lookers if looker.name in finders][:1]
        others = [looker for looker in world.lookers if looker.name not in finders]
        told.append([looker.name for looker in (*others, *control) if learns(world, looker, texts)])
        expected.append([looker.name for looker in control if texts])

    assert told == expected
