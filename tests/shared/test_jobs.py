import logging
import signal
import time
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from portal.shared.jobs.actions import run_due_jobs, run_job
from portal.shared.jobs.periodic import publish_scheduled, restart_lost_tasks
from portal.shared.jobs.registry import jobs, register_job
from portal.shared.jobs.stopping import StopSignal
from portal.shared.models import JobRun, OutboxMail
from portal.shared.outbox.actions import deliver_waiting, post
from portal.shared.outbox.states import MailState
from portal.shared.registries.registry import AlreadyRegistered
from tests.shared.test_outbox import mail_to

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def runs():
    return []


@pytest.fixture
def job(runs):
    yield register_job("test.job", every=HOUR, run=runs.append, longest=timedelta(minutes=5))
    jobs.unregister("test.job")


def test_a_job_runs_when_it_was_not_run_since(db, job, runs):
    moments = [AT, AT + HOUR / 2, AT + HOUR, AT + HOUR + timedelta(seconds=1), AT + 5 * HOUR]

    started = [run_job(job=job, at=at) for at in moments]

    assert started == [True, False, True, False, True]
    assert runs == [AT, AT + HOUR, AT + 5 * HOUR]


def test_a_job_is_never_run_twice_at_once(db, job, runs):
    def run_beside(at):
        runs.append(run_job(job=job, at=at + 2 * HOUR - timedelta(minutes=119)))

    jobs.unregister("test.job")
    nested = register_job("test.job", every=timedelta(seconds=1), run=run_beside, longest=timedelta(minutes=5))

    assert run_job(job=nested, at=AT) is True
    assert runs == [False]


def test_a_clock_that_died_is_replaced_after_a_while(db, job, runs):
    JobRun.objects.create(name="test.job", last_started_at=AT, locked_until=AT + timedelta(minutes=5))

    assert run_job(job=job, at=AT + timedelta(minutes=4)) is False
    assert run_job(job=job, at=AT + timedelta(minutes=11)) is True


def test_a_failed_job_is_noted_and_tried_again_sooner(db, caplog):
    def fail(at):
        raise ValueError("noor@lindenwaard.example")

    broken = register_job("test.broken", every=timedelta(days=1), run=fail)
    try:
        with caplog.at_level(logging.CRITICAL, logger="portal.jobs"):
            started = [run_job(job=broken, at=AT + timedelta(minutes=n)) for n in (0, 9, 10)]
    finally:
        jobs.unregister("test.broken")

    assert started == [True, False, True]
    assert JobRun.objects.values_list("last_error", "last_success_at", "locked_until").get() == (
        "ValueError",
        None,
        None,
    )


def test_one_name_is_one_job(job):
    with pytest.raises(AlreadyRegistered):
        register_job("test.job", every=HOUR, run=print)


def test_each_job_gets_the_moment_of_its_own_start(db, runs):
    # A job after a long one would be held until a moment that is over, and be started by another clock as well.
    def take_long(at):
        runs.append(at)
        time.sleep(0.05)

    for name, run in (("test.long", take_long), ("test.next", runs.append)):
        register_job(name, every=HOUR, run=run)
    try:
        run_due_jobs(at=AT)
    finally:
        jobs.unregister("test.long")
        jobs.unregister("test.next")

    assert timedelta(milliseconds=50) <= runs[1] - runs[0] < timedelta(minutes=1)
    assert JobRun.objects.get(name="test.next").last_success_at == runs[1]


def test_the_shared_jobs_are_registered_and_all_run(db, root_page):
    at = timezone.now()

    started = run_due_jobs(at=at)

    assert started == jobs.names()
    assert {name for name in started if name.startswith("shared.")} == {
        "shared.dead_links",
        "shared.lost_tasks",
        "shared.old_counts",
        "shared.old_tasks",
        "shared.outbox_retention",
        "shared.outbox_sweep",
        "shared.publish_scheduled",
    }
    assert list(JobRun.objects.exclude(last_error="")) == []


def test_klok_once_sends_what_waits(db, mailoutbox):
    post(mail_to(), at=AT)

    call_command("klok", once=True, stdout=StringIO())

    assert [mail.to for mail in mailoutbox] == [["noor@lindenwaard.example"]]
    assert OutboxMail.objects.values_list("state").get() == (MailState.SENT,)


def test_worker_once_sends_what_waits(transactional_db, mailoutbox):
    with transaction.atomic():
        post(mail_to(), at=timezone.now())
    handlers = [signal.getsignal(number) for number in SIGNALS]

    call_command("worker", once=True)

    for number, handler in zip(SIGNALS, handlers, strict=True):
        signal.signal(number, handler)

    assert len(mailoutbox) == 1
    assert DBTaskResult.objects.get().return_value == {"sent": 1, "refused": 0}


@pytest.mark.parametrize("command", ["worker", "klok"])
def test_worker_and_clock_show_that_they_live(transactional_db, settings, tmp_path, monkeypatch, command):
    settings.PORTAL_ALIVE_FILE = str(tmp_path / "alive")
    # The clock ends at its first wait.
    monkeypatch.setattr(StopSignal, "wait", lambda stop, seconds: setattr(stop, "is_set", True))
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        call_command(command, **({"once": True} if command == "worker" else {}))
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert (tmp_path / "alive").exists()


def test_a_task_that_lost_its_worker_starts_again(db):
    lost, busy, done = [deliver_waiting.enqueue().db_result for _n in range(3)]
    running = DBTaskResult.objects.filter(pk__in=[lost.pk, busy.pk])
    running.update(status=TaskResultStatus.RUNNING, started_at=AT - timedelta(minutes=14))
    DBTaskResult.objects.filter(pk=lost.pk).update(started_at=AT - timedelta(minutes=15))
    DBTaskResult.objects.filter(pk=done.pk).update(status=TaskResultStatus.SUCCESSFUL)

    restart_lost_tasks(AT)

    assert [DBTaskResult.objects.get(pk=row.pk).status for row in (lost, busy, done)] == [
        TaskResultStatus.READY,
        TaskResultStatus.RUNNING,
        TaskResultStatus.SUCCESSFUL,
    ]


def test_pages_are_published_when_their_moment_came(site):
    page = site.root_page.add_child(instance=Page(title="Straks", slug="straks", live=False))
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() - timedelta(minutes=1))
    revision = page.revisions.get()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save(update_fields=["approved_go_live_at", "content"])

    publish_scheduled(timezone.now())

    page.refresh_from_db()
    assert page.live is True
