"""What is mailed about exchanges. Actions put these in the outbox in their transaction, each occasion once.

Managers get a link that opens the agreement and nothing else (DECISIONS 16).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from events.applications.states import Side
from events.placements.entries import day_attachments
from events.placements.models import AgreementVersion, ManagerConsent, Placement, PlacementDay
from events.placements.notes import post_note
from events.placements.reading import (
    ChangeLine,
    day_in_words,
    days_of,
    lines_in_words,
    moments_in_words,
    other,
    person,
    school,
    terms_of,
    versions_differ,
)
from events.placements.rules import LINK_VALID
from events.registrations.mails import member_addressee
from portal.shared.links.actions import make_link
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.templates import render_mail

APP = "events/placements"
CONSENT_LINK = "placements.consent"
CONSENT_KIND = "consent"
NAMES = (
    "agreed",
    "amended",
    "ask_manager",
    "cancelled",
    "cancelled_own",
    "consent_asked",
    "consent_refused",
    "consent_reminder",
    "host_changed",
    "host_left",
    "proposed",
    "taken_back",
    "week_before",
)
_ABOUT_DAYS = ("cancelled", "cancelled_own", "host_left", "week_before")


def purpose_of(name: str) -> str:
    """Give the purpose of one of NAMES."""
    return f"events.placement_{name}"


def post_to_side(
    name: str,
    placement: Placement,
    side: Side,
    *,
    at: datetime,
    occasion: str,
    version: AgreementVersion | None = None,
    base: AgreementVersion | None = None,
    days: Iterable[PlacementDay] = (),
    words: Mapping[str, object] | None = None,
    path: str = "",
    is_off: bool = False,
) -> OutboxMail | None:
    """Write to guest or host; of changes and cancellations also to their devices.

    Parameters:
        name: One of NAMES.
        placement: With people and schools.
        side: Who reads it.
        at: Now.
        occasion: With the exchange, the side and the name it makes the occasion, which is mailed once.
        version: The agreement the mail tells of.
        base: What it is compared with.
        days: What goes along as a file for the calendar; in mails about the days themselves also listed, where others
            list the days of the agreement.
        words: More values for the template.
        path: Where it leads; without it, the page of the exchange.
        is_off: The days are off for this person only.

    Returns:
        The row of the outbox; None when there is nobody to tell.
    """
    member = person(placement, side)
    to = member_addressee(member) if member else None
    if member is None or to is None:
        return None
    purpose, rows = purpose_of(name), list(days)
    with translation.override(to.language):
        context = {
            "name": to.name,
            **_facts(placement, side, version),
            "changes": _changes(base, version),
            "note": version.change_note if version else "",
            "asks_managers": bool(base and version and version.consents_of == version.number),
            "path": path or placement.get_absolute_url(),
            **(words or {}),
        }
        if name in _ABOUT_DAYS:
            context["days"] = [moments_in_words(row.starts_at, row.ends_at) for row in rows]
    files = day_attachments(rows, placement, version, side=side, language=to.language, at=at, is_off=is_off)
    text = render_mail(app=APP, name=name, context=context, language=to.language, purpose=purpose)
    key = f"{purpose}:{placement.key}:{side.value}:{occasion}"
    with translation.override(to.language):
        post_note(name, member, facts=context, occasion=key, at=at)
    message = OutgoingMail(
        purpose=purpose,
        idempotency_key=key,
        to=to.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        # A reminder changes no calendar.
        attachments=() if name == "week_before" else tuple(files),
        recipient_kind=to.kind,
        recipient_key=to.key,
    )
    return post(message, at=at)


def _facts(placement: Placement, side: Side, version: AgreementVersion | None) -> dict[str, object]:
    return {
        "is_guest": side == Side.GUEST,
        "other": str(person(placement, other(side)) or ""),
        "other_school": str(school(placement, other(side))),
        "host_school": str(school(placement, Side.HOST)),
        "days": [day_in_words(day) for day in days_of(version)] if version else [],
        "place": version.place if version else "",
        "contact": version.day_contact if version else "",
        "practical": version.practical if version else "",
        "cover": version.cover if version else "",
    }


def _changes(base: AgreementVersion | None, version: AgreementVersion | None) -> list[dict[str, str]]:
    lines: list[ChangeLine] = versions_differ(base, version) if version else []
    return lines_in_words(lines)


def post_to_manager(
    name: str, consent: ManagerConsent, *, version: AgreementVersion, base: AgreementVersion | None, at: datetime
) -> OutboxMail:
    """Write to a manager with a link to the agreement; makes the link, which lives until the question ends.

    Parameters:
        name: "consent_asked" or "consent_reminder".
        consent: The question, with `expires_at`, and `placement` with people and schools.
        version: What is asked about.
        base: The agreement that holds meanwhile, if there is one.
        at: Now.
    """
    placement, side, purpose = consent.placement, Side(consent.side), purpose_of(name)
    _link, token = make_link(
        purpose=CONSENT_LINK,
        subject_kind=CONSENT_KIND,
        subject_key=consent.key,
        valid_for=(consent.expires_at - at) if consent.expires_at else LINK_VALID,
        at=at,
        max_uses=None,
    )
    with translation.override("nl"):
        context = {
            "name": consent.name,
            **_facts(placement, side, version),
            "member": str(person(placement, side) or ""),
            "half_days": terms_of(version).half_days,
            "changes": _changes(base, version),
            "until": date_format(timezone.localtime(consent.expires_at), "l j F Y") if consent.expires_at else "",
            "path": reverse("placements:consent", args=[token]),
        }
    text = render_mail(app=APP, name=name, context=context, language="nl", purpose=purpose)
    message = OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{consent.key}:{at.isoformat()}",
        to=consent.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
    )
    return post(message, at=at)
