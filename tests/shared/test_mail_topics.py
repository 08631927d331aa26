"""Mail that a reader can do without: refused by topic, marked for mail programs, never by mistake what is essential."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from portal.shared.outbox.actions import erase_refusals, post, refuse_topic, welcome_topic
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.previews import mail_samples
from portal.shared.outbox.states import MailState
from portal.shared.outbox.topics import MailTopic, UnknownSecret, mail_topics, read_secret, secret_for

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _topic():
    mail_topics.register("proef", MailTopic("proef", "Proefmail", "Om te proberen.", ("proef.nieuws",)))
    yield
    mail_topics.unregister("proef")


def send(purpose: str, *, key: str = "noor", occasion: str = "1") -> OutboxMail:
    mail = OutgoingMail(
        purpose=purpose,
        idempotency_key=f"{purpose}:{key}:{occasion}",
        to=f"{key}@school.example",
        subject="Dag",
        text="Dag.",
        recipient_kind="member" if key else "",
        recipient_key=key,
    )
    with transaction.atomic():
        return post(mail, at=AT)


def test_refused_mail_is_noted_without_content_and_not_sent(db):
    refuse_topic(kind="member", key="noor", topic="proef", at=AT)

    refused, other = send("proef.nieuws"), send("proef.nieuws", key="femke")

    assert (refused.state, refused.text, other.state) == (MailState.UNWANTED, "", MailState.QUEUED)
    assert list(OutboxMail.objects.due(AT)) == [other]


def test_essential_mail_always_arrives(db):
    refuse_topic(kind="member", key="noor", topic="proef", at=AT)

    assert send("proef.code").state == MailState.QUEUED


def test_only_mail_that_can_be_refused_carries_the_button(db):
    headers = [send(purpose).headers for purpose in ("proef.nieuws", "proef.code")]

    assert sorted(headers[0]) == ["List-Unsubscribe", "List-Unsubscribe-Post"]
    assert headers[0]["List-Unsubscribe"].startswith("<http")
    assert headers[1] == {}


def test_someone_without_a_login_has_nothing_to_refuse(db):
    assert send("proef.nieuws", key="").headers == {}


def test_refusing_and_welcoming_say_whether_they_changed_something(db):
    assert [refuse_topic(kind="member", key="noor", topic="proef", at=AT) for _time in range(2)] == [True, False]
    assert [welcome_topic(kind="member", key="noor", topic="proef") for _time in range(2)] == [True, False]


def test_choices_go_with_the_person(db):
    refuse_topic(kind="member", key="noor", topic="proef", at=AT)
    refuse_topic(kind="member", key="femke", topic="proef", at=AT)

    assert [erase_refusals(kind="member", key="noor") for _time in range(2)] == [1, 0]


def test_secret_names_reader_and_topic_and_can_not_be_made_up():
    key, topic = read_secret(secret_for(key="noor", topic="proef"))
    assert (key, topic.name) == ("noor", "proef")

    for wrong in ("", "x", secret_for(key="noor", topic="proef")[:-1], secret_for(key="noor", topic="weg")):
        with pytest.raises(UnknownSecret):
            read_secret(wrong)


def test_every_topic_is_made_of_mails_that_exist():
    known = {sample.purpose for sample in mail_samples}
    asked = {purpose for topic in mail_topics if topic.name != "proef" for purpose in topic.purposes}

    assert asked - known == set()


def test_no_purpose_stands_in_two_topics():
    purposes = [purpose for topic in mail_topics for purpose in topic.purposes]

    assert len(purposes) == len(set(purposes))


@pytest.mark.parametrize("key", mail_samples.names())
def test_every_mail_is_text_and_html_with_a_link_to_the_choices(db, key):
    mail = mail_samples.get(key).render()

    assert mail.subject
    assert mail.text.strip()
    assert "<html" in mail.html
    assert "/mijn/mail/" in mail.html
