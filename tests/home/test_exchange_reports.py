"""The reports of exchanges: open to the programme team alone, right, and safe to open in a spreadsheet."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from network.members.actions import ensure_groups
from network.members.states import CONVERSATION_LEADERS, EDITORS, MODERATORS, PROGRAMME_TEAM
from tests.factories.exchange_bridges import DAY, ExchangeFactory, PlainOfferFactory, PlainWishFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

REPORTS = ["figures", "schools", "list"]
ASKED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme_lead(site):
    ensure_groups()
    return member_in(PROGRAMME_TEAM)


@pytest.fixture
def team_client(client, programme_lead):
    client.force_login(programme_lead)
    return client


@pytest.fixture
def exchange():
    """One finished exchange of two named people between two named schools."""
    guest = MemberFactory(given_name="Zwaluw", family_name="Gastmans")
    host = MemberFactory(given_name="Zwaluw", family_name="Gastheers")
    return ExchangeFactory(
        guest=guest,
        host=host,
        guest_institution=InstitutionFactory(name="Brug College", label="(voorbeeld)"),
        host_institution=InstitutionFactory(name="Waddenkust"),
        asked_at=ASKED,
        agreed_at=ASKED + timedelta(days=8),
    )


def address(name: str) -> str:
    return reverse(f"exchange_{name}_report")


def rows_of(client, name: str, **query):
    answer = client.get(address(name), query)
    assert answer.status_code == 200
    return answer.context["object_list"]


def member_in(*groups: str, **columns):
    member = MemberFactory(**columns)
    member.groups.set(Group.objects.filter(name__in=groups))
    return member


def refused(client, url: str) -> bool:
    """Whether someone who may enter /beheer/ is sent back, or anyone else is asked to sign in."""
    return client.get(url).status_code == 302


def test_reports_open_for_the_programme_team_alone(client, programme_lead, exchange):
    urls = [reverse(f"exchange_{name}_{part}") for name in REPORTS for part in ("report", "report_results")]
    urls += [f"{address(name)}?export={kind}" for name in REPORTS for kind in ("csv", "xlsx")]
    people = {
        "visitor": None,
        "member": member_in(),
        "guest": exchange.guest,
        "coordinator": AffiliationFactory(
            institution=exchange.guest_institution, state="confirmed", is_coordinator=True
        ).member,
        "conversation leader": member_in(CONVERSATION_LEADERS),
        "editor": member_in(EDITORS),
        "moderator": member_in(MODERATORS),
        "editor, moderator and leader": member_in(EDITORS, MODERATORS, CONVERSATION_LEADERS),
        "operator": member_in(is_superuser=True),
        "programme team": programme_lead,
        "operator of the programme team": member_in(PROGRAMME_TEAM, is_superuser=True),
    }

    opened = {}
    for who, person in people.items():
        client.logout()
        if person:
            client.force_login(person)
        opened[who] = [url for url in urls if not refused(client, url)]

    assert opened == {who: [] for who in people} | {
        "programme team": urls,
        "operator of the programme team": urls,
    }


def test_menu_names_the_reports_to_the_programme_team_alone(client, programme_lead):
    seen = []
    for person in (programme_lead, member_in(EDITORS), member_in(is_superuser=True)):
        client.force_login(person)
        html = client.get("/beheer/").content.decode()
        seen.append([address(name) in html for name in REPORTS])

    assert seen == [[True] * 3, [False] * 3, [False] * 3]


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("export", ["", "csv"])
def test_no_report_names_a_person(team_client, exchange, name, export):
    answer = team_client.get(address(name), {"export": export} if export else {})

    body = b"".join(answer.streaming_content) if export else answer.content
    assert b"Gast" not in body.replace(b"School van de gast", b"")
    assert exchange.guest.key.encode() not in body


def test_figures_are_counted_per_direction_and_in_all(team_client, exchange):
    ExchangeFactory(direction="coach_to_coach", state="running")
    ExchangeFactory(state="cancelled", cancel_reason="no_cover")
    PlainOfferFactory()
    PlainWishFactory(state="lapsed")

    rows = [
        (row.teacher_to_ict, row.ict_to_teaching, row.coach_to_coach, row.total)
        for row in rows_of(team_client, "figures")
    ]

    filled = {place: numbers for place, numbers in enumerate(rows) if any(numbers)}
    assert filled == {
        # States of exchanges: planning, agreed, running, finished, did not take place; then half-days.
        2: (0, 0, 1, 1),
        3: (1, 0, 0, 1),
        4: (1, 0, 0, 1),
        5: (2, 0, 2, 4),
        # The first of seven reasons.
        6: (1, 0, 0, 1),
        # How many were agreed, and the days from application to agreement.
        13: (1, 0, 0, 1),
        14: (8.0, None, None, 8.0),
        # Six states of applications, then of offers and of wishes, each from draft.
        22: (1, 0, 0, 1),
        31: (1, 0, 0, 1),
    }
    assert len(rows) == 33


def test_schools_stand_by_name_with_their_figures(team_client, exchange):
    rows = [
        (str(row.school), row.as_guest, row.as_host, row.half_days_as_guest, row.half_days_as_host)
        for row in rows_of(team_client, "schools")
    ]

    assert rows == [("Brug College (voorbeeld)", 1, 0, 2, 0), ("Waddenkust", 0, 1, 0, 2)]


def test_list_tells_each_exchange(team_client, exchange):
    [row] = rows_of(team_client, "list")

    assert (row.begun_on, row.agreed_on, row.days_to_agree) == (date(2026, 6, 1), date(2026, 6, 9), 8)
    html = team_client.get(address("list")).content.decode()
    assert [word in html for word in ("Brug College (voorbeeld)", "Waddenkust", "Docent bij ict")] == [True] * 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 3),
        ({"period_from": "2026-09-14", "period_to": "2026-09-14"}, 1),
        ({"period_from": "2026-09-15"}, 2),
        ({"period_to": "2026-09-13"}, 0),
        ({"period_from": "geen-dag"}, 3),
        ({"direction": "coach_to_coach"}, 1),
        ({"state": "cancelled"}, 1),
        ({"school": "wadden"}, 1),
        ({"school": "wadden", "direction": "coach_to_coach"}, 0),
        ({"direction": "bestaat-niet"}, 3),
    ],
    ids=lambda value: "&".join(value) if isinstance(value, dict) else None,
)
def test_list_is_narrowed(team_client, exchange, query, found):
    later = DAY + timedelta(days=30)
    ExchangeFactory(direction="coach_to_coach", first_day_on=later)
    ExchangeFactory(state="cancelled", first_day_on=later)

    assert len(rows_of(team_client, "list", **query)) == found


@pytest.mark.parametrize(("name", "counted"), [("figures", 1), ("schools", 2)])
def test_figures_are_those_of_the_period(team_client, exchange, name, counted):
    def number(**query) -> int:
        rows = rows_of(team_client, name, **query)
        return sum(row.total for row in rows[:5]) if name == "figures" else len(rows)

    day = DAY.isoformat()
    assert number(period_from=day, period_to=day) == counted
    assert number(period_from="2026-09-15") == 0


@pytest.mark.parametrize("name", REPORTS)
def test_reports_are_downloaded_without_formulas(team_client, name):
    school = InstitutionFactory(name='=HYPERLINK("x")')
    ExchangeFactory(guest_institution=school)
    url = address(name)

    text = b"".join(team_client.get(url, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    sheet = b"".join(team_client.get(url, {"export": "xlsx"}).streaming_content)

    cells = [cell.value for row in load_workbook(io.BytesIO(sheet)).active.iter_rows() for cell in row]
    assert len(text.splitlines()) >= 2
    assert not [value for value in cells if isinstance(value, str) and value.startswith("=")]
    assert ";=" not in text
    assert not [line for line in text.splitlines() if line.startswith("=")]
    assert ("HYPERLINK" in text) == (name != "figures")


@pytest.mark.parametrize("name", REPORTS)
def test_reports_ask_the_same_queries_for_one_and_three(team_client, name):
    def queries(number: int) -> int:
        for _row in range(number):
            ExchangeFactory()
            PlainOfferFactory()
        rows_of(team_client, name)
        with CaptureQueriesContext(connection) as captured:
            rows_of(team_client, name)
        return len(captured)

    one = queries(1)

    assert queries(2) == one
