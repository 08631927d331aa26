"""Pictures of a text that is still being written."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction

from network.models import Member
from portal.shared.keys import new_key
from portal.shared.limits.actions import allow
from portal.shared.media.errors import PictureRefused
from portal.shared.media.models import PortalImage
from portal.shared.media.uploads import safe_picture
from stories.contributions.actions.writing import lock_text, save_page
from stories.contributions.errors import NotEditable, PictureUnusable, TooMany, TooManyPictures
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import WrittenPage, block_id, blocks_of, picture_ids, set_blocks
from stories.contributions.states import EDITABLE

MAX_PICTURES = 12
MAX_UPLOADS_PER_DAY = 60
PRIVATE_COLLECTION = "Concepten van leden"


def private_collection() -> Collection:
    """Give the collection for pictures of unpublished texts, made when it is missing. In a transaction."""
    root = Collection.objects.select_for_update().get(depth=1)
    collection = Collection.objects.child_of(root).filter(name=PRIVATE_COLLECTION).first()
    if collection is None:
        collection = root.add_child(name=PRIVATE_COLLECTION)
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.LOGIN
        )
    return collection


def add_picture(
    *,
    contribution: Contribution,
    upload: UploadedFile,
    alt_text: str,
    caption: str,
    shows_people: bool,
    consent_note: str,
    at: datetime,
) -> PortalImage:
    """Add a picture at the end of a text; it overwrites nothing, so it needs no version.

    Parameters:
        contribution: Whose.
        upload: The file; made safe first.
        alt_text: What it shows, for those who can't see it.
        caption: Shown below it; may be empty.
        shows_people: Whether people can be recognised.
        consent_note: Who agreed, when and how.
        at: Now.

    Raises:
        PictureUnusable: With the reason.
        TooManyPictures: The text is full.
        NotEditable: It is with the editors, online or withdrawn.
        TooMany: More uploads than anyone needs in a day.
    """
    who = contribution.member.key
    if not allow(name="contributions.upload", who=who, limit=MAX_UPLOADS_PER_DAY, window_seconds=86400, at=at):
        raise TooMany
    # Outside the transaction: it takes a second, and the rows are held meanwhile.
    try:
        file = safe_picture(upload)
    except PictureRefused as reason:
        raise PictureUnusable(reason) from None
    with transaction.atomic():
        locked, revision = lock_text(contribution)
        if locked.state not in EDITABLE:
            raise NotEditable
        page = revision.as_object()
        blocks = blocks_of(page, locked.kind)
        if sum(block["type"] == "picture" for block in blocks) >= MAX_PICTURES:
            raise TooManyPictures
        image = PortalImage(
            title=alt_text[:255],
            description=alt_text[:255],
            credit=locked.member.name[:120],
            shows_people=shows_people,
            consent_note=consent_note,
            uploaded_by_user=locked.member,
            collection=private_collection(),
        )
        image.file.save(file.name, file, save=False)
        image.file_size = file.size
        image.save()
        value = {"image": {"image": image.pk, "alt_text": alt_text, "decorative": False}, "caption": caption}
        blocks.append({"type": "picture", "value": value, "id": block_id(locked.key, f"picture-{new_key()}")})
        set_blocks(page, locked.kind, blocks)
        save_page(locked, page, revision, at=at)
    return image


def remove_picture(*, contribution: Contribution, picture: str, at: datetime) -> None:
    """Take a picture out of the text, by the id of its block; one that is gone already is no error.

    The file stays: an earlier version, or an editor, may use it. The shredder finds it by its uploader.
    """
    with transaction.atomic():
        locked, revision = lock_text(contribution)
        if locked.state not in EDITABLE:
            raise NotEditable
        page = revision.as_object()
        blocks = blocks_of(page, locked.kind)
        kept = [block for block in blocks if block["type"] != "picture" or block.get("id") != picture]
        if len(kept) == len(blocks):
            return
        set_blocks(page, locked.kind, kept)
        save_page(locked, page, revision, at=at)


def open_pictures(page: WrittenPage, *, kind: str, member: Member) -> int:
    """Move the member's pictures of a published text out of the private collection; give their number."""
    root = Collection.objects.get(depth=1)
    mine = PortalImage.objects.filter(
        pk__in=picture_ids(page, kind), uploaded_by_user=member, collection__name=PRIVATE_COLLECTION
    )
    return mine.update(collection=root)
