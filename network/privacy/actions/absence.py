"""Members who stay away: warned twice, then erased."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce, Greatest

from network.members.models import Member
from network.privacy.actions.erasing import erase_person
from network.privacy.mails import ABSENCE_KIND, HERE_PURPOSE, absence_mail
from network.privacy.models import Absence
from network.privacy.rules import away_step, removal_at
from network.privacy.states import AwayStep
from portal.shared.links.actions import make_link, revoke_links
from portal.shared.outbox.actions import post

logger = logging.getLogger("portal.privacy")

# The links in a warning work at least until the account goes.
LINK_VALID = timedelta(days=400)


def mind_absent_members(*, at: datetime) -> dict[AwayStep, int]:
    """Warn, warn again or erase everyone who stays away; operators are left alone.

    Returns:
        How many got which step.

    Source: DOMAIN 12.10.
    """
    counts = dict.fromkeys(AwayStep, 0)
    for pk in list(_away_since(at - timedelta(days=settings.PORTAL_INACTIVE_WARN_DAYS)).values_list("pk", flat=True)):
        try:
            counts[_mind(pk, at)] += 1
        except Exception:
            logger.exception("absence failed member=%s", pk)
    return counts


def stay(*, member: Member, at: datetime) -> None:
    """Note that a member wants to stay, though not signing in."""
    with transaction.atomic():
        absence, _made = Absence.objects.select_for_update().get_or_create(member=member)
        absence.stays_at, absence.warned_at, absence.warned_again_at = at, None, None
        absence.save()
        revoke_links(subject_kind=ABSENCE_KIND, subject_key=absence.key, at=at)


def _away_since(moment: datetime):
    seen = Greatest("joined_at", Coalesce("last_login", "joined_at"), Coalesce("absence__stays_at", "joined_at"))
    return Member.objects.active().filter(is_superuser=False).alias(seen_at=seen).filter(seen_at__lte=moment)


def _mind(pk: int, at: datetime) -> AwayStep:
    with transaction.atomic():
        member = Member.objects.select_for_update().get(pk=pk)
        # Held as well: who says to stay at this very moment is not overruled by what stood here before.
        absence, _made = Absence.objects.select_for_update().get_or_create(member=member)
        seen = max(filter(None, (member.joined_at, member.last_login, absence.stays_at)))
        remove_after = timedelta(days=settings.PORTAL_INACTIVE_REMOVE_DAYS)
        step = away_step(
            last_seen_at=seen,
            warned_at=absence.warned_at,
            warned_again_at=absence.warned_again_at,
            warn_after=timedelta(days=settings.PORTAL_INACTIVE_WARN_DAYS),
            remove_after=remove_after,
            at=at,
        )
        if step in (AwayStep.WARN, AwayStep.WARN_AGAIN):
            is_last = step is AwayStep.WARN_AGAIN
            goes_at = removal_at(last_seen_at=seen, remove_after=remove_after, at=at, is_last_call=is_last)
            if is_last:
                absence.warned_again_at = at
            else:
                absence.warned_at, absence.warned_again_at = at, None
            absence.save()
            link = {"purpose": HERE_PURPOSE, "subject_kind": ABSENCE_KIND, "subject_key": absence.key}
            _link, token = make_link(**link, valid_for=LINK_VALID, at=at)
            post(absence_mail(absence, token, goes_at=goes_at, is_last=is_last, at=at), at=at)
    if step is AwayStep.REMOVE:
        erase_person(member_key=member.key, at=at)
    return step
