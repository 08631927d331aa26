"""Parts that other subjects add to the page of a meetup, below its materials: what came of it, …"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from events.meetups.models import Meetup
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.registry import Registry


class MeetupPart(Protocol):
    """A subject with something to show on the page of a meetup."""

    template: str

    def context(self, meetup: Meetup, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the variables of the template, as `part`, or None when there is nothing for this viewer.

        Parameters:
            meetup: With its announced dates as `dates`.
            viewer: Who reads.
            at: Now.
        """

    def texts(self, meetup_ids: Collection[int]) -> Mapping[int, list[str]]:
        """Give what search may find of it, by meetup: only what everyone who may open the page reads there.

        Parameters:
            meetup_ids: Primary keys of many meetups; a fixed number of queries, however many.
        """


@dataclass(frozen=True)
class ShownPart:
    """One part as the page includes it."""

    template: str
    context: Mapping[str, object]


meetup_parts: Registry[MeetupPart] = Registry("parts of a meetup's page")


def parts_of(meetup: Meetup, viewer: Viewer, *, at: datetime) -> list[ShownPart]:
    """Give the parts with something to show, in the order of the registry."""
    found = ((part.template, part.context(meetup, viewer, at=at)) for part in meetup_parts)
    return [ShownPart(template, context) for template, context in found if context is not None]


def texts_of(meetup_ids: Collection[int]) -> dict[int, list[str]]:
    """Give what search may find of all parts, by meetup; each of these meetups has a list."""
    found: dict[int, list[str]] = {pk: [] for pk in meetup_ids}
    for part in meetup_parts:
        for pk, texts in part.texts(meetup_ids).items():
            found[pk] += texts
    return found
