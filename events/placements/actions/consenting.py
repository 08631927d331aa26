"""Consent of managers: asked by guest or host, answered behind a secret link."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from events.applications.states import Side
from events.placements.actions.rows import lock_own, lock_placement, withdraw_consent
from events.placements.actions.settling import ask, decide_alone, settle
from events.placements.errors import (
    ConsentSettled,
    NoOpenQuestion,
    NotConfirmedByBoth,
    OneOfTheTwo,
    PlacementError,
    QuestionGone,
)
from events.placements.mails import CONSENT_KIND, CONSENT_LINK, post_to_manager, post_to_side
from events.placements.models import ManagerConsent, Placement
from events.placements.reading import Versions, both_confirmed, consents_for, person, versions_of
from events.placements.rules import LINK_VALID, is_reminder_due
from events.placements.states import HOLDING, ConsentState
from network.models import Member
from portal.shared.audit_log.actions import note
from portal.shared.links.actions import revoke_links, use_link
from portal.shared.links.models import SecretLink
from portal.shared.links.rules import hash_token

_SETTLED = {ConsentState.GIVEN, ConsentState.NOT_NEEDED}


def ask_manager(*, placement: Placement, member: Member, name: str, email: str, at: datetime) -> None:
    """Ask the manager of one's own side, by mail with a secret link. An earlier question, or a no, is replaced.

    Parameters:
        placement: With an agreement that both confirmed.
        member: Guest or host.
        name, email: Of the manager.
        at: Now.

    Raises:
        NotConfirmedByBoth: There is nothing yet that a manager could read.
        ConsentSettled: The manager agreed already.
        OneOfTheTwo: The address is that of guest or host.
        NotYours, AlreadyDone, AlreadyCancelled: The member stands on no side, or it is over.
    """
    with transaction.atomic():
        locked, side, versions = _waiting(placement, member)
        addresses = {found.email.lower() for each in Side if (found := person(locked, each)) is not None}
        if email.lower() in addresses:
            raise OneOfTheTwo
        _make_room(versions, side, at=at)
        ask(locked, versions, side, name=name, email=email, at=at)


def decide_myself(*, placement: Placement, member: Member, at: datetime) -> None:
    """Say that one decides on one's own working time, so that no manager is asked.

    Raises:
        As for `ask_manager`.
    """
    with transaction.atomic():
        locked, side, versions = _waiting(placement, member)
        _make_room(versions, side, at=at)
        decide_alone(locked, versions, side, at=at)
        settle(locked, versions, at=at)


def withdraw_question(*, placement: Placement, member: Member, at: datetime) -> None:
    """Take a question to a manager back; the link no longer works.

    Raises:
        NoOpenQuestion: There is none.
        NotConfirmedByBoth, NotYours, AlreadyDone, AlreadyCancelled: As for `ask_manager`.
    """
    with transaction.atomic():
        _locked, side, versions = _waiting(placement, member)
        consent = _counting(versions, side)
        if consent is None or consent.state != ConsentState.ASKED:
            raise NoOpenQuestion
        withdraw_consent(consent, at=at)


def _waiting(placement: Placement, member: Member) -> tuple[Placement, Side, Versions]:
    """Give an exchange, locked, of which a version waits that both confirmed."""
    locked, side = lock_own(placement, member)
    versions = versions_of(locked)
    if versions.current is None or not both_confirmed(versions.current):
        raise NotConfirmedByBoth
    if versions.current.holds_since is not None:
        raise ConsentSettled
    return locked, side, versions


def _counting(versions: Versions, side: Side) -> ManagerConsent | None:
    return consents_for(versions.current).get(side) if versions.current else None


def _make_room(versions: Versions, side: Side, *, at: datetime) -> None:
    consent = _counting(versions, side)
    if consent is None:
        return
    if consent.state in _SETTLED:
        raise ConsentSettled
    withdraw_consent(consent, at=at)


def answer_consent(*, consent: ManagerConsent, link: SecretLink, agrees: bool, remark: str, at: datetime) -> None:
    """Agree or refuse as a manager; the link is used up with it.

    Parameters:
        consent: The question, as the link names it.
        link: As `find_link` gave it.
        agrees: Yes or no.
        remark: A word to the asker; may be empty.
        at: Now.

    Raises:
        QuestionGone: It was withdrawn or answered, or the agreement is another one meanwhile.
        LinkError: The link no longer works.
    """
    with transaction.atomic():
        locked = lock_placement(consent.placement)
        row = ManagerConsent.objects.select_for_update().get(pk=consent.pk)
        versions = readable(locked, row)
        use_link(link=link, at=at)
        row.state = ConsentState.GIVEN if agrees else ConsentState.REFUSED
        row.decided_at, row.remark = at, remark
        row.save(update_fields=["state", "decided_at", "remark"])
        # The link of the reminder, too, says from now on that the answer arrived.
        mine = SecretLink.objects.filter(purpose=CONSENT_LINK, subject_kind=CONSENT_KIND, subject_key=row.key)
        mine.filter(revoked_at=None).update(max_uses=F("uses"))
        if agrees:
            settle(locked, versions, at=at)
        else:
            side = Side(row.side)
            words = {"manager": row.name, "remark": remark}
            post_to_side(
                "consent_refused", locked, side, at=at, occasion=row.key, version=versions.current, words=words
            )


def readable(placement: Placement, consent: ManagerConsent) -> Versions:
    """Give the versions of an exchange of which the current one waits for this very consent.

    Raises:
        QuestionGone: None does: it was withdrawn or answered, it is off, or the agreement is being changed.
    """
    versions = versions_of(placement)
    current = versions.current
    is_asked = consent.state == ConsentState.ASKED and placement.state in HOLDING
    if not is_asked or current is None or current.holds_since is not None or not both_confirmed(current):
        raise QuestionGone
    if consent.version is None or current.consents_of != consent.version.number:
        raise QuestionGone
    return versions


def expired_question(token: str, *, at: datetime) -> ManagerConsent | None:
    """Give the open question of which this token's time is over, for who asks for a new link; None for any other."""
    link = SecretLink.objects.filter(token_hash=hash_token(token), purpose=CONSENT_LINK, revoked_at=None).first()
    if link is None or link.expires_at > at:
        return None
    rows = ManagerConsent.objects.asked().select_related("placement", "version")
    return rows.filter(key=link.subject_key, expires_at__lte=at).first()


def renew_question(*, consent: ManagerConsent, at: datetime) -> None:
    """Send a new link to the same manager after the first one's time was over; a second call sends no other.

    Raises:
        QuestionGone: It no longer waits for this manager.
    """
    with transaction.atomic():
        locked = lock_placement(consent.placement)
        row = ManagerConsent.objects.select_for_update().get(pk=consent.pk)
        versions = readable(locked, row)
        if row.expires_at is not None and row.expires_at > at:
            return
        revoke_links(subject_kind=CONSENT_KIND, subject_key=row.key, at=at)
        row.asked_at, row.expires_at, row.reminded_at = at, at + LINK_VALID, None
        row.save(update_fields=["asked_at", "expires_at", "reminded_at"])
        note("link.renewed", about=(CONSENT_KIND, row.key), at=at)
        _send("consent_asked", locked, row, versions, at=at)


def remind_managers(at: datetime) -> int:
    """Remind once each manager who did not answer within five working days.

    Returns:
        Number of managers written to now.
    """
    reminded = 0
    rows = ManagerConsent.objects.asked().filter(reminded_at=None, expires_at__gt=at).select_related("placement")
    for consent in list(rows.order_by("pk")):
        if not _is_due(consent, at):
            continue
        with transaction.atomic():
            reminded += _remind(consent, at=at)
    return reminded


def _is_due(consent: ManagerConsent, at: datetime) -> bool:
    return consent.expires_at is not None and is_reminder_due(
        asked_at=consent.asked_at, expires_at=consent.expires_at, at=at
    )


def _remind(consent: ManagerConsent, *, at: datetime) -> bool:
    try:
        locked = lock_placement(consent.placement)
        row = ManagerConsent.objects.select_for_update().get(pk=consent.pk)
        versions = readable(locked, row)
    except PlacementError:
        return False
    if row.reminded_at is not None or not _is_due(row, at):
        return False
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    _send("consent_reminder", locked, row, versions, at=at)
    return True


def _send(name: str, locked: Placement, row: ManagerConsent, versions: Versions, *, at: datetime) -> None:
    row.placement = locked
    base = versions.holding if versions.is_amendment else None
    if versions.current is not None:
        post_to_manager(name, row, version=versions.current, base=base, at=at)
