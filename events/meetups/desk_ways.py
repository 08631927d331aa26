"""Where the desk of a meetup leads on to: its people, check-in, harvest. Subjects above register here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from events.meetups.models import Meetup, Occurrence
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class DeskWay:
    """A link on the desk: what it is called and where it goes."""

    text: str
    url: str


class DeskSource(Protocol):
    """A subject that organisers reach from the desk."""

    def for_date(self, meetup: Meetup, occurrence: Occurrence, *, at: datetime) -> Sequence[DeskWay]:
        """Give the ways beside one date; asks the database nothing."""

    def for_meetup(self, meetup: Meetup, *, at: datetime) -> Sequence[DeskWay]:
        """Give the ways of the whole meetup."""


desk_sources: Registry[DeskSource] = Registry("desk sources")


def ways_of_date(meetup: Meetup, occurrence: Occurrence, *, at: datetime) -> list[DeskWay]:
    """Give what every subject offers beside this date, in the order of the registry."""
    return [way for source in desk_sources for way in source.for_date(meetup, occurrence, at=at)]


def ways_of_meetup(meetup: Meetup, *, at: datetime) -> list[DeskWay]:
    """Give what every subject offers for the whole meetup, in the order of the registry."""
    return [way for source in desk_sources for way in source.for_meetup(meetup, at=at)]
