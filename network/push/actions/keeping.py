"""Letting go: devices that keep silent, the log, and a person who leaves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from network.push.models import PushMessage, PushSubscription, PushWish
from network.push.states import PushState
from portal.shared.outbox.rules import KEEP_UNDELIVERED_CONTENT

# What remains of a message whose words are no longer needed.
WITHOUT_WORDS = {"title": "", "text": "", "path": ""}


def forget_silent_devices(*, at: datetime) -> int:
    """Delete devices that took no message for the whole period, with their messages; gives the number of rows."""
    with transaction.atomic():
        deleted, _per_model = PushSubscription.objects.silent(at).delete()
    return deleted


def outdate_messages(*, at: datetime) -> int:
    """Wipe the words of what never arrived, and delete what the log may no longer hold; gives the number of rows."""
    stranded = Q(state__in=(PushState.FAILED, PushState.GIVEN_UP), created_at__lt=at - KEEP_UNDELIVERED_CONTENT)
    with transaction.atomic():
        wiped = PushMessage.objects.filter(stranded).exclude(text="").update(**WITHOUT_WORDS)
        deleted, _per_model = PushMessage.objects.past_keeping(at).delete()
    return wiped + deleted


def erase_devices(*, member_key: str) -> int:
    """Delete the devices, messages and wishes of one person, in the transaction of the erasure; gives the number."""
    devices, _per_model = PushSubscription.objects.of(member_key).delete()
    wishes, _per_model = PushWish.objects.filter(member__key=member_key).delete()
    return devices + wishes


def drop_unsent() -> int:
    """Delete messages on their way, for after a restore: they may have arrived since; gives the number of rows."""
    with transaction.atomic():
        waiting = PushMessage.objects.filter(state__in=(PushState.QUEUED, PushState.SENDING))
        return waiting.delete()[0]
