"""Starting what is due, once, however many clocks tick."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.shared.audit_log.actions import note
from portal.shared.jobs.models import JobRun
from portal.shared.jobs.registry import Job, jobs

logger = logging.getLogger("portal.jobs")


def run_due_jobs(*, at: datetime, is_stopping: Callable[[], bool] = bool) -> list[str]:
    """Run every job that is due, one after another.

    Each job gets the moment of its own start: one that begins after a long one would otherwise be held, and hold mails,
    until a moment that is over already, and another clock or the worker would do the same once more.

    Parameters:
        at: Now, when the first one starts; the time it takes is added.
        is_stopping: Asked before each job; once it is true the others wait for the next clock.

    Returns:
        Names of the jobs that were started here, in registry order.
    """
    began = time.monotonic()
    started = []
    for job in jobs:
        if is_stopping():
            break
        if run_job(job=job, at=at + timedelta(seconds=time.monotonic() - began)):
            started.append(job.name)
    return started


def run_job(*, job: Job, at: datetime) -> bool:
    """Run one job if it is due and no other process holds it.

    A job that raises is noted, logged and tried again later; the others go on.

    Returns:
        True when it was started here.
    """
    if not _hold(job, at):
        return False
    error, started = "", time.monotonic()
    try:
        job.run(at)
    except Exception as raised:
        # Only the kind is kept: the text of an error may hold personal data.
        error = type(raised).__name__
        logger.exception("job failed name=%s", job.name)
    _let_go(job, at, error, took_ms=round(1000 * (time.monotonic() - started)))
    return True


def ask_job(*, name: str, at: datetime) -> bool:
    """Have the clock run a job at its next tick, whether it is due or not; for operators.

    It is run by the clock and not here: a job may take minutes, and only one process may hold it.

    Parameters:
        name: Of a job in the registry.
        at: Now.

    Returns:
        False when it was asked for already and waits.
    """
    with transaction.atomic():
        row, _made = JobRun.objects.select_for_update().get_or_create(name=name)
        if row.asked_at is not None:
            return False
        row.asked_at = at
        row.save(update_fields=["asked_at"])
        note("job.started", about=("job", name), at=at)
    return True


def retry_tasks(*, ids: Iterable[UUID], at: datetime) -> int:
    """Put failed tasks back in the queue; give their number. Every task of the portal may run twice.

    Parameters:
        ids: Of the tasks; those that did not fail are left alone.
        at: Now.
    """
    again = {"status": TaskResultStatus.READY, "run_after": get_date_max(), "started_at": None, "finished_at": None}
    return _each_failed(
        ids, "task.retried", at, lambda rows: rows.update(**again, exception_class_path="", traceback="")
    )


def drop_tasks(*, ids: Iterable[UUID], at: datetime) -> int:
    """Delete failed tasks with their arguments; give their number.

    Parameters:
        ids: Of the tasks; those that did not fail are left alone.
        at: Now.
    """
    return _each_failed(ids, "task.dropped", at, lambda rows: rows.delete())


def _each_failed(ids: Iterable[UUID], kind: str, at: datetime, act: Callable[[QuerySet], object]) -> int:
    with transaction.atomic():
        rows = DBTaskResult.objects.failed().filter(pk__in=list(ids)).select_for_update().order_by("pk")
        found = list(rows.values_list("pk", "task_path"))
        act(DBTaskResult.objects.filter(pk__in=[pk for pk, _path in found]))
        for path, number in sorted(Counter(path for _pk, path in found).items()):
            note(kind, about=("task", path[-80:]), at=at, number=number)
    return len(found)


def _hold(job: Job, at: datetime) -> bool:
    # One UPDATE with the whole condition: two clocks can't both change the row.
    held = {"locked_until": at + job.longest, "last_started_at": at, "asked_at": None}
    if JobRun.objects.due(job, at).update(**held):
        return True
    if JobRun.objects.filter(name=job.name).exists():
        return False
    with transaction.atomic():
        JobRun.objects.get_or_create(name=job.name)
    return JobRun.objects.due(job, at).update(**held) == 1


def _let_go(job: Job, at: datetime, error: str, *, took_ms: int) -> None:
    changes: dict = {"locked_until": None, "last_error": error, "last_took_ms": took_ms}
    changes |= {"last_failed_at": at, "last_failure": error} if error else {"last_success_at": at}
    # `last_started_at` tells our hold from that of a clock that took over after `longest`.
    JobRun.objects.filter(name=job.name, last_started_at=at).update(**changes)
