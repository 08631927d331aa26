"""Putting a message for the devices of a member in the outbox."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from network.members.models import Member
from network.push.actions.delivery import wake_worker
from network.push.keys import public_key
from network.push.models import PushMessage, PushSubscription
from network.push.rules import LONGEST_TEXT, LONGEST_TITLE, ends_at, shortened
from network.push.states import Urgency
from portal.shared.outbox.actions import OutsideTransaction


@dataclass(frozen=True, slots=True)
class PushNote:
    """What a device shows: short words in the member's language, and the path they lead to; nothing about others."""

    title: str
    text: str
    path: str
    expires_at: datetime
    urgency: Urgency = Urgency.NORMAL


def post_push(*, member: Member, purpose: str, occasion: str, note: PushNote, at: datetime) -> int:
    """Write a message for each device of a member who asked for this purpose, in the caller's transaction.

    Parameters:
        member: Whose devices.
        purpose: A name of push_purposes.
        occasion: What happened; a device hears of it once.
        note: The message, complete.
        at: Now; it may be sent from this moment.

    Returns:
        Number of devices; 0 for who didn't ask, and when the portal has no key.

    Raises:
        OutsideTransaction: There is no transaction to write in.

    Source: DECISIONS 1, 33.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(purpose)
    if not public_key():
        return 0
    devices = list(PushSubscription.objects.that_want(member_id=member.pk, purpose=purpose))
    if not devices:
        return 0
    words = {
        "title": shortened(note.title, LONGEST_TITLE),
        "text": shortened(note.text, LONGEST_TEXT),
        "path": note.path,
        "urgency": note.urgency,
    }
    rows = [
        PushMessage(
            subscription=device,
            purpose=purpose,
            occasion=occasion[:200],
            expires_at=ends_at(wanted=note.expires_at, at=at),
            next_attempt_at=at,
            created_at=at,
            **words,
        )
        for device in devices
    ]
    PushMessage.objects.bulk_create(rows, ignore_conflicts=True)
    # Robust: the change is committed whatever becomes of the call; the sweep finds the rows within a minute.
    transaction.on_commit(wake_worker, robust=True)
    return len(devices)
