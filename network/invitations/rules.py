"""Decisions about invitations, on plain values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from network.invitations.states import InvitationKind, InvitationState

VALID_FOR = timedelta(days=30)
# One mail and two reminders, a day apart at least: more would be nagging.
MAX_MAILS = 3
RESEND_AFTER = timedelta(days=1)
MAX_AT_ONCE = 20
# Invitations a sender may make in a day; a coach has one or two ICT partners.
PER_DAY: Mapping[InvitationKind, int] = {
    InvitationKind.COLLEAGUE: 60,
    InvitationKind.ICT_PARTNER: 5,
    InvitationKind.AMBASSADOR: 40,
    InvitationKind.PROGRAMME: 20,
}
# Invitations one address may get in this time, from everyone together.
PER_ADDRESS = 5
PER_ADDRESS_IN = timedelta(days=7)
# After this an address of somebody who never answered is deleted; an answered invitation a year after the answer.

_NAMED = re.compile(r"([^<>]*)<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Invitee:
    """Someone to invite: the address in lower case, and the name where it was typed with it."""

    email: str
    name: str = ""


class Resend(Enum):
    """Whether an invitation may be sent once more."""

    ALLOWED = "allowed"
    ANSWERED = "answered"
    TOO_SOON = "too soon"
    TOO_OFTEN = "too often"


def state_at(*, state: str, expires_at: datetime, at: datetime) -> InvitationState:
    """Give where an invitation stands now: one that nobody answered in time is expired."""
    if state == InvitationState.OPEN and at >= expires_at:
        return InvitationState.EXPIRED
    return InvitationState(state)


def decide_resend(*, state: str, times_sent: int, sent_at: datetime, at: datetime) -> Resend:
    """Decide whether to mail an invitation again; an expired one may come back to life.

    Parameters:
        state: As stored, one of `InvitationState`.
        times_sent: Mails so far.
        sent_at: Moment of the last one.
        at: Now.
    """
    if state != InvitationState.OPEN:
        return Resend.ANSWERED
    if times_sent >= MAX_MAILS:
        return Resend.TOO_OFTEN
    return Resend.ALLOWED if at >= sent_at + RESEND_AFTER else Resend.TOO_SOON


def read_invitees(text: str) -> list[Invitee]:
    """Read addresses as people paste them: one a line, or separated by commas, semicolons or spaces, with names or not.

    Parameters:
        text: E.g. "daan@school.example; 'Hart, Daan' <d.hart@school.example>".

    Returns:
        Each address once, in the order given; whether it is a real address is for the form to check.
    """
    found: dict[str, Invitee] = {}
    for part in re.split(r"[\n\r;]+", text):
        named = _NAMED.findall(part)
        people = (
            [Invitee(address.strip().lower(), _tidy_name(name)) for name, address in named]
            if named
            else [Invitee(word.lower()) for word in re.split(r"[,\s]+", part) if word]
        )
        for person in people:
            found.setdefault(person.email, person)
    return list(found.values())


def _tidy_name(text: str) -> str:
    name = " ".join(text.strip(" ,\t\"'").split())
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name
