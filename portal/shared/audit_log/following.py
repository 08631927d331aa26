"""Takes over from Wagtail's own history what editors do with rows, settings and rights.

Wagtail keeps a history per text and per row, with names, for who may edit them. What changes the site for others (who
may see a page, synonyms, settings, rights of a group) stands in the audit log too, by key. People and files are left
out: people have lines of their own, and files change nothing for others.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.shared.audit_log.actions import note

KINDS = {"wagtail.create": "editing.made", "wagtail.edit": "editing.changed", "wagtail.delete": "editing.deleted"}
RESTRICTION = "wagtail.view_restriction."


def _is_followed(model: type[Model] | None) -> bool:
    return model is not None and not (
        issubclass(model, (AbstractImage, AbstractDocument)) or hasattr(model, "USERNAME_FIELD")
    )


def _take_over(kind: str, about: tuple[str, str], entry: ModelLogEntry | PageLogEntry, **data: object) -> None:
    by = {"by": entry.user.key} if entry.user_id else {}
    with transaction.atomic():
        note(kind, about=about, at=entry.timestamp, **by, **data)


def follow_row(sender: Any, instance: ModelLogEntry, created: bool, **kwargs: Any) -> None:
    """Take over what was done to a row."""
    if not created or instance.action not in KINDS or instance.content_type_id is None:
        return
    model = instance.content_type.model_class()
    if _is_followed(model):
        _take_over(KINDS[instance.action], (model._meta.label_lower, instance.object_id), instance)


def follow_page(sender: Any, instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    """Take over that a page was opened or closed to people."""
    if created and instance.action.startswith(RESTRICTION):
        done = instance.action.removeprefix(RESTRICTION)
        _take_over("editing.restricted", ("page", str(instance.page_id)), instance, done=done)


def connect() -> None:
    """Listen to Wagtail's history; called when the app is ready."""
    post_save.connect(follow_row, sender=ModelLogEntry, dispatch_uid="portal.shared.audit_log.rows")
    post_save.connect(follow_page, sender=PageLogEntry, dispatch_uid="portal.shared.audit_log.pages")
