"""What Wagtail keeps of the people who write and edit: who did what, remarks, files, and pages that point to them."""

from functools import partial
from pathlib import PurePosixPath

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.text import slugify
from wagtail.admin.models import EditingSession, FormState
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail.users.models import UserProfile

from network.members.models import Member
from network.privacy.actions.traces import member_fields, naming_models, page_parts
from portal.shared.keys import new_key

# A shorter part of a name is in too many file names ("jan" in "januari").
SHORTEST_WORD = 5

# What is only there for the person: it goes.
OWN = (PageSubscription, EditingSession, FormState, APIToken)
# What others need to know was done, though not by whom.
DONE = (Revision, PageLogEntry, ModelLogEntry, WorkflowState, TaskState)


def editorial_models() -> tuple[type[models.Model], ...]:
    """Give every model of this part that points to a member."""
    wagtails = (*OWN, *DONE, UploadedFile, UserProfile, Comment, CommentReply)
    candidates = dict.fromkeys((*page_parts(), *naming_models(), *wagtails))
    return tuple(model for model in candidates if member_fields(model))


def erase_editorial(*, member_key: str) -> int:
    """Take a person out of the editors' records, inside the caller's transaction.

    Remarks that nobody answered go; an answered one stays empty, so that the answers of others keep their place.

    Returns:
        Number of rows changed or deleted.
    """
    member = Member.objects.filter(key=member_key).first()
    if member is None:
        return 0
    count = _forget_own(member) + _forget_remarks(member) + _rename_files(member)
    for model in editorial_models():
        if model in OWN or model in (UploadedFile, UserProfile, CommentReply):
            continue
        for field in member_fields(model):
            rows = model._base_manager.filter(**{field.name: member})
            if field.null:
                count += rows.update(**{field.name: None})
            elif model is not Comment:
                count += rows.delete()[0]
    return count


def _forget_own(member: Member) -> int:
    count = 0
    for model in OWN:
        count += model._base_manager.filter(user=member).delete()[0]
    # One by one, so that the files go with the rows.
    for upload in UploadedFile.objects.filter(uploaded_by_user=member):
        upload.file.delete(save=False)
        count += upload.delete()[0]
    for profile in UserProfile.objects.filter(user=member):
        if profile.avatar:
            profile.avatar.delete(save=False)
        count += profile.delete()[0]
    about = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Member), object_id=str(member.pk)
    )
    return count + about.delete()[0]


def _rename_files(member: Member) -> int:
    """Give files that carry the uploader's name another one; readers get the same picture under a new address."""
    named = {slugify(part) for part in (member.family_name, member.email.partition("@")[0])}
    words = {word for word in named if len(word) >= SHORTEST_WORD}
    count = 0
    for model in uploaded_models():
        for row in model._base_manager.filter(uploaded_by_user=member):
            old = PurePosixPath(row.file.name)
            if not any(word in slugify(old.stem) for word in words):
                continue
            storage = row.file.storage
            with storage.open(row.file.name) as file:
                model._base_manager.filter(pk=row.pk).update(
                    file=storage.save(str(old.with_name(f"{new_key()}{old.suffix}")), file)
                )
            if issubclass(model, AbstractImage):
                row.renditions.all().delete()
            transaction.on_commit(partial(storage.delete, row.file.name), robust=True)
            count += 1
    return count


def uploaded_models() -> list[type[models.Model]]:
    """Give the models of pictures and documents."""
    return [model for model in naming_models() if issubclass(model, (AbstractImage, AbstractDocument))]


def _forget_remarks(member: Member) -> int:
    count = CommentReply.objects.filter(user=member).delete()[0]
    for comment in Comment.objects.filter(user=member):
        if comment.replies.exists():
            count += Comment.objects.filter(pk=comment.pk).exclude(text="").update(text="")
        else:
            count += comment.delete()[0]
    return count


def exported_editorial(*, member_key: str) -> dict[str, object]:
    """Give what a person did as writer or editor, as JSON values."""
    member = Member.objects.filter(key=member_key).first()
    if member is None:
        return {}
    logs = [*PageLogEntry.objects.filter(user=member), *ModelLogEntry.objects.filter(user=member)]
    pages = {
        (title, field.name)
        for model in page_parts()
        if issubclass(model, Page)
        for field in member_fields(model)
        for title in model._base_manager.filter(**{field.name: member}).values_list("title", flat=True)
    }
    return {
        "done": [
            {"action": row.action, "on": row.label, "at": row.timestamp.isoformat()}
            for row in sorted(logs, key=lambda row: row.timestamp)
        ],
        "remarks": [
            {"on": comment.page.title, "text": comment.text, "at": comment.created_at.isoformat()}
            for comment in Comment.objects.filter(user=member).select_related("page")
        ]
        + [
            {"on": reply.comment.page.title, "text": reply.text, "at": reply.created_at.isoformat()}
            for reply in CommentReply.objects.filter(user=member).select_related("comment__page")
        ],
        "files": [
            row.title
            for model in uploaded_models()
            for row in model._base_manager.filter(uploaded_by_user=member).order_by("pk")
        ],
        "pages": [{"title": title, "as": name} for title, name in sorted(pages)],
        "following": [row.page.title for row in PageSubscription.objects.filter(user=member).select_related("page")],
        "revisions": Revision.objects.filter(user=member).count(),
    }
