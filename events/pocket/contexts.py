"""What the page in the pocket says of each date, in words that hold without a connection."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.meetups.states import Mode, OccurrenceState
from events.registrations.mails import moment_in_words, place_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.states import RegistrationState
from events.registrations.tickets import TicketPicture, ticket_of


@dataclass(frozen=True, slots=True)
class PocketDate:
    """One date: what it is, when and where, where it stands, and what to show at the door."""

    title: str
    when: str
    place: str
    online_url: str
    state: str
    picture: TicketPicture | None
    # Shown at the door when there is no picture; empty when there is nothing to show.
    code: str


def pocket_date(row: Registration) -> PocketDate:
    """Give what the page shows of a registration; the online address and the ticket only to who comes."""
    date = row.occurrence
    comes = row.state == RegistrationState.CONFIRMED and date.state == OccurrenceState.PLANNED
    picture = ticket_of(row) if comes else None
    return PocketDate(
        title=date.meetup.page.title,
        when=when_in_words(date),
        place=place_in_words(date, row.mode),
        online_url=date.online_url if comes and row.mode == Mode.ONLINE else "",
        state=_state(row),
        picture=picture,
        code=row.key if comes and picture is None and row.mode == Mode.ON_SITE else "",
    )


def _state(row: Registration) -> str:
    if row.occurrence.state == OccurrenceState.CANCELLED:
        return _("does not go on")
    if row.state == RegistrationState.OFFERED and row.hold_ends_at:
        return _("a seat is kept for you until %(moment)s") % {"moment": moment_in_words(row.hold_ends_at)}
    return row.get_state_display()
