"""Where one's own registration leads on to: a ticket, a certificate. Subjects above register here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from events.registrations.models import Registration
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class OwnWay:
    """A link on someone's own registration: what it is called and where it goes."""

    text: str
    url: str


class OwnWaySource(Protocol):
    """A subject that people reach from their registration."""

    def for_member(self, row: Registration, *, at: datetime) -> Sequence[OwnWay]:
        """Give the ways of a member's registration, whose date and meetup are read; asks the database nothing."""

    def for_guest(self, row: Registration, token: str, *, at: datetime) -> Sequence[OwnWay]:
        """Give the ways of a guest's registration, as `for_member`; `token` is of the secret link they came by."""


own_ways: Registry[OwnWaySource] = Registry("ways of one's own registration")


def ways_of_member(row: Registration, *, at: datetime) -> list[OwnWay]:
    """Give what every subject offers to a member, in the order of the registry."""
    return [way for source in own_ways for way in source.for_member(row, at=at)]


def ways_of_guest(row: Registration, token: str, *, at: datetime) -> list[OwnWay]:
    """Give what every subject offers to a guest, in the order of the registry."""
    return [way for source in own_ways for way in source.for_guest(row, token, at=at)]
