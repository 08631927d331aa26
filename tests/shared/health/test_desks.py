"""What operators and the programme team do beside looking: run a job, try tasks again, send, hold or drop mail."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.shared.health.wording import failure_in_words
from portal.shared.jobs.actions import run_job
from portal.shared.jobs.registry import jobs, register_job
from portal.shared.jobs.rules import next_due_at
from portal.shared.models import AuditLine, JobRun, OutboxMail
from portal.shared.outbox.states import MailState
from tests.factories.network import MemberFactory

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DESKS = ["site_clock", "site_tasks", "site_mails"]
SURE = {"zeker": "1"}


@pytest.mark.parametrize(
    ("started", "is_failing", "is_asked", "due"),
    [
        (None, False, False, AT),
        (AT - HOUR / 4, False, False, AT + HOUR * 3 / 4),
        (AT - 3 * HOUR, False, False, AT),
        (AT - HOUR / 12, True, False, AT + HOUR / 12),
        (AT - HOUR / 4, False, True, AT),
    ],
    ids=["never ran", "waits", "overdue", "tried again sooner", "asked for"],
)
def test_when_a_job_is_due_next(started, is_failing, is_asked, due):
    assert (
        next_due_at(
            every=HOUR,
            retry_after=HOUR / 6,
            last_started_at=started,
            is_failing=is_failing,
            is_asked=is_asked,
            at=AT,
        )
        == due
    )


def test_a_failure_is_told_in_words():
    assert failure_in_words("django.db.utils.OperationalError") == (
        "De database gaf geen antwoord, of was bezet (OperationalError)."
    )
    assert failure_in_words("ValueError") == (
        "Het programma liep tegen een fout aan (ValueError); in het logboek staat meer."
    )


@pytest.fixture
def job():
    runs = []
    yield register_job("test.job", every=timedelta(days=1), run=runs.append), runs
    jobs.unregister("test.job")


@pytest.fixture
def team_client(client, site):
    """Someone who may look at the health of the site, and is no operator."""
    member = MemberFactory()
    rights = Permission.objects.filter(codename__in=["access_admin", "view_jobrun"])
    member.user_permissions.add(*rights)
    client.force_login(member)
    return client


@pytest.fixture
def mails(db):
    def make(state: MailState, **columns) -> OutboxMail:
        number = OutboxMail.objects.count()
        now = timezone.now()
        values = {
            "purpose": "test.mail", "to": "geheim@x.example", "subject": "Geheim", "text": "Geheim", "state": state,
            "next_attempt_at": now + HOUR, "created_at": now - 3 * HOUR, "attempts": 4, **columns,
        }  # fmt: skip
        return OutboxMail.objects.create(idempotency_key=f"n{number}", message_id=f"<{number}@x>", **values)

    return make


def task(status: TaskResultStatus, **columns) -> DBTaskResult:
    values = {
        "args_kwargs": {"args": ["Geheim"], "kwargs": {}}, "task_path": "portal.proef", "backend_name": "default",
        "run_after": get_date_max(), "exception_class_path": "builtins.ValueError", "traceback": "Geheim", **columns,
    }  # fmt: skip
    return DBTaskResult.objects.create(status=status, **values)


@pytest.mark.parametrize("desk", DESKS)
def test_only_who_looks_after_the_site_opens_a_desk(client, site, desk):
    member = MemberFactory()
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(member)

    assert client.get(reverse(desk)).status_code == 302
    assert client.post(reverse(desk), {"job": "shared.dead_links", **SURE}).status_code == 302
    assert not JobRun.objects.exists()


def test_a_job_runs_now_only_after_the_question(team_client, job):
    registered, runs = job
    run_job(job=registered, at=timezone.now())

    asked = team_client.post(reverse("site_clock"), {"job": "test.job"})
    assert JobRun.objects.get(name="test.job").asked_at is None
    assert "test.job nu uitvoeren?" in asked.content.decode()

    team_client.post(reverse("site_clock"), {"job": "test.job", **SURE})
    again = team_client.post(reverse("site_clock"), {"job": "test.job", **SURE}, follow=True)

    assert "was al gevraagd" in again.content.decode()
    assert run_job(job=registered, at=timezone.now() + timedelta(seconds=5)) is True
    assert run_job(job=registered, at=timezone.now() + timedelta(seconds=10)) is False
    assert len(runs) == 2
    assert [line.object_key for line in AuditLine.objects.filter(kind="job.started")] == ["test.job"]


def test_a_job_that_never_ran_is_told_as_such(team_client, job):
    lines = {line.name: line for line in team_client.get(reverse("site_clock")).context["lines"]}

    assert (lines["test.job"].state, lines["test.job"].failure) == ("liep nog nooit", "")


def test_an_unknown_job_is_refused_in_words(team_client):
    answer = team_client.post(reverse("site_clock"), {"job": "weg", **SURE}, follow=True)

    assert "Zo’n taak is er niet." in answer.content.decode()


def test_late_and_failed_jobs_stand_first_with_what_went_wrong(team_client, job):
    now = timezone.now()
    JobRun.objects.create(
        name="test.job", last_started_at=now, last_failed_at=now, last_error="OperationalError",
        last_failure="OperationalError", last_success_at=now - timedelta(days=5), last_took_ms=1250,
    )  # fmt: skip

    lines = team_client.get(reverse("site_clock")).context["lines"]

    assert (lines[0].name, lines[0].state, lines[0].took) == ("test.job", "mislukt", "1,2 s")
    assert lines[0].failure == "De database gaf geen antwoord, of was bezet (OperationalError)."
    assert len(lines) == len(jobs)


def test_a_run_leaves_how_long_it_took_and_a_failure_stays_to_be_read(db):
    def fail(at):
        raise ValueError

    broken = register_job("test.broken", every=HOUR, run=fail)
    try:
        run_job(job=broken, at=AT)
        jobs.unregister("test.broken")
        mended = register_job("test.broken", every=HOUR, run=lambda at: None)
        run_job(job=mended, at=AT + 2 * HOUR)
    finally:
        jobs.unregister("test.broken")

    row = JobRun.objects.get(name="test.broken")
    assert (row.last_error, row.last_failed_at, row.last_failure) == ("", AT, "ValueError")
    assert row.last_took_ms is not None


def test_failed_tasks_are_tried_again_or_dropped_and_others_left_alone(team_client):
    failed = [task(TaskResultStatus.FAILED, finished_at=timezone.now()) for _n in range(3)]
    running = task(TaskResultStatus.RUNNING, started_at=timezone.now())

    page = team_client.get(reverse("site_tasks")).content.decode()
    assert "Geheim" not in page
    assert "portal.proef" in page

    keys = [str(failed[0].pk), str(running.pk)]
    asked = team_client.post(reverse("site_tasks"), {"decision": "opnieuw", "keys": keys})
    assert "2 mislukte taken opnieuw proberen?" in asked.content.decode()
    team_client.post(reverse("site_tasks"), {"decision": "opnieuw", "keys": keys, **SURE})
    team_client.post(reverse("site_tasks"), {"decision": "weg", "keys": [str(failed[1].pk)], **SURE})

    left = {row.pk: row for row in DBTaskResult.objects.filter(task_path="portal.proef")}
    assert set(left) == {failed[0].pk, failed[2].pk, running.pk}
    again = left[failed[0].pk]
    assert (again.status, again.traceback, again.finished_at) == (TaskResultStatus.READY, "", None)
    assert left[running.pk].status == TaskResultStatus.RUNNING
    assert sorted(AuditLine.objects.values_list("kind", flat=True)) == ["task.dropped", "task.retried"]


@pytest.mark.parametrize(
    ("decision", "state_after"),
    [
        ("stuur", [MailState.QUEUED, MailState.QUEUED, MailState.FAILED, MailState.SENDING]),
        ("houd", [MailState.GIVEN_UP, MailState.GIVEN_UP, MailState.FAILED, MailState.SENDING]),
        ("laat", [MailState.UNWANTED, MailState.UNWANTED, MailState.UNWANTED, MailState.SENDING]),
    ],
)
def test_mails_are_sent_held_or_let_go_in_bulk(team_client, mails, decision, state_after):
    rows = [
        mails(MailState.QUEUED),
        mails(MailState.GIVEN_UP),
        mails(MailState.FAILED, text=""),
        mails(MailState.SENDING, leased_until=timezone.now() + HOUR),
    ]
    sent = {"decision": decision, "keys": [row.key for row in rows]}

    page = team_client.get(reverse("site_mails")).content.decode()
    assert "Geheim" not in page
    assert "geheim@" not in page
    team_client.post(reverse("site_mails"), sent)
    assert [row.state for row in OutboxMail.objects.order_by("pk")] == [row.state for row in rows]
    team_client.post(reverse("site_mails"), {**sent, **SURE})

    assert [row.state for row in OutboxMail.objects.order_by("pk")] == state_after
    if decision == "stuur":
        assert OutboxMail.objects.order_by("pk").first().next_attempt_at <= timezone.now()
    if decision == "laat":
        assert OutboxMail.objects.filter(state=MailState.UNWANTED).exclude(text="").count() == 0


def test_mails_are_filtered_by_state_and_purpose(team_client, mails):
    mails(MailState.GIVEN_UP, purpose="events.reminder")
    mails(MailState.QUEUED, purpose="network.digest")
    mails(MailState.SENT, sent_at=timezone.now())

    def shown(**query):
        return [line.purpose for line in team_client.get(reverse("site_mails"), query).context["lines"]]

    assert shown() == ["events.reminder", "network.digest"]
    assert shown(state="given_up") == ["events.reminder"]
    assert shown(purpose="network.digest") == ["network.digest"]
    assert shown(state="weet-niet", purpose="\x00") == ["events.reminder", "network.digest"]


@pytest.mark.parametrize("desk", ["site_tasks", "site_mails"])
def test_nothing_ticked_is_told(team_client, desk):
    for keys in ([], ["\x00", "weg"]):
        answer = team_client.post(reverse(desk), {"decision": "opnieuw", "keys": keys, **SURE}, follow=True)
        assert "Kruis minstens één regel aan." in answer.content.decode()


@pytest.mark.parametrize("desk", ["site_tasks", "site_mails"])
def test_a_desk_costs_the_same_for_one_and_for_three(team_client, mails, desk):
    counts = []
    for number in (1, 2):
        for _n in range(number):
            mails(MailState.QUEUED)
            task(TaskResultStatus.FAILED, finished_at=timezone.now())
        team_client.get(reverse(desk))
        with CaptureQueriesContext(connection) as queries:
            team_client.get(reverse(desk))
        counts.append(len(queries))

    assert counts[0] == counts[1]
