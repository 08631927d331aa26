from datetime import UTC, datetime, timedelta

import pytest

from portal.shared.models import StorySeed
from portal.shared.registries.actions import hand_over_story_seed, use_story_seed
from portal.shared.registries.crossings import TodoItem, todo_order
from portal.shared.registries.registry import AlreadyRegistered, NotRegistered, Registry

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_registry_lists_by_position_then_by_name():
    registry = Registry("letters")
    for name, position in [("c", 100), ("a", 100), ("z", 5)]:
        registry.register(name, name.upper(), position=position)

    assert list(registry) == ["Z", "A", "C"]
    assert registry.names() == ["z", "a", "c"]
    assert registry.items() == [("z", "Z"), ("a", "A"), ("c", "C")]
    assert len(registry) == 3


def test_registry_refuses_a_second_entry_of_one_name():
    registry = Registry("letters")
    registry.register("a", object())

    with pytest.raises(AlreadyRegistered):
        registry.register("a", object())


def test_registering_the_same_entry_twice_is_harmless():
    registry, entry = Registry("letters"), object()

    assert registry.register("a", entry) is registry.register("a", entry)
    assert list(registry) == [entry]


def test_registry_names_what_it_knows_when_asked_for_something_else():
    registry = Registry("letters")
    registry.register("a", "A")

    with pytest.raises(NotRegistered) as error:
        registry.get("b")

    assert str(error.value) == "letters: nothing is registered as 'b'; known are ['a']."


def test_todos_with_the_nearest_deadline_come_first():
    later = TodoItem(key="1", title="A", url="/", button="x", deadline_at=AT + timedelta(days=2))
    sooner = TodoItem(key="2", title="B", url="/", button="x", deadline_at=AT)
    never = TodoItem(key="3", title="C", url="/", button="x")

    assert sorted([never, later, sooner], key=todo_order) == [sooner, later, never]


def test_a_source_hands_its_material_over_once(db):
    first = hand_over_story_seed(source_kind="reflection", source_key="k", payload={"quote": "eerst"}, at=AT)
    second = hand_over_story_seed(source_kind="reflection", source_key="k", payload={"quote": "later"}, at=AT)

    assert first == second
    assert second.payload == {"quote": "eerst"}


def test_a_story_seed_is_used_once_and_its_material_is_wiped(db):
    seed = hand_over_story_seed(source_kind="reflection", source_key="k", payload={"quote": "x"}, at=AT)

    assert [use_story_seed(seed=seed, at=AT), use_story_seed(seed=seed, at=AT)] == [True, False]
    assert StorySeed.objects.values_list("used_at", "payload").get() == (AT, {})
