"""Saying yes or no to an offered seat, and to coming as a pair."""

from datetime import datetime

from django.db import transaction

from events.registrations.actions.booking_steps import accept_booking, decline_booking_offer
from events.registrations.actions.promotion import settle
from events.registrations.actions.rows import CLOCK, MEMBER, Actor, lock_date, move, read_again, require_coming
from events.registrations.actions.signing_up import withdraw
from events.registrations.errors import OfferOver, StepRefused
from events.registrations.mails import post_mail
from events.registrations.models import Registration
from events.registrations.states import RegistrationState


def accept_offer(*, registration: Registration, at: datetime, by: Actor = MEMBER) -> Registration:
    """Take an offered seat. Twice is no problem. Of a pair, the first who says yes waits for the other.

    Of a series the seats of all dates are taken; see `accept_booking`.

    Raises:
        OfferOver: The deadline passed, or the offer lapsed.
        NotPlanned, Started: The date was cancelled, or began.
        StepRefused: There is no offer.
    """
    if registration.series_booking is not None:
        accept_booking(booking=registration.series_booking, at=at, by=by)
        return read_again(registration, registration.occurrence)
    refused = None
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        if row.state == RegistrationState.CONFIRMED or (row.state == RegistrationState.HELD and row.pair_key):
            return row
        require_coming(locked, at=at)
        # What lapsed goes to the next in line now, so the refusal is written with it instead of undoing it.
        settle(locked, at=at)
        row = read_again(registration, locked)
        if row.state == RegistrationState.LAPSED:
            refused = OfferOver
        elif row.state != RegistrationState.OFFERED:
            raise StepRefused
        else:
            _take(row, at=at, by=by)
    if refused is not None:
        raise refused
    return row


def _take(row: Registration, *, at: datetime, by: Actor) -> None:
    other = partner_of(row)
    if other is not None and other.state == RegistrationState.OFFERED:
        move(row, RegistrationState.HELD, by=by, at=at, queued_at=None)
        post_mail("pair_waits", row, at=at)
        return
    for person in filter(None, (row, other)):
        # From here on each can withdraw alone: an illness of one doesn't take the other's seat.
        move(person, RegistrationState.CONFIRMED, by=by, at=at, pair_key="")
        post_mail("confirmed", person, at=at)


def part_pair(row: Registration, *, at: datetime) -> None:
    """Leave the other half of a pair on their own, because this half comes by another registration of the same person.

    Who waited for this half's yes has it; who waits in line, or was offered a seat, keeps that.
    """
    other = partner_of(row)
    if other is None:
        return
    if other.state == RegistrationState.HELD:
        move(other, RegistrationState.CONFIRMED, by=CLOCK, at=at, pair_key="")
        post_mail("confirmed", other, at=at)
    else:
        other.pair_key = ""
        other.save(update_fields=["pair_key"])


def partner_of(row: Registration) -> Registration | None:
    """Give the other half of a pair that isn't in yet, its date being locked."""
    if not row.pair_key:
        return None
    others = Registration.objects.active().filter(occurrence=row.occurrence_id, pair_key=row.pair_key)
    other = others.exclude(pk=row.pk).select_related("member", "institution").first()
    if other is not None:
        other.occurrence = row.occurrence
    return other


def decline_offer(*, registration: Registration, at: datetime, by: Actor = MEMBER) -> Registration:
    """Say no to an offered seat, or to all of a series: the next in line gets it at once. Raises as `withdraw`."""
    if registration.series_booking is not None:
        decline_booking_offer(booking=registration.series_booking, at=at, by=by)
        return read_again(registration, registration.occurrence)
    return withdraw(registration=registration, at=at, by=by)
