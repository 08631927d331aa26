"""What a mail service reports, and what becomes of an address that bounces or a reader who complains."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.shared.mail_reports.actions import note_report
from portal.shared.mail_reports.rules import report_of
from portal.shared.mail_reports.services import SERVICES
from portal.shared.models import MailRefusal, OutboxMail
from portal.shared.outbox.actions import deliver, post
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.states import MailReport, MailState
from portal.shared.outbox.topics import MailTopic, mail_topics

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
SECRET = "reports:only-for-this-test-0123456789"
AUTHORIZATION = {"Authorization": "Basic " + base64.b64encode(SECRET.encode()).decode()}
NOOR = "noor@lindenwaard.example"
# Long before the clock of the machine, so that no report comes from the future.
WHEN = int(datetime(2026, 3, 1, 9, tzinfo=UTC).timestamp())


@pytest.fixture
def use(settings):
    """Choose a mail service, as production does by its settings."""

    def choose(name: str) -> None:
        settings.PORTAL_MAIL_SERVICE = name
        settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": "signing"}

    return choose


@pytest.fixture
def topic():
    """A kind of mail that a reader can do without."""
    row = mail_topics.register("test.news", MailTopic("test.news", "News", "", ("test.news",)))
    yield row
    mail_topics.unregister("test.news")


def sent(purpose: str = "test.hello", *, to: str = NOOR, at: datetime = AT) -> OutboxMail:
    with transaction.atomic():
        mail = post(
            OutgoingMail(
                purpose=purpose,
                idempotency_key=f"{purpose}-{OutboxMail.objects.count()}",
                to=to,
                subject="Dag",
                text="Dag",
                recipient_kind="member",
                recipient_key="noor",
            ),
            at=at,
        )
    OutboxMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=at)
    return mail


def brevo(event: str, key: str, *, to: str = NOOR, when: int = WHEN) -> dict:
    return {
        "event": event,
        "email": to,
        "ts_epoch": when * 1000,
        "message-id": "<x@y>",
        "X-Mailin-custom": json.dumps({"outbox": key}),
    }


def tell(client, body, **headers):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post("/webhooks/mail/", content, content_type="application/json", headers=AUTHORIZATION | headers)


def report_on(mail: OutboxMail) -> tuple[str, datetime | None]:
    mail.refresh_from_db()
    return mail.report, mail.reported_at


@pytest.mark.parametrize(
    ("event", "reason", "is_soft", "report"),
    [
        ("delivered", None, False, MailReport.DELIVERED),
        ("bounced", "bounced", False, MailReport.BOUNCED),
        ("bounced", "invalid", False, MailReport.BOUNCED),
        ("bounced", "bounced", True, MailReport.DELAYED),
        ("bounced", "blocked", False, MailReport.DELAYED),
        ("deferred", None, False, MailReport.DELAYED),
        ("complained", "spam", False, MailReport.COMPLAINED),
        ("unsubscribed", None, False, MailReport.UNSUBSCRIBED),
        ("rejected", "invalid", False, MailReport.BOUNCED),
        ("rejected", "unsubscribed", False, MailReport.UNSUBSCRIBED),
        ("rejected", "blocked", False, None),
        ("opened", None, False, None),
        ("clicked", None, False, None),
        ("unknown", None, False, None),
    ],
)
def test_what_a_report_means(event, reason, is_soft, report):
    assert report_of(event_type=event, reject_reason=reason, is_soft=is_soft) == report


@pytest.mark.django_db
def test_without_a_service_or_a_secret_nobody_reports(client, settings):
    assert tell(client, brevo("delivered", "x")).status_code == 404

    settings.PORTAL_MAIL_SERVICE = "brevo"
    assert tell(client, brevo("delivered", "x")).status_code == 404


@pytest.mark.django_db
def test_a_wrong_secret_changes_nothing(client, use):
    use("brevo")
    mail = sent()

    for wrong in ("", "Basic " + base64.b64encode(b"reports:guess").decode(), "Bearer x"):
        answer = tell(client, brevo("hard_bounce", mail.key), Authorization=wrong)
        assert answer.status_code in (400, 403)

    assert report_on(mail) == ("", None)


@pytest.mark.django_db
def test_only_the_chosen_service_is_understood(client, use):
    use("brevo")
    mail = sent()

    tell(client, {"RecordType": "Bounce", "Type": "HardBounce", "Email": NOOR, "Metadata": {"outbox": mail.key}})

    assert report_on(mail) == ("", None)


def mailgun(mail: OutboxMail, event: str, **data) -> dict:
    token, stamp = "t" * 50, str(WHEN)
    signature = hmac.new(b"signing", (stamp + token).encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": event, "timestamp": WHEN, "id": "e1", "recipient": mail.to,
            "user-variables": {"outbox": mail.key}, "message": {"headers": {"message-id": "x"}}, **data,
        },
    }  # fmt: skip


CASES = {
    ("brevo", MailReport.BOUNCED): lambda mail: brevo("hard_bounce", mail.key),
    ("brevo", MailReport.DELAYED): lambda mail: brevo("soft_bounce", mail.key),
    ("brevo", MailReport.DELIVERED): lambda mail: brevo("delivered", mail.key),
    ("brevo", MailReport.COMPLAINED): lambda mail: brevo("spam", mail.key),
    ("mailgun", MailReport.BOUNCED): lambda mail: mailgun(mail, "failed", severity="permanent", reason="bounce"),
    ("mailgun", MailReport.DELAYED): lambda mail: mailgun(mail, "failed", severity="temporary", reason="generic"),
    ("mailgun", MailReport.DELIVERED): lambda mail: mailgun(mail, "delivered"),
    ("mailjet", MailReport.BOUNCED): lambda mail: {
        "event": "bounce", "time": WHEN, "email": mail.to, "hard_bounce": True, "error": "user unknown",
        "Payload": json.dumps({"outbox": mail.key}),
    },
    ("mailjet", MailReport.DELAYED): lambda mail: {
        "event": "bounce", "time": WHEN, "email": mail.to, "hard_bounce": False, "error": "mailbox inactive",
        "Payload": json.dumps({"outbox": mail.key}),
    },
    ("postmark", MailReport.BOUNCED): lambda mail: {
        "RecordType": "Bounce", "Type": "HardBounce", "Email": mail.to, "BouncedAt": "2026-03-01T09:00:00Z",
        "Metadata": {"outbox": mail.key},
    },
    ("postmark", MailReport.DELAYED): lambda mail: {
        "RecordType": "Bounce", "Type": "SoftBounce", "Email": mail.to, "BouncedAt": "2026-03-01T09:00:00Z",
        "Metadata": {"outbox": mail.key},
    },
    ("postmark", MailReport.COMPLAINED): lambda mail: {
        "RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": mail.to,
        "BouncedAt": "2026-03-01T09:00:00Z", "Metadata": {"outbox": mail.key},
    },
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("service", "report"), CASES)
def test_each_service_is_understood(client, use, service, report):
    use(service)
    mail, other = sent(), sent()

    assert tell(client, CASES[service, report](mail)).status_code == 200

    assert report_on(mail) == (report, datetime.fromtimestamp(WHEN, UTC))
    assert report_on(other) == ("", None)


@pytest.mark.django_db
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "body",
    [
        "", "{", "null", "[]", "[null]", "7", '"x"', "{}", '{"event-data": 3}', '{"event": {}}', '{"RecordType": []}',
        '{"event": "hard_bounce", "email": 5}', '{"event": "hard_bounce", "email": "a@b\\u0000.nl"}',
        '{"event": "hard_bounce", "email": "a@b.nl", "ts_epoch": "later"}',
        '{"event": "hard_bounce", "email": "a@b.nl", "ts_epoch": 1e300}', b"\xff\xfe", "[" * 5000,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_the_senders_fault(client, use, service, body):
    use(service)

    assert tell(client, body).status_code in (200, 400, 403)


@pytest.mark.django_db
def test_replay_and_reorder_change_nothing(client, use):
    use("brevo")
    mail = sent()
    bounced, delivered = brevo("hard_bounce", mail.key, when=WHEN + 60), brevo("delivered", mail.key)

    for body in (bounced, delivered, bounced, delivered, delivered):
        for _time in range(3):
            assert tell(client, body).status_code == 200

    assert report_on(mail) == (MailReport.BOUNCED, datetime.fromtimestamp(WHEN + 60, UTC))


@pytest.mark.django_db
def test_a_report_about_a_stranger_is_dropped(client, use):
    use("brevo")
    mail = sent()

    assert tell(client, brevo("hard_bounce", mail.key, to="stranger@elsewhere.example")).status_code == 200
    assert tell(client, brevo("hard_bounce", "", to="stranger@elsewhere.example")).status_code == 200

    assert report_on(mail) == ("", None)
    assert not OutboxMail.objects.filter(to__contains="stranger").exists()


@pytest.mark.django_db
def test_a_report_from_the_future_counts_from_now():
    mail = sent()

    note_report(key=mail.key, address=NOOR, report=MailReport.BOUNCED, happened_at=AT + timedelta(days=400), at=AT)

    assert report_on(mail) == (MailReport.BOUNCED, AT)


@pytest.mark.django_db(transaction=True)
def test_an_address_that_bounces_gets_only_what_must_arrive(topic, mailoutbox):
    first = sent()
    note_report(key=first.key, address=NOOR, report=MailReport.BOUNCED, happened_at=AT, at=AT)
    for purpose in ("test.news", "test.code"):
        mail = sent(purpose)
        OutboxMail.objects.filter(pk=mail.pk).update(state=MailState.QUEUED, sent_at=None)

    deliver(at=AT)

    assert dict(OutboxMail.objects.values_list("purpose", "state")) == {
        "test.hello": MailState.SENT,
        "test.news": MailState.BOUNCING,
        "test.code": MailState.SENT,
    }
    assert len(mailoutbox) == 1
    assert OutboxMail.objects.get(purpose="test.news").text == ""

    note_report(
        key="",
        address=NOOR,
        report=MailReport.DELIVERED,
        happened_at=AT + timedelta(hours=1),
        at=AT + timedelta(hours=1),
    )
    assert OutboxMail.objects.bounces(NOOR) is False


@pytest.mark.django_db
def test_a_delayed_mail_says_nothing_of_the_address(topic):
    mail = sent()

    note_report(key=mail.key, address=NOOR, report=MailReport.DELAYED, happened_at=AT, at=AT)

    assert OutboxMail.objects.bounces(NOOR) is False


@pytest.mark.django_db
def test_who_complains_gets_no_mail_that_can_be_done_without(topic):
    mail = sent()

    for _time in range(2):
        note_report(key=mail.key, address=NOOR, report=MailReport.COMPLAINED, happened_at=AT, at=AT)

    refused = set(MailRefusal.objects.filter(recipient_key="noor").values_list("topic", flat=True))
    assert refused == {one.name for one in mail_topics}


@pytest.mark.django_db
def test_a_complaint_that_comes_twice_does_not_overrule_who_wants_the_mail_again(topic):
    mail = sent()
    complaint = {"key": mail.key, "address": NOOR, "report": MailReport.COMPLAINED, "happened_at": AT}
    note_report(**complaint, at=AT)
    MailRefusal.objects.all().delete()

    note_report(**complaint, at=AT + timedelta(days=3))

    assert not MailRefusal.objects.exists()


@pytest.mark.django_db
def test_what_arrives_and_is_called_spam_in_one_second_is_spam(topic):
    mail = sent()

    for report in (MailReport.DELIVERED, MailReport.COMPLAINED, MailReport.DELIVERED):
        note_report(key=mail.key, address=NOOR, report=report, happened_at=AT, at=AT)

    assert report_on(mail) == (MailReport.COMPLAINED, AT)


@pytest.mark.django_db
def test_who_unsubscribes_after_a_bounce_does_get_mail(topic):
    old, later = sent(), sent()
    note_report(key=old.key, address=NOOR, report=MailReport.BOUNCED, happened_at=AT - timedelta(days=9), at=AT)

    note_report(key=later.key, address=NOOR, report=MailReport.UNSUBSCRIBED, happened_at=AT, at=AT)

    assert OutboxMail.objects.bounces(NOOR) is False


@pytest.mark.django_db
def test_a_report_for_another_of_the_views_is_the_senders_fault(client, use):
    use("brevo")
    assert tell(client, {"items": []}).status_code == 400
    use("postmark")
    assert tell(client, {"FromFull": {}, "From": "a@b.nl"}).status_code == 400


@pytest.mark.django_db
def test_who_unsubscribes_at_the_service_ends_that_kind_of_mail(topic):
    mail = sent("test.news")

    note_report(key=mail.key, address=NOOR, report=MailReport.UNSUBSCRIBED, happened_at=AT, at=AT)

    assert list(MailRefusal.objects.values_list("topic", flat=True)) == ["test.news"]


@pytest.mark.django_db
def test_a_thousand_reports_a_minute_are_no_burden(client, use, django_assert_max_num_queries):
    use("brevo")
    mail = sent()

    with django_assert_max_num_queries(4):
        tell(client, brevo("delivered", mail.key, when=int(timezone.now().timestamp()) - 5))
