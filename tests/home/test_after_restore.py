"""A restored backup is safe to open: nobody erased comes back, no mail leaves twice, everything is found."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from network.models import DeletionRequest, Erasure, Member
from network.privacy.actions import erase_person
from portal.shared.jobs.registry import jobs, register_job
from portal.shared.models import OutboxMail
from portal.shared.outbox.actions import deliver, post, retry_purpose
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.states import MailState
from tests.factories.network import MemberFactory


def waiting(occasion: str) -> OutgoingMail:
    return OutgoingMail(
        purpose="test.hello", idempotency_key=occasion, to="noor@lindenwaard.example", subject="Dag", text="Dag"
    )


@pytest.fixture
def reminder():
    """A job of the clock that finds, as jobs do, what is due and not yet sent."""

    def remind(at) -> None:
        for number in range(3):
            if not OutboxMail.objects.filter(idempotency_key=f"due-{number}").exists():
                with transaction.atomic():
                    post(waiting(f"due-{number}"), at=at)
                return

    register_job("test.remind", every=timedelta(hours=1), run=remind)
    yield
    jobs.unregister("test.remind")


def restore() -> str:
    said = io.StringIO()
    call_command("after_restore", stdout=said)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_no_mail_that_waited_or_came_due_leaves_by_itself(reminder, mailoutbox):
    now = timezone.now()
    with transaction.atomic():
        post(waiting("waited"), at=now)

    restore()
    deliver(at=timezone.now())

    held = {mail.idempotency_key: mail.state for mail in OutboxMail.objects.filter(purpose="test.hello")}
    assert held == dict.fromkeys(["waited", "due-0", "due-1", "due-2"], MailState.GIVEN_UP)
    assert mailoutbox == []
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_operator_sends_what_should_leave_after_all(mailoutbox):
    with transaction.atomic():
        mail = post(waiting("waited"), at=timezone.now())
    restore()

    assert retry_purpose(purpose=mail.purpose, at=timezone.now())
    deliver(at=timezone.now())

    assert [message.to for message in mailoutbox] == [["noor@lindenwaard.example"]]


@pytest.mark.django_db(transaction=True)
def test_who_was_erased_since_the_backup_does_not_come_back(settings, tmp_path):
    settings.PORTAL_PRIVATE_DIR = tmp_path
    gone = MemberFactory(given_name="Weg")
    erase_person(member_key=gone.key, at=timezone.now())
    # An old backup: the person is back, and the table knows nothing of the erasure.
    Erasure.objects.all().delete()
    Member.objects.filter(pk=gone.pk).update(email="weg@school.example", given_name="Weg", is_active=True)

    restore()
    restore()

    assert list(Member.objects.filter(pk=gone.pk).values_list("given_name", "is_active")) == [("", False)]


@pytest.mark.django_db(transaction=True)
def test_the_files_of_erased_people_are_still_deleted(settings):
    waiting = {"backend_name": "default", "args_kwargs": {"args": [], "kwargs": {}}, "run_after": timezone.now()}
    for path in (
        "wagtail.tasks.delete_file_from_storage_task",
        "portal.shared.outbox.actions.delivery.deliver_waiting",
    ):
        DBTaskResult.objects.create(task_path=path, status=TaskResultStatus.READY, **waiting)

    restore()

    assert list(DBTaskResult.objects.values_list("task_path", flat=True)) == [
        "wagtail.tasks.delete_file_from_storage_task"
    ]


@pytest.mark.django_db(transaction=True)
def test_who_stayed_after_all_is_not_erased_by_an_older_wish_to_leave():
    member = MemberFactory()
    now = timezone.now()
    request = DeletionRequest.objects.create(
        member=member, asked_at=now - timedelta(days=20), erase_at=now - timedelta(days=6)
    )

    restore()

    request.refresh_from_db()
    assert request.erase_at > now + timedelta(days=13)
    assert Member.objects.get(pk=member.pk).is_active
