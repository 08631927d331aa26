"""A proposal starts from a date in someone's own calendar."""

from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import Meetup
from tests.events.calendars.test_reading import calendar
from tests.factories.network import AffiliationFactory

pytestmark = pytest.mark.django_db
ONE = "\r\n".join(
    (
        "UID:1",
        "DTSTART:20270701T100000",
        "DTEND:20270701T120000",
        "SUMMARY:Toetsen",
        "LOCATION:Aula",
        "DESCRIPTION:Wat we doen.",
    )
)


@pytest.fixture
def page(portal, client, coach):
    AffiliationFactory(member=coach)
    client.force_login(coach)
    return reverse("feeds:import")


def test_one_date_fills_the_form_of_a_proposal(client, page):
    form = client.post(page, {"text": calendar(ONE).decode()}).context["form"]

    assert form["title"].value() == "Toetsen"
    assert form["lead"].value() == "Wat we doen."
    assert form["place"].value() == "Aula"
    assert (form["day"].value(), form["starts"].value(), form["ends"].value()) == (date(2027, 7, 1), time(10), time(12))
    assert not Meetup.objects.exists()


def test_the_filled_form_goes_to_the_proposals(client, page):
    text = client.post(page, {"text": calendar(ONE).decode()}).content.decode()
    assert f'action="{reverse("proposals:propose")}"' in text
    assert f'href="{page}"' in client.get(reverse("proposals:propose")).content.decode()


def test_of_several_dates_one_is_chosen_also_of_a_file(client, page):
    content = calendar(ONE, "UID:2\r\nDTSTART;VALUE=DATE:20270801\r\nSUMMARY:Zomer")
    response = client.post(page, {"file": SimpleUploadedFile("a.ics", content, content_type="text/calendar")})
    text = response.content.decode()

    assert "1 juli 2027 10.00 · Toetsen" in text
    assert "1 augustus 2027 · Zomer" in text
    again = {"text": response.context["form"]["text"].value(), "choice": "1"}
    form = client.post(page, again).context["form"]
    assert (form["title"].value(), form["day"].value()) == ("Zomer", date(2027, 8, 1))
    assert form["starts"].value() is None
    assert "Welke datum?" in client.post(page, {**again, "choice": "99"}).content.decode()


@pytest.mark.parametrize("text", ["", "geen agenda", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_what_can_not_be_read_is_said_in_the_form(client, page, text):
    response = client.post(page, {"text": text})

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_markup_of_a_calendar_stays_text(client, page):
    hostile = ONE.replace("Toetsen", "<script>alert(1)</script>")
    text = client.post(page, {"text": calendar(hostile).decode()}).content.decode()
    assert "<script>alert" not in text


def test_a_visitor_signs_in_first_and_a_stranger_reads_why_not(client, page, stranger):
    client.logout()
    assert client.get(page).status_code == 302
    client.force_login(stranger)
    assert client.get(page).status_code == 403


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=4", "elke week, tot en met 22 juli 2027"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20270801T000000Z", "elke 2 weken, tot en met 29 juli 2027"),
        ("RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=3", "elke maand, tot en met 2 september 2027"),
        ("RDATE:20270708T100000,20270715T100000", "elke week, tot en met 15 juli 2027"),
    ],
)
def test_a_series_that_a_meetup_can_have_is_offered_whole(client, page, rule, words):
    response = client.post(page, {"text": calendar(f"{ONE}\r\n{rule}").decode()})
    text = response.content.decode()

    assert f"Stel ook de datums erna voor: {words}." in text
    assert "Deze datum komt terug. Kies hieronder" in text


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=DAILY;COUNT=5",
        "RRULE:FREQ=WEEKLY;BYDAY=TH,FR;COUNT=6",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;COUNT=6",
        "RRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE:20270708T100000",
        "RRULE:FREQ=SECONDLY",
        "RDATE:20270708T140000",
    ],
)
def test_of_any_other_series_the_form_says_that_it_gives_the_first_date(client, page, rule):
    response = client.post(page, {"text": calendar(f"{ONE}\r\n{rule}").decode()})

    assert "op een manier die we niet kunnen overnemen" in response.content.decode()
    assert "with_series" not in response.context["form"].fields


def test_without_a_series_nothing_is_said_of_one(client, page):
    response = client.post(page, {"text": calendar(ONE).decode()})
    assert "komt terug" not in response.content.decode()
    assert "with_series" not in response.context["form"].fields
