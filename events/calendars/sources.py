"""Who knows of dates of one member, for the member's own calendar: registrations, later placements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from events.calendars.entries import CalendarEntry
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class PersonalMark:
    """What a source holds for a member, without the dates themselves: changes whenever one of its events would."""

    text: str
    changed_at: datetime | None


class PersonalDates(Protocol):
    """Gives the dates of one member in one subject."""

    def mark(self, member_key: str, *, since: datetime, at: datetime) -> PersonalMark:
        """Give the mark of what `entries` would give, in one query.

        Parameters:
            member_key: Whose.
            since: Only what ends at or after this moment.
            at: Now.
        """

    def entries(self, member_key: str, *, since: datetime, at: datetime) -> Sequence[CalendarEntry]:
        """Give the dates in order, in the language that is active, with the address to take part online."""


personal_dates: Registry[PersonalDates] = Registry("personal dates")
