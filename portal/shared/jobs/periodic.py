"""The jobs that belong to the shared ground."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from portal.shared.jobs.registry import register_job
from portal.shared.limits.actions import forget_old_counts
from portal.shared.links.actions import forget_dead_links
from portal.shared.outbox.actions import deliver, outdate

# No task of ours takes this long; a task still "running" after it lost its worker (RELIABILITY, finding 1).
LOST_AFTER = timedelta(minutes=15)
# Arguments and tracebacks of finished tasks are kept no longer than this.
KEEP_TASKS_DAYS = 14


def sweep_outbox(at: datetime) -> None:
    """Send what is due and was left behind: retries, and mails whose worker died or isn't there."""
    deliver(at=at, limit=200, longest=timedelta(seconds=45))


def outdate_outbox(at: datetime) -> None:
    """Keep the mail log as short as promised."""
    outdate(at=at)


def publish_scheduled(at: datetime) -> None:
    """Publish and expire pages whose moment came."""
    # Wagtail's command takes bare pages offline, outside any transaction: ours do it with what search knows of them.
    for page in Page.objects.live().filter(expire_at__lt=at).order_by("expire_at", "pk").specific():
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    call_command("publish_scheduled")


def restart_lost_tasks(at: datetime) -> None:
    """Put tasks back whose worker was killed: django-tasks-db leaves them "running" for ever.

    Every task of the portal, and Wagtail's own, may run twice.
    """
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lte=at - LOST_AFTER)
    lost.update(status=TaskResultStatus.READY)


def prune_tasks(at: datetime) -> None:
    """Delete finished tasks with their arguments and tracebacks."""
    call_command("prune_db_task_results", min_age_days=KEEP_TASKS_DAYS, verbosity=0)


def register() -> None:
    """Enter the shared jobs; called when the app is ready."""
    register_job("shared.outbox_sweep", every=timedelta(minutes=1), run=sweep_outbox, longest=timedelta(minutes=5))
    register_job("shared.outbox_retention", every=timedelta(days=1), run=outdate_outbox)
    register_job("shared.publish_scheduled", every=timedelta(minutes=1), run=publish_scheduled)
    register_job("shared.lost_tasks", every=timedelta(minutes=5), run=restart_lost_tasks)
    register_job("shared.old_tasks", every=timedelta(days=1), run=prune_tasks)
    register_job("shared.old_counts", every=timedelta(days=1), run=forget_old_counts)
    register_job("shared.dead_links", every=timedelta(days=1), run=forget_dead_links)
