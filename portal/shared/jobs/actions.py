"""Starting what is due, once, however many clocks tick."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from portal.shared.jobs.models import JobRun
from portal.shared.jobs.registry import Job, jobs

logger = logging.getLogger("portal.jobs")


def run_due_jobs(*, at: datetime, is_stopping: Callable[[], bool] = bool) -> list[str]:
    """Run every job that is due, one after another.

    Parameters:
        at: Now; each job gets it as its moment of starting.
        is_stopping: Asked before each job; once it is true the others wait for the next clock.

    Returns:
        Names of the jobs that were started here, in registry order.
    """
    return [job.name for job in jobs if not is_stopping() and run_job(job=job, at=at)]


def run_job(*, job: Job, at: datetime) -> bool:
    """Run one job if it is due and no other process holds it.

    A job that raises is noted, logged and tried again later; the others go on.

    Returns:
        True when it was started here.
    """
    if not _hold(job, at):
        return False
    error = ""
    try:
        job.run(at)
    except Exception as raised:
        # Only the kind is kept: the text of an error may hold personal data.
        error = type(raised).__name__
        logger.exception("job failed name=%s", job.name)
    _let_go(job, at, error)
    return True


def _hold(job: Job, at: datetime) -> bool:
    # One UPDATE with the whole condition: two clocks can't both change the row.
    held = {"locked_until": at + job.longest, "last_started_at": at}
    if JobRun.objects.due(job, at).update(**held):
        return True
    if JobRun.objects.filter(name=job.name).exists():
        return False
    with transaction.atomic():
        JobRun.objects.get_or_create(name=job.name)
    return JobRun.objects.due(job, at).update(**held) == 1


def _let_go(job: Job, at: datetime, error: str) -> None:
    changes: dict = {"locked_until": None, "last_error": error}
    if not error:
        changes["last_success_at"] = at
    # `last_started_at` tells our hold from that of a clock that took over after `longest`.
    JobRun.objects.filter(name=job.name, last_started_at=at).update(**changes)
