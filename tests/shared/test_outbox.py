import logging
from datetime import UTC, datetime, timedelta
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPSenderRefused

import pytest
from anymail.exceptions import AnymailAPIError, AnymailConfigurationError, AnymailRecipientsRefused
from django.db import transaction
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from portal.settings.mail import mail_settings
from portal.shared.models import OutboxMail
from portal.shared.outbox.actions import (
    OutsideTransaction,
    deliver,
    deliver_waiting,
    erase_recipient,
    outdate,
    post,
    retry_purpose,
)
from portal.shared.outbox.actions.delivery import DeliveryReport, classify
from portal.shared.outbox.messages import Attachment, OutgoingMail
from portal.shared.outbox.rules import LEASE, MAX_ATTEMPTS, Refusal
from portal.shared.outbox.states import Delivery, MailState
from portal.shared.registries.crossings import personal_data
from tests.shared.mail_server import free_port, mail_service

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def mail_to(name="noor", **changes):
    values = {
        "purpose": "test.hello",
        "idempotency_key": f"hello:{name}",
        "to": f"{name}@lindenwaard.example",
        "subject": "Dag",
        "text": "Dag Noor.\n",
        "recipient_kind": "member",
        "recipient_key": name,
    }
    return OutgoingMail(**(values | changes))


def use_server(settings, port):
    for name, value in mail_settings(
        backend="django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port, timeout=1
    ).items():
        setattr(settings, name, value)


@pytest.fixture
def service(settings):
    with mail_service() as (fake, port):
        use_server(settings, port)
        yield fake


def states():
    return list(OutboxMail.objects.order_by("pk").values_list("state", "attempts"))


# --- putting in


@pytest.mark.django_db(transaction=True)
def test_post_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        post(mail_to(), at=AT)

    assert OutboxMail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_leaves_no_mail_and_no_task(service):
    with transaction.atomic():
        post(mail_to(), at=AT)
        transaction.set_rollback(True)

    assert (OutboxMail.objects.count(), DBTaskResult.objects.count()) == (0, 0)
    assert deliver(at=AT) == DeliveryReport()
    assert service.received == []


@pytest.mark.django_db(transaction=True)
def test_a_committed_change_sends_one_mail(service):
    with transaction.atomic():
        post(mail_to(), at=AT)

    waiting = DBTaskResult.objects.get()
    assert waiting.task_path == deliver_waiting.module_path
    assert waiting.args_kwargs == {"args": [], "kwargs": {}}
    assert deliver(at=AT) == DeliveryReport(sent=1)
    assert deliver(at=AT) == DeliveryReport()
    assert len(service.received) == 1


@pytest.mark.django_db(transaction=True)
def test_many_mails_wake_the_worker_once():
    with transaction.atomic():
        for n in range(3):
            post(mail_to(f"lid{n}"), at=AT)
    with transaction.atomic():
        post(mail_to("nog-een"), at=AT)

    assert DBTaskResult.objects.count() == 1


def test_one_occasion_is_one_mail(db):
    first = post(mail_to(), at=AT)
    second = post(mail_to(text="Andere tekst."), at=AT + timedelta(days=1))

    assert first == second
    assert OutboxMail.objects.values_list("text").get() == ("Dag Noor.\n",)


# --- sending


def test_a_mail_arrives_whole(db, service):
    calendar = Attachment("dag.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST")
    picture = Attachment("plaatje.png", b"\x89PNG\x00\xff", "image/png")
    headers = {"List-Unsubscribe": "<https://x.example/af>", "Reply-To": "femke@waddenkust.example"}
    row = post(mail_to(subject="Café ☕", html="<p>Dag</p>", headers=headers, attachments=(calendar, picture)), at=AT)

    deliver(at=AT)

    (message,) = service.received
    parts = {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}
    assert message["Message-ID"] == row.message_id
    assert message["List-Unsubscribe"] == "<https://x.example/af>"
    assert message["Reply-To"] == "femke@waddenkust.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert set(parts) == {"text/plain", "text/html", "text/calendar", "image/png"}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["text/calendar"].get_filename() == "dag.ics"
    assert parts["image/png"].get_payload(decode=True) == b"\x89PNG\x00\xff"


def test_after_sending_only_the_log_remains(db, service):
    post(mail_to(html="<p>Dag</p>", headers={"X-A": "b"}, attachments=(Attachment("a", b"b", "text/plain"),)), at=AT)

    deliver(at=AT)

    row = OutboxMail.objects.get()
    assert (row.state, row.attempts, row.leased_until, row.last_error) == (MailState.SENT, 1, None, "")
    assert AT <= row.sent_at < AT + timedelta(minutes=1)
    assert (row.subject, row.text, row.html, row.headers, row.attachments) == ("", "", "", {}, [])
    assert (row.purpose, row.to) == ("test.hello", "noor@lindenwaard.example")


def test_no_text_can_add_a_header(db, service):
    evil = "Dag\r\nBcc: iedereen@elders.example"
    file = Attachment(name=evil, content=b"x", mimetype="text/plain")
    row = post(mail_to(subject=evil, headers={"X-Naam": evil}, attachments=(file,)), at=AT)
    assert row.attachments[0]["name"] == "Dag Bcc: iedereen@elders.example"

    deliver(at=AT)

    (message,) = service.received
    assert message["Bcc"] is None
    assert [part["Bcc"] for part in message.walk()] == [None] * len(list(message.walk()))
    assert message["Subject"] == "Dag Bcc: iedereen@elders.example"
    assert message["X-Naam"] == "Dag Bcc: iedereen@elders.example"


@pytest.mark.parametrize("mode", ["refuse_421", "refuse_451"])
def test_a_passing_refusal_is_tried_again_later(db, service, mode):
    service.mode = mode
    row = post(mail_to(), at=AT)

    assert deliver(at=AT) == DeliveryReport(refused=1)
    assert deliver(at=AT + timedelta(seconds=50)) == DeliveryReport()
    service.mode = "accept"
    assert deliver(at=AT + timedelta(seconds=65)) == DeliveryReport(sent=1)
    assert service.message_ids == [row.message_id]


def test_a_final_refusal_is_not_tried_again_and_names_no_address(db, service):
    service.mode = "refuse_550"
    post(mail_to(), at=AT)

    deliver(at=AT)
    deliver(at=AT + timedelta(days=1))

    row = OutboxMail.objects.get()
    assert service.asked == 1
    assert (row.state, row.attempts, row.text) == (MailState.FAILED, 1, "")
    assert row.last_error == "SMTPRecipientsRefused: 550 No such user <…>"


def test_a_service_that_hangs_or_cuts_costs_a_copy_but_no_mail(db, service):
    row = post(mail_to(), at=AT)

    for minutes, mode in enumerate(["hang", "cut"]):
        service.mode = mode
        assert deliver(at=AT + timedelta(minutes=10 * minutes)) == DeliveryReport(refused=1)
    service.mode = "accept"
    assert deliver(at=AT + timedelta(minutes=30)) == DeliveryReport(sent=1)

    assert service.message_ids == [row.message_id] * 3


def test_with_the_service_away_a_run_stops_and_nothing_is_lost(db, settings):
    port = free_port()
    use_server(settings, port)
    for n in range(6):
        post(mail_to(f"lid{n}"), at=AT)

    assert deliver(at=AT) == DeliveryReport(refused=3)
    with mail_service(port) as (service, _port):
        assert deliver(at=AT + timedelta(minutes=2)) == DeliveryReport(sent=6)

    assert len(set(service.message_ids)) == 6


def test_waits_grow_and_then_the_mail_is_given_up_and_visible(db, service):
    service.mode = "refuse_451"
    post(mail_to(), at=AT)
    waits, at = [], AT

    for _n in range(MAX_ATTEMPTS):
        deliver(at=at)
        row = OutboxMail.objects.get()
        waits.append(round((row.next_attempt_at - at) / timedelta(minutes=1)))
        at = row.next_attempt_at

    assert waits[:-1] == [1, 5, 15, 60, 240, 240, 240]
    assert row.state == MailState.GIVEN_UP
    assert deliver(at=at + timedelta(days=1)) == DeliveryReport()
    assert list(OutboxMail.objects.stranded()) == [row]


def test_an_operator_revives_a_given_up_mail(db, service):
    row = post(mail_to(), at=AT)
    OutboxMail.objects.update(state=MailState.GIVEN_UP, attempts=8)

    assert retry_purpose(purpose=row.purpose, at=AT) == 1
    assert retry_purpose(purpose=row.purpose, at=AT) == 0
    assert deliver(at=AT) == DeliveryReport(sent=1)


def test_the_worker_is_woken_when_the_revived_mail_is_there_to_read(db, django_capture_on_commit_callbacks):
    row = post(mail_to(), at=AT)
    OutboxMail.objects.update(state=MailState.GIVEN_UP, attempts=8)

    with django_capture_on_commit_callbacks(execute=True):
        retry_purpose(purpose=row.purpose, at=AT)
        before = DBTaskResult.objects.count()

    assert (before, DBTaskResult.objects.count()) == (0, 1)


def test_the_worker_is_woken_when_a_new_mail_is_there_to_read(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post(mail_to(), at=AT)
        before = DBTaskResult.objects.count()

    assert (before, DBTaskResult.objects.count()) == (0, 1)


def test_one_bad_mail_does_not_hold_up_the_others(db, service):
    bad = post(mail_to("slecht"), at=AT)
    OutboxMail.objects.filter(pk=bad.pk).update(attachments=[{"name": "a", "content": "abc", "mimetype": "x/y"}])
    post(mail_to("goed"), at=AT + timedelta(seconds=1))

    deliver(at=AT + timedelta(seconds=2))

    assert [message["To"] for message in service.received] == ["goed@lindenwaard.example"]
    assert states() == [(MailState.FAILED, 1), (MailState.SENT, 1)]


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (AnymailAPIError("bad address", status_code=400), Refusal.FOR_GOOD),
        (AnymailAPIError("unprocessable", status_code=422), Refusal.FOR_GOOD),
        (AnymailAPIError("wrong key", status_code=401), Refusal.UNREACHABLE),
        (AnymailAPIError("slow down", status_code=429), Refusal.FOR_NOW),
        (AnymailAPIError("down", status_code=503), Refusal.FOR_NOW),
        (AnymailAPIError("no answer"), Refusal.UNREACHABLE),
        (AnymailRecipientsRefused(), Refusal.FOR_GOOD),
        (AnymailConfigurationError("no key"), Refusal.UNREACHABLE),
        (SMTPAuthenticationError(535, b"no"), Refusal.UNREACHABLE),
        (SMTPSenderRefused(550, b"no", "x"), Refusal.UNREACHABLE),
        (SMTPDataError(554, b"spam"), Refusal.FOR_GOOD),
        (SMTPDataError(452, b"full"), Refusal.FOR_NOW),
        (ConnectionRefusedError(), Refusal.UNREACHABLE),
        (RuntimeError("?"), Refusal.FOR_NOW),
    ],
    ids=lambda value: repr(value)[:40] if isinstance(value, Exception) else value.value,
)
def test_an_error_about_this_mail_may_be_final_and_one_about_the_service_never(error, refusal):
    assert classify(error) is refusal


# --- crashes


def interrupted(**changes):
    row = post(mail_to(**changes), at=AT)
    OutboxMail.objects.update(state=MailState.SENDING, attempts=1, leased_until=AT + LEASE)
    return row


def test_a_held_mail_is_left_alone_until_the_hold_ends(db, service):
    row = interrupted()

    assert deliver(at=AT + LEASE - timedelta(seconds=2)) == DeliveryReport()
    assert deliver(at=AT + LEASE) == DeliveryReport(sent=1)
    assert service.message_ids == [row.message_id]


def test_a_message_between_people_never_goes_twice(db, service, caplog):
    interrupted(delivery=Delivery.AT_MOST_ONCE)

    with caplog.at_level(logging.ERROR, logger="portal.outbox"):
        assert deliver(at=AT + LEASE) == DeliveryReport()

    assert service.received == []
    assert states() == [(MailState.GIVEN_UP, 1)]


@pytest.mark.parametrize(
    ("mode", "state"),
    [("hang", MailState.GIVEN_UP), ("cut", MailState.GIVEN_UP), ("refuse_451", MailState.QUEUED)],
)
def test_a_message_between_people_is_only_tried_again_when_it_did_not_arrive(db, service, mode, state):
    service.mode = mode
    post(mail_to(delivery=Delivery.AT_MOST_ONCE), at=AT)

    deliver(at=AT)

    assert states() == [(state, 1)]


def test_a_mail_that_kills_its_sender_is_given_up_in_the_end(db, service):
    interrupted()
    OutboxMail.objects.update(attempts=MAX_ATTEMPTS)

    assert deliver(at=AT + LEASE) == DeliveryReport()
    assert states() == [(MailState.GIVEN_UP, MAX_ATTEMPTS)]


# --- keeping


def test_rows_go_after_90_days_and_undelivered_content_after_14(db):
    post(mail_to("oud"), at=AT - timedelta(days=91))
    post(mail_to("gestrand"), at=AT - timedelta(days=15))
    post(mail_to("vers"), at=AT - timedelta(days=13))
    OutboxMail.objects.update(state=MailState.GIVEN_UP, next_attempt_at=F("created_at"))

    assert outdate(at=AT) == 3  # the oldest one is wiped, then deleted
    assert list(OutboxMail.objects.order_by("pk").values_list("recipient_key", "text")) == [
        ("gestrand", ""),
        ("vers", "Dag Noor.\n"),
    ]


def test_erasing_someone_takes_their_mail_and_nobody_elses(db):
    post(mail_to("noor"), at=AT)
    post(mail_to("femke"), at=AT)

    assert erase_recipient(kind="member", key="noor") == 1
    assert OutboxMail.objects.values_list("recipient_key").get() == ("femke",)


def test_the_mail_log_is_exported_and_erased_with_its_member(db):
    post(mail_to("noor"), at=AT)
    post(mail_to("femke"), at=AT)
    log = personal_data.get("shared.outbox")

    exported = log.export("noor")
    erased = [log.erase("noor", at=AT), log.erase("noor", at=AT)]

    assert exported == {
        "mails": [
            {
                "purpose": "test.hello",
                "to": "noor@lindenwaard.example",
                "state": "queued",
                "subject": "Dag",
                "text": "Dag Noor.\n",
                "created_at": "2026-11-23T12:00:00+00:00",
                "sent_at": None,
                "report": "",
            }
        ],
        "refused": [],
    }
    assert erased == [1, 0]
    assert log.export("noor") == {"mails": [], "refused": []}
