"""Writing one's own reflection: kept as often as one likes, handed in once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from events.placements.models import Placement
from events.reflections.actions.asking import open_if_due
from events.reflections.actions.rows import lock_exchange, own_side
from events.reflections.errors import AlreadyHandedIn, NothingWritten, ReflectionChanged, StepRefused
from events.reflections.mails import post_late
from events.reflections.models import TEXTS, Reflection
from events.reflections.rules import Opening
from events.reflections.words import other_side
from network.models import Member

# At least one of these makes a reflection.
_CORE = ("saw", "learned", "changes")


def save_reflection(
    *, placement: Placement, member: Member, texts: Mapping[str, str], seen: str, at: datetime
) -> Reflection:
    """Keep what someone wrote so far, without handing it in. The same texts twice change nothing.

    Parameters:
        placement: A finished exchange.
        member: Its guest or host.
        texts: By column of TEXTS, all of them.
        seen: The version the form was made from.
        at: Now.

    Raises:
        StepRefused: The exchange is not finished, or theirs.
        AlreadyHandedIn: It is sealed.
        ReflectionChanged: Another version was saved meanwhile; nothing was overwritten.
    """
    with transaction.atomic():
        row = _lock(placement, member, at=at)
        wanted = {name: texts[name] for name in TEXTS}
        if row.texts == wanted:
            return row
        if row.is_in:
            raise AlreadyHandedIn
        if row.version != seen:
            raise ReflectionChanged
        for name, text in wanted.items():
            setattr(row, name, text)
        row.saved_at = at
        row.save(update_fields=[*TEXTS, "saved_at"])
    return row


def hand_in(*, placement: Placement, member: Member, seen: str, at: datetime) -> tuple[Reflection, Opening]:
    """Seal one's reflection; when that completes it, both are opened. Twice is once.

    Parameters:
        placement: A finished exchange.
        member: Its guest or host.
        seen: The version that was read before handing in.
        at: Now.

    Returns:
        The reflection, and whether the two are open now.

    Raises:
        StepRefused: The exchange is not finished, or theirs.
        ReflectionChanged: It isn't what was read.
        NothingWritten: It is empty.
    """
    with transaction.atomic():
        row = _lock(placement, member, at=at)
        if not row.is_in:
            if row.version != seen:
                raise ReflectionChanged
            if not any(getattr(row, name).strip() for name in _CORE):
                raise NothingWritten
            row.sealed_at = at
            row.save(update_fields=["sealed_at"])
            opening = open_if_due(row.placement, at=at)
            if opening is Opening.OPEN:
                post_late(row.placement, other_side(row.side), at=at)
        else:
            opening = open_if_due(row.placement, at=at)
    return row, opening


def own_reflection(placement: Placement, member: Member) -> Reflection | None:
    """Give what someone wrote of an exchange, if anything."""
    return Reflection.objects.filter(placement=placement, author=member).first()


def _lock(placement: Placement, member: Member, *, at: datetime) -> Reflection:
    locked = lock_exchange(placement)
    side = own_side(locked, member)
    row, _made = Reflection.objects.get_or_create(
        placement=locked, side=side, defaults={"author": member, "created_at": at, "saved_at": at}
    )
    if row.author_id != member.pk:
        # Another colleague was on this side when it was asked; nothing of theirs passes on.
        if row.is_in:
            raise StepRefused
        row.delete()
        row = Reflection.objects.create(placement=locked, side=side, author=member, created_at=at, saved_at=at)
    row.placement = locked
    return row
