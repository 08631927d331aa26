"""Mail that comes back: told to its owner alone, and over as soon as mail arrives."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from network.bouncing.actions import TESTS_PER_DAY, send_test_mail
from network.bouncing.errors import TooManyTestMails
from network.bouncing.reads import bounce_of
from network.bouncing.todos import TODOS
from portal.shared.mail_reports.actions import note_report
from portal.shared.models import OutboxMail
from portal.shared.outbox.actions import post
from portal.shared.outbox.states import MailReport, MailState
from tests.factories.network import MemberFactory
from tests.shared.test_outbox import mail_to
from tests.todos import todos_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CHECK = "/mijn/mailadres/"


def reported(address: str, report: MailReport, *, at: datetime, occasion: str = "") -> OutboxMail:
    mail = post(mail_to(to=address, idempotency_key=occasion or f"{address}:{report}:{at}"), at=at)
    OutboxMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=at)
    note_report(key=mail.key, address=address, report=report, happened_at=at, at=at)
    return mail


def test_it_counts_from_the_first_mail_that_came_back_since_one_arrived(coach):
    for days, report in enumerate(
        [MailReport.BOUNCED, MailReport.DELIVERED, MailReport.BOUNCED, MailReport.DELAYED, MailReport.BOUNCED]
    ):
        reported(coach.email, report, at=AT + days * DAY)

    assert bounce_of(coach).since == AT + 2 * DAY


def test_the_own_page_and_the_page_of_mail_tell_the_owner(client, coach):
    reported(coach.email, MailReport.BOUNCED, at=AT)
    client.force_login(coach)

    assert [item.title for item in todos_of(TODOS, coach, at=AT + DAY)] == ["Onze mail aan jou komt terug"]
    for path in (CHECK, reverse("following:mail_choices"), reverse("account_email")):
        page = client.get(path).content.decode()
        assert "23 november 2026" in page, path
        assert coach.email in page


def test_nobody_else_is_told(client, coach, other_coach):
    reported(coach.email, MailReport.BOUNCED, at=AT)
    operator = MemberFactory(is_superuser=True)

    for member in (other_coach, operator):
        client.force_login(member)
        assert todos_of(TODOS, member, at=AT + DAY) == []
        assert client.get(CHECK).context["bounce"] is None
        for path in (reverse("following:mail_choices"), reverse("account_email"), coach.get_absolute_url()):
            assert CHECK not in client.get(path).content.decode()


def test_a_test_mail_goes_out_although_mail_comes_back_and_its_link_ends_it(client, coach, mailoutbox):
    reported(coach.email, MailReport.BOUNCED, at=timezone.now() - DAY)
    client.force_login(coach)

    client.post(CHECK)
    mail = OutboxMail.objects.get(purpose="bouncing.test")
    path = re.search(r"/mail-kwam-aan/[^/\s]+/", mail.text)[0]
    assert client.get(CHECK).context["bounce"].test_is_waiting is True

    client.logout()
    client.get(path)
    assert bounce_of(coach) is not None
    client.post(path)

    assert bounce_of(coach) is None
    assert todos_of(TODOS, coach, at=timezone.now()) == []
    assert client.post(path).status_code in (404, 410)


def test_a_report_of_the_mail_service_ends_it_too(coach):
    reported(coach.email, MailReport.BOUNCED, at=AT)

    reported(coach.email, MailReport.DELIVERED, at=AT + DAY)

    assert bounce_of(coach) is None


def test_a_test_mail_that_comes_back_is_told(client, coach):
    reported(coach.email, MailReport.BOUNCED, at=timezone.now() - DAY)
    mail = send_test_mail(member=coach, at=timezone.now())
    note_report(
        key=mail.key, address=coach.email, report=MailReport.BOUNCED, happened_at=timezone.now(), at=timezone.now()
    )
    client.force_login(coach)

    assert "kwam ook terug" in client.get(CHECK).content.decode()


def test_test_mails_have_a_limit_and_it_is_told_in_words(client, coach):
    for _n in range(TESTS_PER_DAY):
        send_test_mail(member=coach, at=AT)
    with pytest.raises(TooManyTestMails):
        send_test_mail(member=coach, at=AT)

    client.force_login(coach)
    for _n in range(TESTS_PER_DAY + 1):
        answer = client.post(CHECK, follow=True)
    assert "probeer het morgen opnieuw" in answer.content.decode()


def test_another_address_is_no_longer_about_the_old_one(coach):
    reported(coach.email, MailReport.BOUNCED, at=AT)
    coach.email = "noor@nieuw.example"
    coach.save()

    assert bounce_of(coach) is None


def test_without_a_bounce_the_page_says_so(client, coach):
    client.force_login(coach)

    assert f"komt mail aan {coach.email} aan." in client.get(CHECK).content.decode()
