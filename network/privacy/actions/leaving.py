"""The wish to leave, taking it back, and the end of the time in between."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from network.members.models import Member
from network.privacy.actions.erasing import erase_person
from network.privacy.errors import LastOperator
from network.privacy.mails import LINK_KIND, STAY_PURPOSE, deletion_mail, taken_back_mail
from network.privacy.models import DeletionRequest
from portal.shared.audit_log.actions import note
from portal.shared.links.actions import make_link, revoke_links
from portal.shared.outbox.actions import post

logger = logging.getLogger("portal.privacy")


def ask_deletion(*, member: Member, at: datetime) -> DeletionRequest:
    """Note that a member wants to leave, and mail how to take it back; asking twice gives the first request.

    Raises:
        LastOperator: Nobody else may do everything.
    """
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        others = Member.objects.active().filter(is_superuser=True).exclude(pk=member.pk)
        if member.is_superuser and not others.exists():
            raise LastOperator
        wait = timedelta(days=settings.PORTAL_ERASURE_WAIT_DAYS)
        request, made = DeletionRequest.objects.get_or_create(
            member=member, defaults={"asked_at": at, "erase_at": at + wait}
        )
        if made:
            _link, token = make_link(
                purpose=STAY_PURPOSE, subject_kind=LINK_KIND, subject_key=request.key, valid_for=wait, at=at
            )
            note("member.asked_to_leave", about=("member", member.key), by=member.key, at=at)
            post(deletion_mail(request, token), at=at)
    return request


def take_back_deletion(*, member: Member, at: datetime) -> bool:
    """Let a member stay after all; give False when there was no request."""
    with transaction.atomic():
        request = DeletionRequest.objects.select_for_update().filter(member=member).first()
        if request is None:
            return False
        revoke_links(subject_kind=LINK_KIND, subject_key=request.key, at=at)
        note("member.stayed", about=("member", member.key), by=member.key, at=at)
        post(taken_back_mail(request), at=at)
        request.delete()
    return True


def postpone_deletions(*, at: datetime) -> int:
    """Give everyone who asked to leave the whole time to take it back again, and give their number.

    For after a restore: the backup doesn't know who stayed after all (RELIABILITY G15).
    """
    until = at + timedelta(days=settings.PORTAL_ERASURE_WAIT_DAYS)
    return DeletionRequest.objects.filter(erase_at__lt=until).update(erase_at=until)


def erase_due(*, at: datetime) -> int:
    """Erase everyone whose time to take it back is over; give their number.

    One who can't be erased is logged and tried again; the others go on.
    """
    erased = 0
    for request in DeletionRequest.objects.filter(erase_at__lte=at).select_related("member"):
        try:
            erased += erase_person(member_key=request.member.key, at=at, due_request=request.pk)
        except Exception:
            logger.exception("erasure failed request=%s", request.key)
    return erased
