"""Sending digests: once per slot, only what is new, only what the reader may see when it leaves."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from network.following.mails import PURPOSE, TOPIC, digest_mail, occasion
from network.following.models import Digest, Follow
from network.following.news import NewsLine, NewsPart, news_for, parts_for, readers_of_parts
from network.following.rules import SETTLED, is_due
from network.members.models import Member
from network.members.viewers import viewer_of_member
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.models import MailRefusal, OutboxMail

logger = logging.getLogger("portal.following")
# The first digest of who follows nothing tells what was found just before it was begun.
LOOKED_BACK = timedelta(hours=1)


def send_due_digests(*, at: datetime) -> int:
    """Post the digests whose moment came; give the number posted.

    Nothing new gives no mail, and the period counts as told. One that fails doesn't hold up the others.
    """
    readers = readers_of_parts(at=at)
    _begin_digests(readers, at=at)
    refused = MailRefusal.objects.filter(recipient_kind="member", topic=TOPIC).values("recipient_key")
    digests = (
        Digest.objects.filter(member__is_active=True)
        .filter(Q(member__in=Follow.objects.values("member")) | Q(member__in=readers))
        .exclude(member__key__in=refused)
        .order_by("pk")
    )
    sent = 0
    for digest in digests.iterator(chunk_size=500):
        if not is_due(rhythm=digest.rhythm, covered_until=digest.covered_until, at=at):
            continue
        try:
            sent += _send(digest.pk, at)
        except Exception:
            logger.exception("digest failed digest=%s", digest.key)
    return sent


def renewed_digest(mail_occasion: str, at: datetime) -> OutgoingMail | None:
    """Make a digest anew at the moment it leaves; None when nothing of it may be seen any more.

    Parameters:
        mail_occasion: As `occasion` gave it; an older digest than the last one is dropped.
        at: Now.
    """
    key = mail_occasion.removeprefix(f"{PURPOSE}:").partition(":")[0]
    digest = Digest.objects.select_related("member").filter(key=key, member__is_active=True).first()
    if digest is None or occasion(digest) != mail_occasion or digest.covered_from is None:
        return None
    lines, parts = _news(digest, at)
    return digest_mail(digest, lines, parts) if lines or parts else None


def _begin_digests(readers: set[int], *, at: datetime) -> None:
    """Make the row of who never followed anything, with the usual rhythm."""
    known = Digest.objects.filter(member__in=readers).values_list("member_id", flat=True)
    missing = Member.objects.active().filter(pk__in=readers - set(known)).values_list("pk", flat=True)
    rows = [Digest(member_id=pk, covered_until=at - LOOKED_BACK) for pk in missing]
    Digest.objects.bulk_create(rows, ignore_conflicts=True)


def _send(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        digest = Digest.objects.select_for_update(of=("self",)).select_related("member").get(pk=pk)
        if not is_due(rhythm=digest.rhythm, covered_until=digest.covered_until, at=at):
            return False
        # A digest that could not leave yet is dropped when it is renewed, so this one tells its news too.
        is_stuck = OutboxMail.objects.unsent().filter(idempotency_key=occasion(digest)).exists()
        if not is_stuck:
            digest.covered_from = digest.covered_until
        digest.covered_until = at - SETTLED
        digest.save(update_fields=["covered_from", "covered_until"])
        lines, parts = _news(digest, at)
        if lines or parts:
            post(digest_mail(digest, lines, parts), at=at)
    return bool(lines or parts)


def _news(digest: Digest, at: datetime) -> tuple[list[NewsLine], list[NewsPart]]:
    viewer = viewer_of_member(digest.member, on=timezone.localdate(at))
    span = {"since": digest.covered_from, "until": digest.covered_until, "at": at}
    return news_for(digest.member.key, viewer, **span), parts_for(digest.member, viewer, **span)
