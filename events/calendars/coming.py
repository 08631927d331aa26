"""Who knows of coming dates of one member besides meetups, for the list on /mijn/."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet

from portal.shared.registries.glances import Asked
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class ComingDate:
    """One line of the list; `when`, `place` and `state` are words in the language that is active."""

    starts_at: datetime
    title: str
    url: str
    when: str
    place: str
    state: str


class ComingDates(Protocol):
    """Gives the coming dates of one member in one subject."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the rows that `coming` reads, unordered, by conditions over marks (`glances.Glanced`)."""

    def coming(self, member_key: str, *, at: datetime) -> Sequence[ComingDate]:
        """Give at most twenty, the first one first, in one query."""


coming_dates: Registry[ComingDates] = Registry("coming dates")
