"""The seats of one date in words, for forms and boxes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.meetups.models import Occurrence
from events.meetups.states import Mode
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
