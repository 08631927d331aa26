"""Wagtail's signals about workflows and publishing, followed by proposals. Nothing is decided here (STYLE 3.4)."""

from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.signals import page_published, task_rejected

from events.meetup_pages.models import MeetupPage
from events.meetups.models import Meetup
from events.proposals import actions
from portal.shared.pages.workflow_mails import mail_ourselves


def on_task_rejected(sender, instance: TaskState, **_kwargs) -> None:
    if isinstance(page := instance.workflow_state.content_object, Page):
        actions.note_changes_requested(task_state=instance, page=page, at=timezone.now())


def on_page_published(sender, instance: Page, revision, **_kwargs) -> None:
    if isinstance(instance, MeetupPage):
        actions.note_published(page=instance, revision_id=revision.pk, at=timezone.now())


def _is_proposal(page: Page) -> bool:
    return Meetup.objects.filter(page_id=page.pk, proposed_at__isnull=False).exists()


def connect() -> None:
    """Connect everything; called once, when the apps are ready."""
    task_rejected.connect(on_task_rejected, dispatch_uid="proposals-changes")
    page_published.connect(on_page_published, dispatch_uid="proposals-published")
    mail_ourselves("proposals", _is_proposal)
