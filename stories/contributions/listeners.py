"""Wagtail's signals about workflows and publishing, followed by contributions. Nothing is decided here (STYLE 3.4)."""

from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
)

from portal.shared.pages.workflow_mails import mail_ourselves
from stories.contributions.actions import following
from stories.contributions.models import Contribution


def on_task_submitted(sender, instance: TaskState, **_kwargs) -> None:
    if isinstance(page := instance.workflow_state.content_object, Page):
        following.note_handed_over(page_id=page.pk, at=timezone.now())


def on_task_rejected(sender, instance: TaskState, **_kwargs) -> None:
    if isinstance(page := instance.workflow_state.content_object, Page):
        following.note_changes_requested(task_state=instance, page=page, at=timezone.now())


def on_workflow_approved(sender, instance: WorkflowState, **_kwargs) -> None:
    if isinstance(page := instance.content_object, Page):
        following.note_approved(page=page, at=timezone.now())


def on_workflow_cancelled(sender, instance: WorkflowState, **_kwargs) -> None:
    if isinstance(page := instance.content_object, Page):
        following.note_cancelled(page_id=page.pk, at=timezone.now())


def on_page_published(sender, instance: Page, revision, **_kwargs) -> None:
    following.note_published(page=instance, revision_id=revision.pk, at=timezone.now())


def on_page_unpublished(sender, instance: Page, **_kwargs) -> None:
    following.note_unpublished(page_id=instance.pk, at=timezone.now())


def _is_contribution(page: Page) -> bool:
    return Contribution.objects.filter(page_id=page.pk).exists()


def connect() -> None:
    """Connect everything; called once, when the apps are ready."""
    task_submitted.connect(on_task_submitted, dispatch_uid="contributions-handed-over")
    task_rejected.connect(on_task_rejected, dispatch_uid="contributions-changes")
    workflow_approved.connect(on_workflow_approved, dispatch_uid="contributions-approved")
    workflow_cancelled.connect(on_workflow_cancelled, dispatch_uid="contributions-cancelled")
    page_published.connect(on_page_published, dispatch_uid="contributions-published")
    page_unpublished.connect(on_page_unpublished, dispatch_uid="contributions-unpublished")
    mail_ourselves("contributions", _is_contribution)
