from datetime import UTC, date, datetime

import pytest
from django.urls import NoReverseMatch, reverse

from portal.shared.models import MailIntro, OutboxMail, SchoolHoliday
from portal.shared.outbox.actions import post
from portal.shared.outbox.states import MailState
from tests.factories.network import MemberFactory
from tests.shared.test_outbox import mail_to

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def operator_client(client, site):
    client.force_login(MemberFactory(email="beheer@bruggenbouwen.example", is_superuser=True))
    return client


def test_a_given_up_mail_is_visible_without_its_content(operator_client):
    row = post(mail_to(subject="Geheim onderwerp", text="Geheime tekst"), at=AT)
    OutboxMail.objects.update(state=MailState.GIVEN_UP, last_error="SMTPDataError: 452 full")

    listed = operator_client.get(reverse("outboxmail:index"), {"state": "given_up"})
    shown = operator_client.get(reverse("outboxmail:inspect", args=[row.pk]))

    assert list(listed.context["object_list"]) == [row]
    assert shown.status_code == 200
    for page in (listed.content.decode(), shown.content.decode()):
        assert "SMTPDataError: 452 full" in page
        assert "Geheim" not in page


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy"])
def test_no_mail_is_changed_in_the_log(db, name):
    with pytest.raises(NoReverseMatch):
        reverse(f"outboxmail:{name}", args=[] if name == "add" else [1])


def test_editors_add_a_school_holiday(operator_client):
    answers = {"name": "herfstvakantie", "region": "zuid", "starts_on": "2030-10-12", "ends_on": "2030-10-20"}

    response = operator_client.post(reverse("schoolholiday:add"), answers)

    assert response.status_code == 302
    assert SchoolHoliday.objects.values_list("region", "ends_on").get() == ("zuid", date(2030, 10, 20))


def test_a_holiday_that_ends_before_it_starts_is_refused(operator_client):
    answers = {"name": "herfstvakantie", "region": "zuid", "starts_on": "2030-10-12", "ends_on": "2030-10-01"}

    response = operator_client.post(reverse("schoolholiday:add"), answers)

    assert response.context["form"].non_field_errors() == [
        "De laatste dag ligt voor de eerste dag. Controleer ze allebei."
    ]
    assert SchoolHoliday.objects.count() == 0


def test_editors_write_the_opening_words_of_a_mail(operator_client):
    operator_client.post(reverse("mailintro:add"), {"purpose": "events.registration_confirmed", "text": "Fijn!"})

    assert MailIntro.objects.values_list("purpose", "text").get() == ("events.registration_confirmed", "Fijn!")
