"""What subjects offer to someone whose question search could not answer: ask people, look elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.shared.audiences.rules import Viewer
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class SearchWay:
    """One way on from a question without an answer.

    `url` is asked with the words of the question, and gives an address. `is_for_members` keeps it from who has no use
    for it. Whether it is offered never depends on what there is to find.
    """

    text: Any
    url: Callable[[str], str]
    is_for_members: bool = False


search_ways: Registry[SearchWay] = Registry("ways on from a search")


def ways_on(viewer: Viewer) -> list[SearchWay]:
    """Give the ways that this viewer can take, in their order."""
    return [way for way in search_ways if viewer.is_member or not way.is_for_members]
