"""The list of people as a file."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from events.registrations.models import AccessNeed, MeetupQuestion, RegistrationAnswer
from events.registrations.states import RegistrationState
from tests.events.desk.conftest import NOW
from tests.factories.events import RegistrationFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db


def url(name, date):
    return reverse(f"desk:{name}", args=[date.meetup.key, date.key])


@pytest.fixture
def rows(date):
    question = MeetupQuestion.objects.create(meetup=date.meetup, label="=SUM(A1)", kind="text")
    member = MemberFactory(given_name="Anna", family_name="Jansen", email="anna@school.example")
    first = RegistrationFactory(
        occurrence=date, member=member, override_reason="+31 6 123", created_at=NOW, mode="online"
    )
    RegistrationAnswer.objects.create(registration=first, question=question, value="=HYPERLINK(1)")
    AccessNeed.objects.create(registration=first, text="Een lift")
    RegistrationFactory(
        occurrence=date,
        member=None,
        guest_name="@Zoë",
        guest_email="zoe@elders.example",
        guest_organisation="-Elders",
        state=RegistrationState.WAITLISTED,
        queued_at=NOW,
        created_at=NOW,
    )


def test_csv_holds_what_organisers_see_and_no_formula_need_or_address(organiser, date, rows):
    response = organiser.get(url("csv", date))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert table[0][0] == "Naam"
    assert table[0][-1] == "'=SUM(A1)"
    assert table[1] == [
        "Anna Jansen",
        "",
        "bevestigd",
        "online",
        "",
        "",
        "",
        "",
        "'+31 6 123",
        "",
        "2027-01-04 09:00",
        "'=HYPERLINK(1)",
    ]
    assert table[2][:6] == ["'@Zoë", "'-Elders", "op de wachtlijst", "in de zaal", "", "1"]
    assert "Een lift" not in text
    assert "school.example" not in text
    assert "elders.example" not in text
    assert response["Cache-Control"] == "private, no-store"
    assert "Mensen%20Samen%20verder%202027-02-11.csv" in response["Content-Disposition"] or (
        'filename="Mensen Samen verder 2027-02-11.csv"' in response["Content-Disposition"]
    )


def test_a_sheet_holds_the_same_and_follows_the_filters(organiser, date, rows):
    response = organiser.get(url("xlsx", date) + "?status=waitlisted")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in cells] == ["Naam", "'@Zoë"]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_the_links_carry_the_filters(organiser, date, rows):
    text = organiser.get(url("people", date) + "?status=waitlisted&naam=zo").content.decode()
    assert f"{url('csv', date)}?status=waitlisted&amp;naam=zo" in text
