"""Writes of what crosses by table."""

from datetime import datetime

from django.db import transaction

from portal.shared.registries.models import StorySeed


def hand_over_story_seed(*, source_kind: str, source_key: str, payload: dict, at: datetime) -> StorySeed:
    """Leave material for a story; the same source twice gives the first row, unchanged.

    Parameters:
        source_kind: What it comes from, e.g. "reflection".
        source_key: Its key.
        payload: JSON values: people as keys, texts as released by their authors.
        at: Now.

    Returns:
        The row, taken up or not.
    """
    seed, _made = StorySeed.objects.get_or_create(
        source_kind=source_kind, source_key=source_key, defaults={"payload": payload, "created_at": at}
    )
    return seed


def use_story_seed(*, seed: StorySeed, at: datetime) -> bool:
    """Take the material up, once.

    Returns:
        True for the one caller who got it; False when someone was first. The material is wiped: the draft holds it now.
    """
    with transaction.atomic():
        return StorySeed.objects.filter(pk=seed.pk, used_at=None).update(used_at=at, payload={}) == 1


def withdraw_story_seed(*, source_kind: str, source_key: str) -> bool:
    """Take unused material back, because what it came from is gone; a draft that was begun with it stays its writer's.

    Returns:
        Whether there was any.
    """
    deleted, _per_model = StorySeed.objects.filter(
        source_kind=source_kind, source_key=source_key, used_at=None
    ).delete()
    return bool(deleted)
