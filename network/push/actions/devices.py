"""What a member chooses: which messages, and on which devices."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from network.members.models import Member
from network.push.errors import TooManyDevices
from network.push.models import PushSubscription, PushWish
from network.push.purposes import push_purposes
from network.push.rules import MOST_DEVICES


def choose_purposes(*, member: Member, purposes: Collection[str], at: datetime) -> None:
    """Set which messages a member wants; those of the registry that are missing here stop at once."""
    wanted = {*purposes} & {*push_purposes.names()}
    with transaction.atomic():
        PushWish.objects.filter(member=member).exclude(purpose__in=wanted).delete()
        have = set(PushWish.objects.filter(member=member).values_list("purpose", flat=True))
        missing = [PushWish(member=member, purpose=purpose, since=at) for purpose in sorted(wanted - have)]
        # A second click at the same moment is harmless.
        PushWish.objects.bulk_create(missing, ignore_conflicts=True)


def add_device(*, member: Member, endpoint: str, p256dh: str, auth: str, device: str, at: datetime) -> PushSubscription:
    """Let a browser receive messages; one that was someone else's is theirs no more, with all that waited for it.

    Parameters:
        endpoint, p256dh, auth: As the browser gives them, checked by the form.
        device: Family of browser and system, in words.

    Raises:
        TooManyDevices: See the class.
    """
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        PushSubscription.objects.filter(endpoint=endpoint).exclude(member=member).delete()
        others = PushSubscription.objects.filter(member=member).exclude(endpoint=endpoint)
        if others.count() >= MOST_DEVICES:
            raise TooManyDevices
        row, _made = PushSubscription.objects.update_or_create(
            endpoint=endpoint,
            defaults={"member": member, "p256dh": p256dh, "auth": auth, "device": device, "created_at": at},
        )
    return row


def remove_device(*, member: Member, key: str) -> bool:
    """Stop messages to one device of this member, those on their way included; False when there is no such device."""
    with transaction.atomic():
        deleted, _per_model = PushSubscription.objects.filter(member=member, key=key).delete()
    return bool(deleted)
