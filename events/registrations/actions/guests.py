"""People without an account: sign-up by confirmed address, and their rows when an account with it appears."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.actions.offers import part_pair
from events.registrations.actions.promotion import settle, settle_all
from events.registrations.actions.rows import (
    GUEST,
    add,
    last_in_line,
    lock_all,
    lock_date,
    move,
    read_again,
    rules_of,
    school_of,
    seat_of,
    taken_at,
)
from events.registrations.actions.signing_up import SignUp, entering_state, tell_entered, withdraw, write_choices
from events.registrations.errors import (
    REFUSED,
    NoSeatLeft,
    NotPlanned,
    OfferOver,
    RegistrationsError,
    Started,
    StepRefused,
    WaitlistFull,
)
from events.registrations.mails import post_mail
from events.registrations.models import Registration
from events.registrations.rules import decide_refusal, find_shortage, guest_deadline
from events.registrations.states import SEATED, RegistrationState
from network.models import Member
from portal.shared.links.actions import use_link
from portal.shared.links.models import SecretLink
from portal.shared.outbox.actions import claim_mails


@dataclass(frozen=True, slots=True)
class Guest:
    """Who signs up without an account."""

    name: str
    email: str
    organisation: str = ""

    @property
    def address(self) -> str:
        """The address as it is compared: without spaces around it, in lower case (DECISIONS 21)."""
        return self.email.strip().lower()


def register_guest(*, occurrence: Occurrence, guest: Guest, sign_up: SignUp, at: datetime) -> Registration:
    """Hold a seat, or a place in line, until the guest opens the mail and confirms.

    Whoever asks sees the same answer, whether this address signed up before or not; the mail to the address says it.

    Raises:
        RegistrationsError: As `register`.
    """
    full: RegistrationsError | None = None
    with transaction.atomic():
        locked = lock_date(occurrence.pk)
        row = Registration(
            occurrence=locked,
            guest_name=guest.name.strip(),
            guest_email=guest.address,
            guest_organisation=guest.organisation.strip(),
            mode=sign_up.mode,
            seat_group=sign_up.group,
        )
        rules = rules_of(locked)
        refused = decide_refusal(rules, is_guest=True, is_member=False, wants=seat_of(row), at=at)
        if refused:
            raise REFUSED[refused]
        settle(locked, at=at)
        present = Registration.objects.active().filter(occurrence=locked, guest_email=guest.address).first()
        try:
            entering = entering_state(locked, rules, [seat_of(row)])
        except (NoSeatLeft, WaitlistFull) as error:
            full = error
        if present is not None:
            present.occurrence = locked
            post_mail("guest_confirm" if present.state == RegistrationState.HELD else "guest_again", present, at=at)
            row = present
        elif full is None:
            row.state = RegistrationState.HELD
            row.hold_ends_at = guest_deadline(at=at, starts_at=locked.starts_at)
            if entering != RegistrationState.CONFIRMED:
                # Holds a place in line and no seat; see `RegistrationQuerySet.seated`.
                row.queued_at = last_in_line(locked, at)
            add(row, by=GUEST, at=at)
            write_choices(row, sign_up, at=at, is_new=True)
            post_mail("guest_confirm", row, at=at)
    if full is not None:
        # After the mail is kept, and to anyone who asks: else a full date would tell who signed up for it.
        raise full
    return row


def confirm_guest(*, registration: Registration, link: SecretLink, at: datetime) -> Registration:
    """Confirm a guest's address: the seat is theirs, or the place in line, or the organisers look. Twice is no problem.

    An active member who proved this address before gets the registration as their own; see `merge_guest`.

    Returns:
        The registration that stands: the guest's, or that of the member.

    Raises:
        OfferOver: The half hour is over.
        NotPlanned, Started: The date was cancelled, or began.
        StepRefused: It was withdrawn or removed.
    """
    refused: type[RegistrationsError] | None = None
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        settle(locked, at=at)
        row = read_again(registration, locked)
        if row.state == RegistrationState.LAPSED:
            refused = OfferOver
        elif at >= locked.starts_at:
            refused = Started
        elif locked.state != OccurrenceState.PLANNED:
            refused = NotPlanned
        elif row.state == RegistrationState.HELD and not row.pair_key:
            use_link(link=link, at=at)
            owner = _owner_of(row.guest_email)
            if owner is None:
                _confirm(row, at=at)
            else:
                row = _merge(row, owner, at=at)
                settle(locked, at=at)
        elif row.state not in (*SEATED, RegistrationState.WAITLISTED, RegistrationState.WAITING_APPROVAL):
            raise StepRefused
    if refused is not None:
        raise refused
    return row


def _confirm(row: Registration, *, at: datetime) -> None:
    rules = rules_of(row.occurrence)
    if rules.admission == "approval":
        move(row, RegistrationState.WAITING_APPROVAL, by=GUEST, at=at, queued_at=None)
    elif row.queued_at is None:
        move(row, RegistrationState.CONFIRMED, by=GUEST, at=at)
    elif find_shortage(rules, taken_at(row.occurrence), [seat_of(row)]) is None:
        move(row, RegistrationState.CONFIRMED, by=GUEST, at=at, queued_at=None)
    else:
        move(row, RegistrationState.WAITLISTED, by=GUEST, at=at)
    tell_entered(row, at=at)


def withdraw_guest(*, registration: Registration, link: SecretLink, at: datetime) -> Registration:
    """Withdraw from the page of the link. Raises as `withdraw`."""
    with transaction.atomic():
        use_link(link=link, at=at)
        return withdraw(registration=registration, at=at, by=GUEST)


def merge_guest(*, member: Member, email: str, at: datetime) -> int:
    """Make a guest's registrations the member's own, once the member has proven the address.

    Where the member signed up for the same date too, the better of the two stays: a seat before a place in line.

    Parameters:
        member: Whose account.
        email: A verified address of the member.
        at: Now.

    Returns:
        Number of registrations that became the member's; 0 when called again.
    """
    with transaction.atomic():
        mine = Registration.objects.filter(guest_email=email.strip().lower(), member=None, erased_at=None)
        dates = {row.pk: row for row in lock_all(mine.values_list("occurrence_id", flat=True))}
        merged = 0
        settle_all([locked for locked in dates.values() if locked.ends_at > at], at=at)
        for guest in list(mine.order_by("occurrence_id", "pk")):
            if guest.occurrence_id not in dates:
                # Signed up after the dates were locked: the next proof of the address takes it along.
                continue
            guest.occurrence = dates[guest.occurrence_id]
            _merge(guest, member, at=at)
            merged += 1
        settle_all([locked for locked in dates.values() if locked.starts_at > at], at=at)
    return merged


def _owner_of(address: str) -> Member | None:
    proven = EmailAddress.objects.filter(email=address, verified=True, user__is_active=True)
    found = proven.select_related("user").first()
    return found.user if found else None


# The first is the best.
_BETTER = (
    RegistrationState.CONFIRMED,
    RegistrationState.OFFERED,
    RegistrationState.HELD,
    RegistrationState.WAITLISTED,
    RegistrationState.WAITING_APPROVAL,
)


def _worth(row: Registration) -> tuple[int, float]:
    """Give what a registration is worth, the least the best: a seat, or else the place in line."""
    state = RegistrationState(row.state)
    # Also of a guest who holds a place in line until the mail is opened.
    if row.queued_at is not None and state in (RegistrationState.HELD, RegistrationState.WAITLISTED):
        return _BETTER.index(RegistrationState.WAITLISTED), row.queued_at.timestamp()
    return _BETTER.index(state), 0


def _merge(guest: Registration, member: Member, *, at: datetime) -> Registration:
    """Make a guest's registration the member's own, and give the one of the two that stands."""
    own, worse = Registration.objects.active().filter(occurrence=guest.occurrence, member=member).first(), None
    if own is not None and guest.state in _BETTER:
        own.occurrence = guest.occurrence
        worse = own if _worth(guest) < _worth(own) else guest
        part_pair(worse, at=at)
        move(worse, RegistrationState.WITHDRAWN, by=GUEST, at=at, note="merged", pair_key="")
    claim_mails(to=guest.guest_email, kind="member", key=member.key)
    guest.member, guest.institution = member, school_of(member, at)
    guest.guest_name = guest.guest_email = guest.guest_organisation = ""
    date = guest.occurrence
    is_coming = date.state == OccurrenceState.PLANNED and at < date.starts_at
    if guest.state == RegistrationState.HELD and not guest.pair_key and is_coming:
        _confirm(guest, at=at)
    guest.save(update_fields=["member", "institution", "guest_name", "guest_email", "guest_organisation"])
    return own if own is not None and worse is guest else guest
