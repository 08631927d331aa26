"""Two colleagues who come together: both get a seat or neither does (DECISIONS 21)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.meetups.models import Occurrence
from events.registrations.actions.promotion import settle
from events.registrations.actions.rows import (
    MEMBER,
    Holidays,
    add,
    last_in_line,
    lock_date,
    own_row,
    rules_of,
    school_of,
    seat_of,
)
from events.registrations.actions.signing_up import (
    SignUp,
    entering_state,
    is_full_member,
    tell_entered,
    write_choices,
)
from events.registrations.errors import REFUSED, PairsNotAllowed, PartnerHasPlace, PartnerIsYou
from events.registrations.mails import post_mail
from events.registrations.models import Registration
from events.registrations.rules import decide_refusal, pair_deadline
from events.registrations.states import RegistrationState
from network.models import Member
from portal.shared.keys import new_key


@dataclass(frozen=True, slots=True)
class Partner:
    """The colleague someone comes with, by name and address; with or without an account."""

    name: str
    email: str

    @property
    def address(self) -> str:
        """The address as it is compared (DECISIONS 21)."""
        return self.email.strip().lower()


def register_pair(
    *, occurrence: Occurrence, member: Member, partner: Partner, sign_up: SignUp, at: datetime
) -> Registration:
    """Sign up with a colleague. With two free seats both are held until the colleague says yes; else both wait.

    The member vouches for the colleague, who needs no account: the same happens whether the address has one or not.

    Returns:
        The member's own registration; for who signed up before that one, unchanged.

    Raises:
        PairsNotAllowed: This meetup takes no pairs, or its organisers look at each request apart.
        PartnerIsYou: The own address as the colleague's.
        PartnerHasPlace: The colleague signed up already.
        RegistrationsError: As `register`.
    """
    with transaction.atomic():
        locked = lock_date(occurrence.pk)
        present = own_row(locked, member)
        if present is not None:
            return present
        rules = rules_of(locked)
        if not locked.meetup.allows_pairs or rules.admission == "approval":
            raise PairsNotAllowed
        if partner.address == member.email.strip().lower():
            raise PartnerIsYou
        mine = Registration(
            occurrence=locked,
            member=member,
            mode=sign_up.mode,
            seat_group=sign_up.group,
            institution=school_of(member, at),
        )
        theirs = _row_of(locked, partner, sign_up, at=at)
        refused = decide_refusal(rules, is_guest=False, is_member=is_full_member(member), wants=seat_of(mine), at=at)
        if refused:
            raise REFUSED[refused]
        settle(locked, at=at)
        _enter(mine, theirs, at=at)
        write_choices(mine, sign_up, at=at, is_new=True)
        _tell(mine, theirs, member, at=at)
    return mine


def _row_of(locked: Occurrence, partner: Partner, sign_up: SignUp, *, at: datetime) -> Registration:
    known = Member.objects.active().filter(email=partner.address).first()
    row = Registration(occurrence=locked, mode=sign_up.mode)
    if known is None:
        row.guest_name, row.guest_email = partner.name.strip(), partner.address
        others = Registration.objects.active().filter(occurrence=locked, guest_email=partner.address)
    else:
        row.member, row.institution = known, school_of(known, at)
        others = Registration.objects.active().filter(occurrence=locked, member=known)
    # The group is the member's own; who comes along is often of another one.
    if others.exists():
        raise PartnerHasPlace
    return row


def _enter(mine: Registration, theirs: Registration, *, at: datetime) -> None:
    locked = mine.occurrence
    state = entering_state(locked, rules_of(locked), [seat_of(mine), seat_of(theirs)])
    mine.pair_key = theirs.pair_key = new_key()
    if state == RegistrationState.WAITLISTED:
        mine.state = theirs.state = state
        mine.queued_at = theirs.queued_at = last_in_line(locked, at)
    else:
        mine.state, theirs.state = RegistrationState.HELD, RegistrationState.OFFERED
        mine.hold_ends_at = theirs.hold_ends_at = pair_deadline(
            at=at,
            starts_at=locked.starts_at,
            hours=locked.meetup.offer_hours,
            school_holidays=Holidays().of(theirs.institution or mine.institution),
        )
    add(mine, by=MEMBER, at=at)
    add(theirs, by=MEMBER, at=at)


def _tell(mine: Registration, theirs: Registration, member: Member, *, at: datetime) -> None:
    if mine.state == RegistrationState.WAITLISTED:
        tell_entered(mine, at=at)
    else:
        post_mail("pair_waits", mine, at=at)
    post_mail("pair_asked", theirs, at=at, words={"partner": member.name or member.email})
