"""What operators are told about the health of the site."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.shared.health import checks
from portal.shared.health.findings import Level, fine, worst
from portal.shared.health.reads import look
from portal.shared.health.registry import Role, health_checks, register_check
from portal.shared.health.rules import in_words, is_overdue, level_of_disk, level_of_wait
from portal.shared.jobs.models import JobRun
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailState

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "level"), [(0, Level.FINE), (5, Level.FINE), (6, Level.LATE), (30, Level.LATE), (31, Level.WRONG)]
)
def test_a_queue_is_late_after_five_minutes_and_wrong_after_thirty(minutes, level):
    assert level_of_wait(timedelta(minutes=minutes)) is level


@pytest.mark.parametrize(("free", "level"), [(0.5, Level.FINE), (0.09, Level.LATE), (0.02, Level.WRONG)])
def test_a_full_disk_is_told_in_time(free, level):
    assert level_of_disk(free) is level


def test_a_job_is_late_after_three_rounds_and_an_hour_at_least():
    daily, minute = timedelta(days=1), timedelta(minutes=1)

    assert not is_overdue(every=daily, last_success_at=AT - timedelta(days=3), at=AT)
    assert is_overdue(every=daily, last_success_at=AT - timedelta(days=3, hours=1), at=AT)
    assert not is_overdue(every=minute, last_success_at=AT - timedelta(minutes=59), at=AT)
    assert is_overdue(every=minute, last_success_at=AT - timedelta(minutes=61), at=AT)
    assert not is_overdue(every=minute, last_success_at=None, at=AT)


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(minutes=119), (119, "minutes")),
        (timedelta(hours=2), (2, "hours")),
        (timedelta(hours=47), (47, "hours")),
        (timedelta(days=2), (2, "days")),
        (timedelta(seconds=-3), (0, "minutes")),
    ],
)
def test_durations_read_well(duration, words):
    assert in_words(duration) == words


def mail(state: MailState, waits: timedelta = timedelta(), **columns) -> OutboxMail:
    number = OutboxMail.objects.count()
    return OutboxMail.objects.create(
        purpose="test.mail",
        idempotency_key=f"occasion-{number}",
        message_id=f"<{number}@example>",
        to="noor@example.nl",
        state=state,
        next_attempt_at=AT - waits,
        created_at=AT - waits,
        **columns,
    )


def sentences(name: str) -> list[tuple[Level, str]]:
    with translation.override("en"):
        examination = health_checks.get(name).examine(AT)
    return [(finding.level, str(finding.sentence)) for finding in examination.findings]


@pytest.mark.django_db
def test_a_mail_that_waits_is_told_with_how_long():
    mail(MailState.QUEUED, timedelta(minutes=4))
    assert sentences("outbox") == [(Level.FINE, "No mail waits longer than it should.")]

    mail(MailState.QUEUED, timedelta(hours=3))
    assert sentences("outbox") == [(Level.WRONG, "A mail has waited for 3 hours.")]


@pytest.mark.django_db
def test_a_retry_that_waits_for_its_moment_is_not_late():
    mail(MailState.QUEUED, -timedelta(hours=2), attempts=4)

    assert sentences("outbox") == [(Level.FINE, "No mail waits longer than it should.")]


@pytest.mark.django_db
def test_mails_that_stranded_are_told():
    mail(MailState.GIVEN_UP)
    mail(MailState.FAILED)

    assert sentences("outbox") == [(Level.LATE, "2 mails could not be delivered.")]


def task(
    status: TaskResultStatus,
    *,
    waits: timedelta,
    finished_at: datetime | None = None,
    planned_for: datetime | None = None,
) -> None:
    row = DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x.y",
        backend_name="default",
        run_after=get_date_max() if planned_for is None else planned_for,
        exception_class_path="builtins.ValueError",
        traceback="Noor Bakker",
        finished_at=finished_at,
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=AT - waits)


@pytest.mark.django_db
def test_a_worker_that_is_away_is_told():
    task(TaskResultStatus.READY, waits=timedelta(minutes=10))

    assert sentences("tasks") == [(Level.LATE, "A task has waited for 10 minutes.")]


@pytest.mark.django_db
def test_a_task_that_is_planned_waits_from_its_own_moment():
    task(TaskResultStatus.READY, waits=timedelta(days=3), planned_for=AT + timedelta(hours=1))
    assert sentences("tasks") == [(Level.FINE, "No task waits longer than it should.")]

    task(TaskResultStatus.READY, waits=timedelta(days=3), planned_for=AT - timedelta(minutes=40))
    assert sentences("tasks") == [(Level.WRONG, "A task has waited for 40 minutes.")]


@pytest.mark.django_db
def test_tasks_that_failed_today_are_told():
    task(TaskResultStatus.FAILED, waits=timedelta(), finished_at=AT - timedelta(hours=2))
    task(TaskResultStatus.FAILED, waits=timedelta(), finished_at=AT - timedelta(hours=30))

    assert sentences("tasks") == [(Level.LATE, "1 task failed today.")]


@pytest.mark.django_db
def test_a_clock_that_stands_still_is_told():
    assert sentences("clock") == [(Level.WRONG, "The clock never ran.")]

    JobRun.objects.create(
        name="shared.outbox_sweep", last_started_at=AT - timedelta(hours=5), last_success_at=AT - timedelta(hours=5)
    )
    assert sentences("clock") == [(Level.WRONG, "The clock has not run for 5 hours.")]


@pytest.mark.django_db
def test_a_clock_at_work_on_a_long_job_is_told_apart_from_one_that_stands_still():
    began = AT - timedelta(minutes=20)
    JobRun.objects.create(name="shared.outbox_sweep", last_started_at=began, last_success_at=began)
    row = JobRun.objects.create(name="shared.old_tasks", last_started_at=began, locked_until=AT + timedelta(minutes=10))
    busy = "The clock has been busy with the job shared.old_tasks for 20 minutes; the others wait."
    assert sentences("clock") == [(Level.LATE, busy)]

    JobRun.objects.filter(pk=row.pk).update(locked_until=AT)
    assert sentences("clock") == [(Level.WRONG, "The clock has not run for 20 minutes.")]


@pytest.mark.django_db
def test_jobs_that_fail_or_are_late_are_named():
    JobRun.objects.create(name="shared.outbox_sweep", last_started_at=AT, last_success_at=AT)
    assert sentences("clock") == [(Level.FINE, "The clock runs, and its jobs end well.")]

    JobRun.objects.create(name="shared.lost_tasks", last_started_at=AT, last_success_at=AT - timedelta(hours=2))
    JobRun.objects.create(name="shared.old_tasks", last_started_at=AT, last_error="OperationalError")
    assert sentences("clock") == [
        (Level.LATE, "The job shared.old_tasks failed. The database did not answer, or was locked (OperationalError)."),
        (Level.LATE, "The job shared.lost_tasks is late."),
    ]


@pytest.mark.django_db
def test_a_part_without_an_answer_is_wrong_and_hides_where_it_is():
    def refuses(at):
        raise ConnectionRefusedError("10.0.0.3:5432 refused")

    register_check("test.part", label="Part", examine=refuses, role=Role.BACKGROUND)
    try:
        found = next(one for one in look(at=AT, roles=(Role.BACKGROUND,)) if one.check.name == "test.part")
    finally:
        health_checks.unregister("test.part")

    assert found.level is Level.WRONG
    assert "ConnectionRefusedError" in str(found.examination.findings[0].sentence)
    assert "10.0.0.3" not in str(found.examination.findings[0].sentence)


def test_the_worst_finding_counts():
    good, bad = fine("a"), fine("b")

    assert worst([*good.findings, *bad.findings]) is Level.FINE
    assert worst([]) is Level.FINE


@pytest.mark.django_db
def test_doctor_says_what_is_wrong_and_what_to_do(capsys):
    with translation.override("en"), pytest.raises(CommandError, match="1 part is wrong"):
        call_command("doctor")

    said = capsys.readouterr().out
    assert "Clock: wrong. The clock never ran.\n    Start it: manage.py klok." in said
    assert "Database: fine. The database answers." in said


@pytest.mark.django_db
def test_missing_migrations_are_told(monkeypatch):
    # Tests build the tables from the models, so a real executor never finds one missing.
    graph = SimpleNamespace(leaf_nodes=list)
    executor = SimpleNamespace(loader=SimpleNamespace(graph=graph), migration_plan=lambda nodes: ["0002"])
    monkeypatch.setattr(checks, "_migrated", False)
    monkeypatch.setattr(checks, "MigrationExecutor", lambda connection: executor)

    assert sentences("migrations") == [(Level.WRONG, "Migrations are missing.")]


@pytest.mark.django_db
def test_operators_read_the_health_of_the_site_without_what_tasks_carry(client, django_user_model):
    operator = django_user_model.objects.create_superuser(email="ops@example.nl", password="x")
    client.force_login(operator)
    task(TaskResultStatus.FAILED, waits=timedelta(), finished_at=AT)
    mail(MailState.GIVEN_UP, last_error="550 no such user")

    page = "".join(client.get(f"/beheer/toestand/{part}").content.decode() for part in ("", "taken/"))

    assert "x.y" in page
    assert "ValueError" in page
    assert "test.mail" in page
    assert "550 no such user" in page
    assert "Noor Bakker" not in page
    assert "noor@example.nl" not in page


@pytest.mark.django_db
def test_operators_send_again_what_was_given_up_or_let_it_go(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser(email="ops@example.nl", password="x"))
    given_up, refused = mail(MailState.GIVEN_UP, text="Hallo", attempts=8), mail(MailState.FAILED)
    other = mail(MailState.GIVEN_UP, text="Dag")
    OutboxMail.objects.filter(pk=other.pk).update(purpose="test.other")

    for purpose, decision in (("test.mail", "retry"), ("test.other", "leave"), ("nobody\x00", "retry"), ("", "")):
        response = client.post("/beheer/toestand/", {"purpose": purpose, "decision": decision})
        assert response.status_code == 302

    assert dict(OutboxMail.objects.values_list("key", "state")) == {
        given_up.key: MailState.QUEUED,
        refused.key: MailState.FAILED,
        other.key: MailState.UNWANTED,
    }
    given_up.refresh_from_db()
    other.refresh_from_db()
    assert (given_up.attempts, given_up.text, other.text) == (0, "Hallo", "")


@pytest.mark.django_db
def test_the_health_of_the_site_is_not_for_others(client, django_user_model):
    client.force_login(django_user_model.objects.create_user(email="noor@example.nl", password="x"))

    assert client.get("/beheer/toestand/").status_code in (302, 403)
