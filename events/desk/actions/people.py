"""What organisers do with several people, or with someone they name themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events.desk.errors import TooManyGuests
from events.desk.rules import GUESTS_PER_HOUR, HOUR_SECONDS
from events.meetups.models import Occurrence
from events.registrations.actions import Guest, SignUp, approve, put_in_guest
from events.registrations.errors import RegistrationsError
from events.registrations.models import Registration
from network.models import Member
from portal.shared.limits.actions import allow


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of several people: where they stand now, or why it could not be done."""

    row: Registration
    refusal: str = ""


def approve_several(*, registrations: Sequence[Registration], by: Member, at: datetime) -> list[Outcome]:
    """Say yes to several people, in the order in which they asked, each in a step of its own.

    One that can't be done any more leaves the others as they are; the outcome says which. Who asked first gets the
    last seat.

    Parameters:
        registrations: Of one date, in any order.
        by: The organiser.
        at: Now.
    """
    outcomes = []
    for row in sorted(registrations, key=lambda each: (each.created_at, each.pk)):
        try:
            outcomes.append(Outcome(approve(registration=row, by=by, at=at)))
        except RegistrationsError as error:
            outcomes.append(Outcome(row, refusal=str(error)))
    return outcomes


def add_guest(
    *, occurrence: Occurrence, guest: Guest, sign_up: SignUp, by: Member, reason: str, at: datetime
) -> Registration:
    """Put in someone without an account, at the pace of a person.

    Raises:
        TooManyGuests: This organiser added as many as one may in an hour.
        RegistrationsError: As `put_in_guest`.
    """
    if not allow(name="desk.guest", who=by.key, limit=GUESTS_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyGuests
    return put_in_guest(occurrence=occurrence, guest=guest, sign_up=sign_up, by=by, reason=reason, at=at)
