"""Who wants to know, in the same transaction, that a date changed; and who counts the people at it.

Registrations, search and feeds stand above this subject and register here; this subject does not know them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from events.meetups.models import Occurrence
from portal.shared.registries.registry import Registry


class ChangeKind(StrEnum):
    """One thing that can change about a date."""

    ANNOUNCED = "announced"
    TIME = "time"
    PLACE = "place"
    MODES = "modes"
    SEATS_RAISED = "seats_raised"
    SEATS_LOWERED = "seats_lowered"
    ONLINE_ADDRESS = "online_address"
    RULES = "rules"  # who gets in, groups, waitlist: a setting of the meetup that decisions about seats read
    SESSIONS = "sessions"
    CANCELLED = "cancelled"
    REMOVED = "removed"  # a date that was never announced is thrown away; called before the row goes


@dataclass(frozen=True, slots=True)
class OccurrenceChange:
    """What changed about one date.

    Attributes:
        kinds: Everything that changed in this step; never empty.
        before: The old value of each changed column, for a mail that says "was … is now …".
    """

    kinds: frozenset[ChangeKind]
    before: Mapping[str, object] = field(default_factory=dict)


class OccurrenceListener(Protocol):
    """Someone who follows dates."""

    def changed(self, occurrence: Occurrence, change: OccurrenceChange, *, at: datetime) -> None:
        """Follow a change.

        Called inside the transaction of the change, with the row locked and already saved (on REMOVED: not deleted
        yet). An exception undoes the change. When several dates change in one step they come in primary-key order,
        all of them locked before the first call.

        Parameters:
            occurrence: The date as it is now.
            change: What changed.
            at: Now, aware.
        """


class StepListener(Protocol):
    """Someone who follows what one step does to all its dates together, e.g. to send one mail and not five."""

    def step(self, changes: Sequence[tuple[Occurrence, OccurrenceChange]], *, at: datetime) -> None:
        """Follow a step that is done.

        Called once per step, inside its transaction, after every `OccurrenceListener`. An exception undoes the step.

        Parameters:
            changes: Each date as it is now with what changed about it, in primary-key order; at least one.
            at: Now, aware.
        """


@dataclass(frozen=True, slots=True)
class People:
    """How many people a date has: with a seat, by mode, and waiting for one."""

    on_site: int = 0
    online: int = 0
    waiting: int = 0

    @property
    def all(self) -> int:
        """How many hear of a change."""
        return self.on_site + self.online + self.waiting

    def __add__(self, other: "People") -> "People":
        return People(self.on_site + other.on_site, self.online + other.online, self.waiting + other.waiting)


class PeopleCounter(Protocol):
    """Someone who counts people at dates."""

    def people(self, occurrence_ids: Collection[int]) -> Mapping[int, People]:
        """Give the people of each date, by its primary key, in one query; a date without people may be left out."""

    def in_groups(self, meetup_id: int) -> Collection[int]:
        """Give the primary keys of the seat groups of this meetup that registrations point to."""

    def in_sessions(self, occurrence_id: int) -> Mapping[int, int]:
        """Give how many people chose each session of this date, by its primary key."""


occurrence_listeners: Registry[OccurrenceListener] = Registry("occurrence listeners")


class MailCounter(Protocol):
    """Someone who mails people when dates change."""

    def mails(self, kinds: Mapping[int, Collection[ChangeKind]]) -> int:
        """Give how many mails a step would send, in a few queries; reads only.

        Parameters:
            kinds: What would change about each announced date, by its primary key.
        """


step_listeners: Registry[StepListener] = Registry("step listeners")
people_counters: Registry[PeopleCounter] = Registry("people counters")
mail_counters: Registry[MailCounter] = Registry("mail counters")


def tell(occurrence: Occurrence, change: OccurrenceChange, *, at: datetime) -> None:
    """Tell a step that changes one date; see `tell_all`."""
    tell_all([(occurrence, change)], at=at)


def tell_all(changes: Sequence[tuple[Occurrence, OccurrenceChange]], *, at: datetime) -> None:
    """Call every listener for each date of a step, and then who follows the step as a whole, in registry order.

    Parameters:
        changes: In any order; nobody is called when there are none.
        at: Now.
    """
    ordered = sorted(changes, key=lambda each: each[0].pk)
    for occurrence, change in ordered:
        for listener in occurrence_listeners:
            listener.changed(occurrence, change, at=at)
    for follower in step_listeners if ordered else ():
        follower.step(ordered, at=at)


def people_at(occurrence_ids: Collection[int]) -> dict[int, People]:
    """Give the people of each of these dates, zeros included."""
    counted = {pk: People() for pk in occurrence_ids}
    for counter in people_counters:
        for pk, people in counter.people(occurrence_ids).items():
            counted[pk] += people
    return counted


def mails_of(kinds: Mapping[int, Collection[ChangeKind]]) -> int:
    """Give how many mails a step would send that changes these announced dates in these ways."""
    return sum(counter.mails(kinds) for counter in mail_counters) if kinds else 0
