"""An organiser gives someone without an account a seat by hand."""

from datetime import datetime

from django.db import transaction

from events.meetups.models import Occurrence
from events.registrations.actions.guests import Guest
from events.registrations.actions.promotion import settle
from events.registrations.actions.rows import add, lock_date, move, organiser, rules_of, seat_of, taken_at
from events.registrations.actions.signing_up import SignUp
from events.registrations.errors import REFUSED, ReasonMissing
from events.registrations.mails import post_mail
from events.registrations.models import Registration
from events.registrations.rules import decide_refusal, find_shortage
from events.registrations.states import RegistrationState
from network.models import Member


def put_in_guest(
    *, occurrence: Occurrence, guest: Guest, sign_up: SignUp, by: Member, reason: str, at: datetime
) -> Registration:
    """Give someone without an account a seat; they get a mail with the reason and a page to withdraw.

    The address is not proven, the organiser answers for it. It stays a guest's registration, whether there is an
    account with this address or not, so that nobody learns whose address it is; who proves it later takes it over.
    Twice gives the first one.

    Raises:
        ReasonMissing: There is no reason.
        RegistrationsError: The date began, does not go on, needs no registration, or lacks this mode or group.
    """
    if not reason.strip():
        raise ReasonMissing
    note = reason.strip()[:300]
    with transaction.atomic():
        locked = lock_date(occurrence.pk)
        row = Registration(
            occurrence=locked,
            guest_name=guest.name.strip(),
            guest_email=guest.address,
            guest_organisation=guest.organisation.strip(),
            mode=sign_up.mode,
            seat_group=sign_up.group,
            state=RegistrationState.CONFIRMED,
        )
        rules = rules_of(locked)
        refused = decide_refusal(rules, is_guest=True, is_member=False, wants=seat_of(row), at=at, by_organiser=True)
        if refused:
            raise REFUSED[refused]
        settle(locked, at=at)
        present = Registration.objects.active().filter(occurrence=locked, guest_email=guest.address).first()
        if present is not None and (present.state != RegistrationState.HELD or present.pair_key):
            return present
        if present is not None:
            # Typed their address and did not open the mail yet; the organiser's word stands in for it.
            move(present, RegistrationState.WITHDRAWN, by=organiser(by), at=at)
        if find_shortage(rules, taken_at(locked), [seat_of(row)]):
            row.override_reason = note
        add(row, by=organiser(by), at=at, note=note)
        post_mail("confirmed", row, at=at, words={"remark": note})
        settle(locked, at=at)
    return row
