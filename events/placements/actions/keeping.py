"""Letting go: a person who leaves, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.placements.actions.ending import call_off
from events.placements.actions.rows import lock_with_application
from events.placements.mails import post_to_side
from events.placements.models import AgreementVersion, ManagerConsent, Placement, PlacementDay
from events.placements.reading import other, side_of
from events.placements.rules import KEEP, TERM_NAMES
from events.placements.states import ENDED, HOLDING, CancelReason
from network.models import Member
from portal.shared.erasing.actions import unsign
from portal.shared.erasing.rules import without_names

_TEXTS = tuple(name for name in TERM_NAMES if name not in {"days", "half_days"})


def erase_person(*, member: Member, at: datetime) -> int:
    """Take a person out of exchanges, inside the caller's transaction.

    What was still to come is off, and the other hears it. Of every exchange the schools, the direction, the dates and
    the half-days stay; in the agreement the name no longer stands, and of the person's manager nothing.

    Returns:
        Number of rows changed; 0 when called again.
    """
    with transaction.atomic():
        changed = 0
        for placement in Placement.objects.of(member.key).order_by("pk"):
            locked = lock_with_application(placement)
            side = side_of(locked, member)
            if locked.state in HOLDING:
                _leave(locked, side, at=at)
            changed += _unsign(locked, side, member)
        # Also what a former host wrote, of an exchange that a colleague took over.
        written = AgreementVersion.objects.filter(made_by=member)
        changed += unsign(written, who="made_by", texts=[*_TEXTS, "change_note"], names=_names(member))
    return changed


def _names(member: Member) -> list[str]:
    return [member.name, member.email, member.family_name, member.given_name]


def _leave(locked: Placement, side: Side, *, at: datetime) -> None:
    days = call_off(locked, by=side, reason=CancelReason.OTHER, note="", at=at)
    coming = [day for day in days if day.ends_at > at]
    # A mail about it no longer names who left.
    setattr(locked, side.value, None)
    reader = other(side)
    words = {"has_left": True, "note": "", "reason": ""}
    post_to_side("cancelled", locked, reader, at=at, occasion="off", days=coming, words=words)


def _unsign(locked: Placement, side: Side, member: Member) -> int:
    names = _names(member)
    with translation.override("nl"):
        word = _("former member")
    for version in locked.versions.all():
        for column in (*_TEXTS, "change_note"):
            setattr(version, column, without_names(getattr(version, column), names=names, replacement=word))
        if side == Side.HOST:
            # Whom the guest calls is the host, by a number that is nobody else's business.
            version.day_contact = ""
        version.save(update_fields=[*_TEXTS, "change_note"])
    ManagerConsent.objects.filter(placement=locked, side=side).update(name="", email="", remark="")
    setattr(locked, side.value, None)
    locked.cancel_note = without_names(locked.cancel_note, names=names, replacement=word)
    locked.save(update_fields=[side.value, "cancel_note"])
    return 1


def outdate(*, at: datetime) -> int:
    """Forget, twelve months after the end, who it was and what they agreed; the counts stay.

    Returns:
        Number of rows changed.
    """
    with transaction.atomic():
        old = Placement.objects.filter(state__in=[state.value for state in ENDED], ended_at__lt=at - KEEP)
        keys = list(old.values_list("pk", flat=True))
        _deleted, per_model = AgreementVersion.objects.filter(placement__in=keys).delete()
        changed = sum(per_model.values())
        for model in (ManagerConsent, PlacementDay):
            changed += model.objects.filter(placement__in=keys).delete()[0]
        named = Q(guest__isnull=False) | Q(host__isnull=False) | ~Q(cancel_note="")
        changed += old.filter(named).update(guest=None, host=None, cancel_note="")
    return changed
