"""What of a registration also comes as a short message on the member's devices: seats, changes and cancellations.

A mail always goes with it. A message says nothing that must not stand on a locked screen: no address to take part, and
nobody else's name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.registrations.models import Registration
from network.push.actions import PushNote, post_push
from network.push.purposes import PushPurpose, push_purposes
from network.push.states import Urgency

SEATS, CHANGES, CANCELLATIONS = "registrations.seats", "registrations.changes", "registrations.cancellations"
Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Words:
    """One kind of message: its purpose, its hurry, its title and how its text is made of the facts of the mail.

    `is_offer`: it asks for an answer before the end of a held seat, and is worth nothing without one or after it.
    """

    purpose: str
    urgency: Urgency
    title: str | Promise
    text: Callable[[Facts], str]
    is_offer: bool = False


def _until(facts: Facts) -> str:
    return _("%(title)s. Say before %(deadline)s whether you come.") % {**facts}


def _there(facts: Facts) -> str:
    return _("%(title)s: %(when)s.") % {**facts}


def _now(facts: Facts) -> str:
    return _("%(title)s. It is now %(when)s.") % {**facts}


# By name of the mail.
_NOTES = {
    "offered": _Words(SEATS, Urgency.HIGH, gettext_lazy("A seat is free for you"), _until, is_offer=True),
    "pair_asked": _Words(SEATS, Urgency.HIGH, gettext_lazy("A seat for you"), _until, is_offer=True),
    "promoted": _Words(SEATS, Urgency.HIGH, gettext_lazy("You have a seat"), _there),
    "changed": _Words(CHANGES, Urgency.NORMAL, gettext_lazy("A meetup of yours changed"), _now),
    "cancelled": _Words(CANCELLATIONS, Urgency.HIGH, gettext_lazy("A meetup of yours does not go on"), _there),
}
_SEATS = PushPurpose(
    gettext_lazy("A seat for you"), gettext_lazy("You moved up from the waiting list, or a seat is kept for you.")
)
_CHANGES = PushPurpose(gettext_lazy("A change"), gettext_lazy("A meetup moves to another time or place."))
_CANCELLATIONS = PushPurpose(gettext_lazy("A cancellation"), gettext_lazy("A meetup does not go on."))


def post_note(name: str, row: Registration, *, facts: Facts, occasion: str, at: datetime) -> int:
    """Put a message in the outbox for the devices of a member, beside the mail of this name and in its transaction.

    Parameters:
        name: Of the mail; most have no message.
        row: With `member` and `occurrence`.
        facts: What the mail is made of: `title`, `when`, `deadline` and `path`, in the member's language, which is on.
        occasion: As of the mail.
        at: Now.

    Returns:
        Number of devices.
    """
    words = _NOTES.get(name)
    if words is None or row.member is None or (words.is_offer and row.hold_ends_at is None):
        return 0
    note = PushNote(
        title=str(words.title),
        text=words.text(facts),
        path=str(facts["path"]),
        expires_at=row.hold_ends_at if words.is_offer else row.occurrence.ends_at,
        urgency=words.urgency,
    )
    return post_push(member=row.member, purpose=words.purpose, occasion=occasion, note=note, at=at)


def register() -> None:
    """Enter the purposes; safe to call twice."""
    push_purposes.register(SEATS, _SEATS, position=10)
    push_purposes.register(CHANGES, _CHANGES, position=20)
    push_purposes.register(CANCELLATIONS, _CANCELLATIONS, position=30)
