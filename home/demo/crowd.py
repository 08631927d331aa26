"""A webinar full of guests: the rows that signing up and confirming leave, written at once."""

from datetime import datetime, timedelta
from itertools import islice, product

from events.meetups.models import Occurrence
from events.registrations.actions import Guest
from events.registrations.models import Registration, RegistrationMove
from events.registrations.states import By, RegistrationState

GIVEN = (
    "Aad", "Bente", "Carlijn", "Dilan", "Eefje", "Farid", "Gerda", "Hugo",
    "Imane", "Joost", "Karima", "Lars", "Mirte", "Nadia", "Otto",
)  # fmt: skip
FAMILY = (
    "Akkerman", "Bosch", "Coenen", "Dekker", "Elzinga", "Franken", "Groen", "Haverkamp",
    "Idrissi", "Jacobs", "Kuiper", "Lammerts", "Maas", "Nijhof", "Oosterhuis",
)  # fmt: skip
OPENED_THE_MAIL_AFTER = timedelta(minutes=6)


def guests(number: int) -> list[Guest]:
    """Give so many invented people, the same each time."""
    return [
        Guest(f"{given} {family}", f"{given}.{family}@webinar-gasten.example".lower(), "Een school buiten dit netwerk")
        for family, given in islice(product(FAMILY, GIVEN), number)
    ]


def add_crowd(occurrence: Occurrence, *, number: int, mode: str, since: datetime) -> None:
    """Write what `register_guest` and `confirm_guest` leave of each guest, spread up to the start of the date.

    Through the actions the same rows take seconds, most of it for mails that nobody gets; a test compares the two.

    Parameters:
        occurrence: A date with room for all of them.
        number: How many.
        mode: "on_site" or "online".
        since: When it was announced.
    """
    step = (occurrence.starts_at - since) / (number + 1)
    moments = [since + step * place for place in range(1, number + 1)]
    rows = [
        Registration(
            occurrence=occurrence,
            guest_name=guest.name,
            guest_email=guest.address,
            guest_organisation=guest.organisation,
            mode=mode,
            state=RegistrationState.CONFIRMED,
            created_at=moment,
            changed_at=moment + OPENED_THE_MAIL_AFTER,
        )
        for guest, moment in zip(guests(number), moments, strict=True)
    ]
    Registration.objects.bulk_create(rows)
    RegistrationMove.objects.bulk_create(
        move
        for row in rows
        for move in (
            RegistrationMove(registration=row, at=row.created_at, to_state=RegistrationState.HELD, by_kind=By.GUEST),
            RegistrationMove(
                registration=row,
                at=row.changed_at,
                from_state=RegistrationState.HELD,
                to_state=RegistrationState.CONFIRMED,
                by_kind=By.GUEST,
            ),
        )
    )
