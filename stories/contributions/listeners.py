"""Wagtail's signals about workflows and publishing, followed by contributions. Nothing is decided here (STYLE 3.4)."""

from django.utils import timezone
from wagtail.admin import signal_handlers
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

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


class _QuietFor:
    """Wagtail's own mail about a workflow, except for contributions: those are mailed through the outbox, once."""

    def __init__(self, notifier) -> None:
        self.notifier = notifier

    def __call__(self, sender, instance: TaskState | WorkflowState, **kwargs) -> None:
        workflow_state = instance.workflow_state if isinstance(instance, TaskState) else instance
        page = workflow_state.content_object
        if not (isinstance(page, Page) and Contribution.objects.filter(page_id=page.pk).exists()):
            self.notifier(sender=sender, instance=instance, **kwargs)


# Under Wagtail's own names: its app, which is ready later, finds the name taken and connects no second one.
_QUIETED = (
    (
        task_submitted,
        TaskState,
        "group_approval_task_submitted_email_notification",
        _QuietFor(signal_handlers.task_submission_email_notifier),
    ),
    (
        workflow_submitted,
        WorkflowState,
        "workflow_state_submitted_email_notification",
        _QuietFor(signal_handlers.workflow_submission_email_notifier),
    ),
    (
        workflow_rejected,
        WorkflowState,
        "workflow_state_rejected_email_notification",
        _QuietFor(signal_handlers.workflow_rejection_email_notifier),
    ),
    (
        workflow_approved,
        WorkflowState,
        "workflow_state_approved_email_notification",
        _QuietFor(signal_handlers.workflow_approval_email_notifier),
    ),
)


def connect() -> None:
    """Connect everything; called once, when the apps are ready."""
    task_submitted.connect(on_task_submitted, dispatch_uid="contributions-handed-over")
    task_rejected.connect(on_task_rejected, dispatch_uid="contributions-changes")
    workflow_approved.connect(on_workflow_approved, dispatch_uid="contributions-approved")
    workflow_cancelled.connect(on_workflow_cancelled, dispatch_uid="contributions-cancelled")
    page_published.connect(on_page_published, dispatch_uid="contributions-published")
    page_unpublished.connect(on_page_unpublished, dispatch_uid="contributions-unpublished")
    for signal, sender, name, quieted in _QUIETED:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(quieted, sender=sender, dispatch_uid=name)
