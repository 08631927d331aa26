"""The seats of one date in words, for forms and boxes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.meetups.models import Occurrence
from events.meetups.states import Mode
from events.registrations.actions.booking_rows import Series
from events.registrations.actions.rows import rules_of, taken_at
from events.registrations.rules import DateRules


@dataclass(frozen=True)
class SeatsState:
    """What is left per mode that is offered; None means no limit."""

    rules: DateRules
    left: dict[str, int | None]

    def words(self, mode: str) -> str:
        """Say how one can take part, and how many seats that has."""
        way = _("On site") if mode == Mode.ON_SITE else _("Online")
        left, seats = self.left[mode], self.rules.seats[mode]
        if left is None:
            return way
        if left == 0:
            return _("%(way)s: full, you come on the waitlist") % {"way": way}
        text = ngettext("%(way)s: %(left)d of %(seats)d seat left", "%(way)s: %(left)d of %(seats)d seats left", left)
        return text % {"way": way, "left": left, "seats": seats}


def seats_at(occurrence: Occurrence) -> SeatsState:
    """Give the seats of a date as they stand, without a lock: for reading only; in three queries."""
    rules = rules_of(occurrence)
    taken = taken_at(occurrence)
    left = {
        mode: None if seats is None else max(seats - sum(seat.mode == mode for seat in taken), 0)
        for mode, seats in rules.seats.items()
    }
    return SeatsState(rules, left)


def seats_of_series(dates: Sequence[Occurrence]) -> SeatsState:
    """Give what is left for who comes to all of these dates of one meetup, without a lock; in two queries.

    What is left is what the fullest date has; a way to take part that one of them lacks isn't offered.

    Parameters:
        dates: The coming dates, at least one, each with the meetup.
    """
    found = Series(dates[0].meetup, tuple(dates)).seats()
    modes = [mode for mode in found[0].rules.seats if all(mode in date.rules.seats for date in found)]
    seats: dict[str, int | None] = {}
    left: dict[str, int | None] = {}
    for mode in modes:
        limited = [(date, limit) for date in found if (limit := date.rules.seats[mode]) is not None]
        seats[mode] = min((limit for _date, limit in limited), default=None)
        left[mode] = min(
            (max(limit - sum(seat.mode == mode for seat in date.taken), 0) for date, limit in limited), default=None
        )
    return SeatsState(replace(found[0].rules, seats=seats), left)
