"""What is mailed about joint actions. Actions put these in the outbox, each occasion once."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from network.initiatives.models import Initiative, InitiativePart, InitiativeParticipant, InitiativeUpdate
from network.initiatives.states import InitiativeState
from network.members.mails import mail_to
from network.members.models import Member
from portal.shared.outbox.messages import OutgoingMail

NAMES = (
    "waiting",
    "approved",
    "sent_back",
    "asked",
    "accepted",
    "declined",
    "withdrew",
    "update",
    "ended",
    "handed_over",
)


def _mail(name: str, *, to: Member, occasion: str, context: dict, unsubscribe_path: str = "") -> OutgoingMail:
    headers = {}
    if unsubscribe_path:
        headers = {
            "List-Unsubscribe": f"<{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{unsubscribe_path}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return mail_to(
        to,
        app="network/initiatives",
        name=name,
        purpose=f"initiatives.{name}",
        occasion=occasion,
        context={"unsubscribe_path": unsubscribe_path, **context},
        headers=headers,
    )


def _facts(initiative: Initiative) -> dict[str, object]:
    return {"title": initiative.title, "path": initiative.get_absolute_url()}


def desk_path(initiative: Initiative) -> str:
    """Give the address of the desk of who leads an initiative, without host."""
    return reverse("initiatives:desk", kwargs={"key": initiative.key})


def waiting_mails(*, initiative: Initiative, moderators: Iterable[Member], at: datetime) -> list[OutgoingMail]:
    """Tell the moderators that a proposal waits; once per time it is sent."""
    context = {
        **_facts(initiative),
        "school": str(initiative.lead_institution),
        "path": reverse("initiatives:judge", kwargs={"key": initiative.key}),
    }
    occasion = f"{initiative.key}:{at.isoformat()}"
    return [_mail("waiting", to=person, occasion=occasion, context=context) for person in moderators]


def judged_mails(*, initiative: Initiative, name: str, at: datetime) -> list[OutgoingMail]:
    """Tell who leads a proposal what the editors decided.

    Parameters:
        initiative: As it now stands.
        name: "approved" or "sent_back".
        at: When it was decided.

    Returns:
        One mail; none when nobody leads it any more.
    """
    if initiative.contact is None or not initiative.contact.is_active:
        return []
    context = {**_facts(initiative), "remark": initiative.remark, "desk_path": desk_path(initiative)}
    return [_mail(name, to=initiative.contact, occasion=f"{initiative.key}:{at.isoformat()}", context=context)]


def to_lead_mails(*, initiative: Initiative, part: InitiativePart, name: str, at: datetime) -> list[OutgoingMail]:
    """Tell who leads that a school asks to take part ("asked"), or is out ("withdrew")."""
    if initiative.contact is None or not initiative.contact.is_active:
        return []
    context = {**_facts(initiative), "school": str(part.institution), "desk_path": desk_path(initiative)}
    return [_mail(name, to=initiative.contact, occasion=f"{part.key}:{at.isoformat()}", context=context)]


def answer_mails(
    *, initiative: Initiative, part: InitiativePart, people: Iterable[Member], name: str, reason: str, at: datetime
) -> list[OutgoingMail]:
    """Tell the people of a school what who leads answered: "accepted" or "declined" with the reason."""
    context = {**_facts(initiative), "school": str(part.institution), "reason": reason}
    occasion = f"{part.key}:{at.isoformat()}"
    return [_mail(name, to=person, occasion=occasion, context=context) for person in people]


def handed_over_mail(*, initiative: Initiative, at: datetime) -> OutgoingMail:
    """Tell someone that they lead an initiative from now on."""
    context = {**_facts(initiative), "desk_path": desk_path(initiative)}
    return _mail("handed_over", to=initiative.contact, occasion=f"{initiative.key}:{at.isoformat()}", context=context)


def update_mail(*, update: InitiativeUpdate, place: InitiativeParticipant, token: str) -> OutgoingMail:
    """Give someone the news, with a way to stop these mails in one click (RFC 8058)."""
    return _mail(
        "update",
        to=place.member,
        occasion=update.key,
        context={**_facts(update.initiative), "news_title": update.title, "news": update.text},
        unsubscribe_path=reverse("initiatives:unsubscribe", kwargs={"token": token}),
    )


def ended_mail(*, initiative: Initiative, place: InitiativeParticipant, token: str) -> OutgoingMail:
    """Give someone the result of what they took part in, or were interested in."""
    return _mail(
        "ended",
        to=place.member,
        occasion=initiative.key,
        context={**_facts(initiative), "outcome": InitiativeState(initiative.state).label, "result": initiative.result},
        unsubscribe_path=reverse("initiatives:unsubscribe", kwargs={"token": token}),
    )
