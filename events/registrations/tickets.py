"""Tickets of registrations, as pictures. Who checks people in draws them; pages that show a ticket only read them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from events.registrations.models import Registration
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class TicketPicture:
    """What is shown at the door.

    `svg`: a whole `<svg>` element without outside references and without `style`, safe to put in a page, so that it
    also shows without a connection. `code`: the same in a few letters and digits, to read aloud or type.
    """

    svg: SafeString
    code: str


# Given a confirmed registration, with `occurrence` and `member` read already: its picture, or None when there is none
# for this date (online, or nobody checks in). It reads nothing from the database: pages list many.
ticket_pictures: Registry[Callable[[Registration], TicketPicture | None]] = Registry("ticket pictures")


def ticket_of(row: Registration) -> TicketPicture | None:
    """Give the picture of a registration: the first one that a source draws, or None."""
    return next((picture for draw in ticket_pictures if (picture := draw(row)) is not None), None)
