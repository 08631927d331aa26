"""Writes of maps and dossiers. Callers hand in rows of the member who asks; nobody else's map is reachable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from network.models import Member
from portal.shared.audit_log.actions import note
from portal.shared.limits.actions import allow
from portal.shared.links.actions import make_link, revoke_links
from stories.dossiers.errors import MapFull, TooManyDossiers, TooManyLinks
from stories.dossiers.models import Collection, CollectionItem, Dossier
from stories.dossiers.rules import (
    HOUR_SECONDS,
    KEEP_REMOVED,
    MOST_DOSSIERS,
    MOST_ITEMS,
    SHARES_PER_HOUR,
    CostRow,
    Direction,
    moved,
)
from stories.dossiers.states import ItemKind, ShareLength

SHARE_PURPOSE = "stories.dossier"
SUBJECT_KIND = "dossier"


@dataclass(frozen=True)
class DossierText:
    """What a member fills in for a dossier."""

    title: str
    intro: str
    school: str
    size: str
    item_keys: Sequence[str]
    costs: Sequence[CostRow]
    shows_name: bool
    shows_email: bool


def collection_of(*, member: Member) -> Collection:
    """Give the member's map, made at first use."""
    collection, _made = Collection.objects.get_or_create(owner=member)
    return collection


def _lock(collection_id: int) -> Collection:
    # Positions and the number of items are decided from all rows of the map, so the map itself is what is held.
    return Collection.objects.select_for_update().get(pk=collection_id)


def keep_item(
    *, member: Member, kind: ItemKind, object_key: str, at: datetime, note: str | None = None
) -> CollectionItem:
    """Keep a text or person in one's map, at the end; what is there already stays in its place.

    Parameters:
        member: Whose map.
        kind: Of the object.
        object_key: Page id or member key of something that the member may see; the caller checked that.
        note: A note for oneself; None leaves an earlier note as it is.
        at: Now.

    Raises:
        MapFull: There are MOST_ITEMS in the map.
    """
    collection = collection_of(member=member)
    with transaction.atomic():
        _lock(collection.pk)
        items = CollectionItem.objects.filter(collection=collection)
        item = items.filter(kind=kind, object_key=object_key).first()
        if item is None or item.removed_at is not None:
            if items.kept().count() >= MOST_ITEMS:
                raise MapFull
            last = items.aggregate(last=Max("position"))["last"] or 0
            item = item or CollectionItem(collection=collection, kind=kind, object_key=object_key)
            item.position, item.kept_at, item.removed_at = last + 1, at, None
        if note is not None:
            item.note = note
        item.save()
    return item


def write_note(*, item: CollectionItem, note: str) -> CollectionItem:
    """Write or empty the note beside an item."""
    item.note = note
    item.save(update_fields=["note"])
    return item


def move_item(*, item: CollectionItem, direction: Direction) -> None:
    """Let an item change places with its neighbour; at the end of the map nothing changes."""
    with transaction.atomic():
        _lock(item.collection_id)
        items = {row.key: row for row in CollectionItem.objects.filter(collection=item.collection_id).kept()}
        for position, key in enumerate(moved(list(items), key=item.key, direction=direction), start=1):
            items[key].position = position
        CollectionItem.objects.bulk_update(items.values(), ["position"])


def remove_item(*, item: CollectionItem, at: datetime) -> None:
    """Take an item out of the map; for KEEP_REMOVED it can be put back, with its note and place."""
    CollectionItem.objects.filter(pk=item.pk, removed_at=None).update(removed_at=at)


def restore_item(*, item: CollectionItem) -> None:
    """Put an item back where it was.

    Raises:
        MapFull: The map was filled in the meantime.
    """
    with transaction.atomic():
        collection = _lock(item.collection_id)
        if collection.items.kept().count() >= MOST_ITEMS:
            raise MapFull
        CollectionItem.objects.filter(pk=item.pk).update(removed_at=None)


def save_dossier(*, member: Member, dossier: Dossier | None, text: DossierText, at: datetime) -> Dossier:
    """Make a dossier from one's map, or change it; links that were shared show the change at once.

    Parameters:
        member: Whose map.
        dossier: Of this member; None makes one.
        text: What was filled in.
        at: Now.

    Raises:
        TooManyDossiers: There are MOST_DOSSIERS already.
    """
    collection = collection_of(member=member)
    with transaction.atomic():
        _lock(collection.pk)
        if dossier is None:
            if Dossier.objects.filter(collection=collection).count() >= MOST_DOSSIERS:
                raise TooManyDossiers
            dossier = Dossier(collection=collection, created_at=at)
        dossier.title, dossier.intro, dossier.school, dossier.size = text.title, text.intro, text.school, text.size
        dossier.item_keys = list(text.item_keys)
        dossier.costs = [{"label": row.label, "amount": str(row.amount), "unit": row.unit} for row in text.costs]
        dossier.shows_name, dossier.shows_email = text.shows_name, text.shows_email
        dossier.changed_at = at
        dossier.save()
    return dossier


def remove_dossier(*, dossier: Dossier, at: datetime) -> None:
    """Delete a dossier and withdraw its links."""
    with transaction.atomic():
        revoke_links(subject_kind=SUBJECT_KIND, subject_key=dossier.key, at=at)
        dossier.delete()


def share_dossier(*, dossier: Dossier, length: ShareLength, at: datetime) -> str:
    """Make a secret link with which anyone reads the dossier, without login, until it ends or is withdrawn.

    Returns:
        The token; it can't be read back later.

    Raises:
        TooManyLinks: More than SHARES_PER_HOUR in this hour.
    """
    if not allow(name="dossiers.share", who=dossier.key, limit=SHARES_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyLinks
    with transaction.atomic():
        _link, token = make_link(
            purpose=SHARE_PURPOSE,
            subject_kind=SUBJECT_KIND,
            subject_key=dossier.key,
            valid_for=length.duration,
            at=at,
            max_uses=None,
        )
        note("link.shared", about=(SUBJECT_KIND, dossier.key), at=at)
    return token


def withdraw_shares(*, dossier: Dossier, at: datetime) -> int:
    """Withdraw all links of a dossier; give their number."""
    with transaction.atomic():
        number = revoke_links(subject_kind=SUBJECT_KIND, subject_key=dossier.key, purpose=SHARE_PURPOSE, at=at)
        if number:
            note("link.withdrawn", about=(SUBJECT_KIND, dossier.key), at=at, number=number)
    return number


def erase_person(*, member_key: str, at: datetime) -> int:
    """Delete a person's map with its dossiers and links, and take the person out of the maps of others.

    Returns:
        Number of rows deleted; 0 when called again.

    Source: DECISIONS 7.
    """
    with transaction.atomic():
        dossiers = Dossier.objects.filter(collection__owner__key=member_key)
        for key in dossiers.values_list("key", flat=True):
            revoke_links(subject_kind=SUBJECT_KIND, subject_key=key, at=at)
        own, _per_model = Collection.objects.filter(owner__key=member_key).delete()
        kept = CollectionItem.objects.filter(kind=ItemKind.PERSON, object_key=member_key)
        elsewhere, _per_model = kept.delete()
    return own + elsewhere


def outdate(*, at: datetime) -> int:
    """Delete what was taken out of a map longer ago than it can be put back; give the number."""
    deleted, _per_model = CollectionItem.objects.filter(removed_at__lt=at - KEEP_REMOVED).delete()
    return deleted
