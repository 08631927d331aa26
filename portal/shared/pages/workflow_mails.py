"""Wagtail's mails about workflows, silenced for pages of which a subject mails through the outbox, once."""

from collections.abc import Callable

from wagtail.admin import signal_handlers
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from portal.shared.registries.registry import Registry

_own_mails: Registry[Callable[[Page], bool]] = Registry("pages with mails of their own")


class _QuietFor:
    """Wagtail's own mail about a workflow, except for pages of which a subject mails by itself."""

    def __init__(self, notifier) -> None:
        self.notifier = notifier

    def __call__(self, sender, instance: TaskState | WorkflowState, **kwargs) -> None:
        workflow_state = instance.workflow_state if isinstance(instance, TaskState) else instance
        page = workflow_state.content_object
        if not (isinstance(page, Page) and any(is_ours(page) for is_ours in _own_mails)):
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


def mail_ourselves(name: str, is_ours: Callable[[Page], bool]) -> None:
    """Keep Wagtail quiet about the pages for which `is_ours` says yes; called when apps are ready, twice is once."""
    _own_mails.register(name, is_ours)
    for signal, sender, uid, quieted in _QUIETED:
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(quieted, sender=sender, dispatch_uid=uid)
