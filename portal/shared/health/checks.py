"""What the shared ground looks at: database, migrations, cache, mail, tasks, clock, disk and settings."""

import os
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.shared.caching.common_shelf import COMMON
from portal.shared.health.findings import Examination, Finding, Gauge, Level, fine
from portal.shared.health.registry import Role, register_check
from portal.shared.health.rules import CLOCK_LATE, is_overdue, level_of_certificate, level_of_disk, level_of_wait
from portal.shared.health.wording import duration_in_words, failure_in_words
from portal.shared.jobs.models import JobRun
from portal.shared.jobs.registry import jobs
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import STRANDED

# Once all migrations of this code are applied they stay so, as long as this process lives.
_migrated = False


def examine_database(at: datetime) -> Examination:
    """Ask the database something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return fine(_("The database answers."))


def examine_migrations(at: datetime) -> Examination:
    """Look whether the tables are those of this code."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    if _migrated:
        return fine(_("All migrations are applied."))
    return Examination((Finding(Level.WRONG, _("Migrations are missing."), _("Run manage.py migrate.")),))


def examine_cache(at: datetime) -> Examination:
    """Ask the shared cache something."""
    cache.get("portal.readyz")
    return fine(_("The shared cache answers."))


def examine_kept_pages(at: datetime) -> Examination:
    """Look whether the cache service answers, where the settings name one."""
    if not COMMON.is_there:
        return Examination()
    if COMMON.answers():
        return fine(_("The cache service answers."))
    sentence = _("The cache service does not answer; each process makes its pages itself.")
    return Examination((Finding(Level.LATE, sentence, _("Look whether it runs; visitors only notice slower pages.")),))


def _of_wait(wait: timedelta, sentence: str, advice: str) -> list[Finding]:
    """Give what is to be said of the first in a queue; nothing when it waits no longer than it should."""
    level = level_of_wait(wait)
    if level is Level.FINE:
        return []
    return [Finding(level, sentence % {"duration": duration_in_words(wait)}, advice)]


def examine_outbox(at: datetime) -> Examination:
    """Look how long the first mail waits, and what stranded."""
    states = dict(OutboxMail.objects.order_by().values_list("state").annotate(Count("pk")))
    # A retry is not late: it waits for its own moment.
    oldest = OutboxMail.objects.due(at).order_by().aggregate(first=Min("next_attempt_at"))["first"]
    wait = max(at - oldest, timedelta()) if oldest else timedelta()
    stranded = sum(states.get(state, 0) for state in STRANDED)
    gauges = (
        Gauge.of("portal_outbox_oldest_seconds", "How long the first due mail waits.", wait.total_seconds()),
        Gauge(
            "portal_outbox_mails",
            "Mails in the outbox and its log, by state.",
            {(("state", state),): number for state, number in sorted(states.items())},
        ),
    )
    findings = _of_wait(
        wait,
        _("A mail has waited for %(duration)s."),
        _("Look whether worker and clock run, and whether the mail service answers (the mail log says why)."),
    )
    if stranded:
        findings.append(
            Finding(
                Level.LATE,
                ngettext(
                    "%(number)s mail could not be delivered.", "%(number)s mails could not be delivered.", stranded
                )
                % {"number": stranded},
                _("Read why under Reports, Health of the site; what was given up can be tried again there."),
            )
        )
    return Examination(tuple(findings) or (Finding(Level.FINE, _("No mail waits longer than it should.")),), gauges)


def examine_tasks(at: datetime) -> Examination:
    """Look how long the first task waits, and which failed in the last day."""
    at_once, planned = Q(run_after=get_date_max()), Q(run_after__lte=at)
    waiting = (
        DBTaskResult.objects.filter(at_once | planned, status=TaskResultStatus.READY)
        .order_by()
        .aggregate(
            asked=Min("enqueued_at", filter=at_once), planned=Min("run_after", filter=planned), number=Count("pk")
        )
    )
    wait = max((at - since for since in (waiting["asked"], waiting["planned"]) if since), default=timedelta())
    wait = max(wait, timedelta())
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=at - timedelta(days=1)).count()
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).count()
    gauges = (
        Gauge.of("portal_tasks_oldest_seconds", "How long the first waiting task waits.", wait.total_seconds()),
        Gauge.of("portal_tasks_waiting", "Tasks that wait for the worker.", waiting["number"]),
        Gauge.of("portal_tasks_running", "Tasks that the worker is busy with.", running),
        Gauge.of("portal_tasks_failed_last_day", "Tasks that failed in the last 24 hours.", failed),
    )
    findings = _of_wait(
        wait,
        _("A task has waited for %(duration)s."),
        _("Start the worker (manage.py worker), or start more of them."),
    )
    if failed:
        findings.append(
            Finding(
                Level.LATE,
                ngettext("%(number)s task failed today.", "%(number)s tasks failed today.", failed)
                % {"number": failed},
                _("Read which in /beheer/, Reports, Health of the site; the worker's log has the details."),
            )
        )
    return Examination(tuple(findings) or (Finding(Level.FINE, _("No task waits longer than it should.")),), gauges)


def examine_clock(at: datetime) -> Examination:
    """Look whether the clock ticks and its jobs end well."""
    rows = {row.name: row for row in JobRun.objects.all()}
    last = max((row.last_started_at for row in rows.values() if row.last_started_at), default=None)
    failing = [name for name, row in rows.items() if row.last_error and name in jobs]
    late = [
        job.name
        for job in jobs
        if job.name in rows and is_overdue(every=job.every, last_success_at=rows[job.name].last_success_at, at=at)
    ]
    since = (at - last).total_seconds() if last else 0.0
    gauges = (
        Gauge.of("portal_clock_last_tick_seconds", "How long ago the clock last began a job.", since),
        Gauge.of("portal_jobs_failing", "Periodic jobs whose last run failed.", len(failing)),
        Gauge.of("portal_jobs_late", "Periodic jobs that had no success for three rounds.", len(late)),
        Gauge(
            "portal_job_last_success_seconds",
            "How long ago each periodic job last began a run that ended well.",
            {
                (("name", name),): (at - row.last_success_at).total_seconds()
                for name, row in sorted(rows.items())
                if row.last_success_at and name in jobs
            },
        ),
    )
    stands = last is None or at - last > CLOCK_LATE
    busy = max(_at_work(rows.values(), at), default=None)
    if stands and busy is None:
        sentence = (
            _("The clock never ran.")
            if last is None
            else _("The clock has not run for %(duration)s.") % {"duration": duration_in_words(at - last)}
        )
        return Examination((Finding(Level.WRONG, sentence, _("Start it: manage.py klok.")),), gauges)
    findings = []
    if stands and busy is not None:
        began, name = busy
        findings.append(
            Finding(
                Level.LATE,
                _("The clock has been busy with the job %(name)s for %(duration)s; the others wait.")
                % {"name": name, "duration": duration_in_words(at - began)},
                _("Look in the clock's log whether it gets on."),
            )
        )
    findings += [
        Finding(
            Level.LATE,
            _("The job %(name)s failed. %(why)s") % {"name": name, "why": failure_in_words(rows[name].last_error)},
            _("It is tried again by itself. Under Reports, Health of the site, it can be run at once."),
        )
        for name in sorted(failing)
    ]
    findings += [
        Finding(
            Level.LATE,
            _("The job %(name)s is late.") % {"name": name},
            _("Look in the clock's log whether an earlier job takes very long."),
        )
        for name in sorted(set(late) - set(failing))
    ]
    return Examination(tuple(findings) or (Finding(Level.FINE, _("The clock runs, and its jobs end well.")),), gauges)


def _at_work(rows: Iterable[JobRun], at: datetime) -> list[tuple[datetime, str]]:
    """Give start and name of each job that a clock holds; one whose clock died is let go of after `Job.longest`."""
    held = [row for row in rows if row.locked_until is not None and row.locked_until > at]
    return [(row.last_started_at, row.name) for row in held if row.last_started_at is not None]


def examine_disk(at: datetime) -> Examination:
    """Look how much room is left for uploads, and whether they can be written."""
    folder = Path(settings.VAR_DIR)
    usage = shutil.disk_usage(folder if folder.exists() else folder.parent)
    free = usage.free / usage.total
    gauges = (Gauge.of("portal_disk_free_ratio", "Free part of the disk with uploads, 0 to 1.", free),)
    findings = []
    if level_of_disk(free) is not Level.FINE:
        findings.append(
            Finding(
                level_of_disk(free),
                _("The disk with uploads is nearly full: %(percent)s%% is free.") % {"percent": round(100 * free)},
                _("Make room, or make the disk larger."),
            )
        )
    for path in (Path(settings.MEDIA_ROOT), Path(settings.PORTAL_PRIVATE_DIR)):
        if path.exists() and not os.access(path, os.W_OK):
            findings.append(
                Finding(
                    Level.WRONG,
                    _("The folder %(path)s can't be written to.") % {"path": path},
                    _("Give it to the user that the portal runs as."),
                )
            )
    return Examination(tuple(findings) or (Finding(Level.FINE, _("There is room for uploads.")),), gauges)


def examine_certificate(at: datetime) -> Examination:
    """Look how long the certificate holds with which this process answers over TLS, where it has one."""
    name, meaning = "portal_certificate_seconds_left", "How long the certificate of this process holds yet."
    ends_at = _certificate_ends_at(settings.PORTAL_TLS_CERTIFICATE)
    if ends_at is None:
        return Examination(gauges=(Gauge(name, meaning, {}),))
    left = ends_at - at
    gauge = Gauge.of(name, meaning, left.total_seconds())
    level = level_of_certificate(left)
    if level is Level.FINE:
        return fine(_("The certificates between the servers hold."), gauge)
    days = max(left.days, 0)
    sentence = ngettext(
        "The certificates between the servers hold for %(days)s more day.",
        "The certificates between the servers hold for %(days)s more days.",
        days,
    ) % {"days": days}
    return Examination((Finding(level, sentence, _("Run docker compose up --detach --force-recreate.")),), (gauge,))


@lru_cache(maxsize=1)
def _certificate_ends_at(path: str) -> datetime | None:
    # Once per process: a server goes on with the certificate that it began with, whatever the file says by now.
    if not path:
        return None
    from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415 memory, where there is no certificate

    return load_pem_x509_certificate(Path(path).read_bytes()).not_valid_after_utc


def register() -> None:
    """Enter the checks; called when the app is ready."""
    ground = {"role": Role.GROUND}
    register_check("database", label=gettext_lazy("Database"), examine=examine_database, position=10, **ground)
    register_check("migrations", label=gettext_lazy("Tables"), examine=examine_migrations, position=20, **ground)
    register_check("cache", label=gettext_lazy("Cache"), examine=examine_cache, position=30, **ground)
    flow = {"role": Role.FLOW}
    register_check("kept_pages", label=gettext_lazy("Kept pages"), examine=examine_kept_pages, position=35, **flow)
    register_check("outbox", label=gettext_lazy("Mail"), examine=examine_outbox, position=40, **flow)
    register_check("tasks", label=gettext_lazy("Tasks"), examine=examine_tasks, position=50, **flow)
    register_check("clock", label=gettext_lazy("Clock"), examine=examine_clock, position=60)
    register_check("disk", label=gettext_lazy("Disk"), examine=examine_disk, position=70)
    register_check("certificate", label=gettext_lazy("Certificates"), examine=examine_certificate, position=80)
