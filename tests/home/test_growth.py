"""What grows: right per month and per school, traced to its rows, and open to the programme team alone."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from home.growth.admin import GROWTH_REPORTS
from home.growth.rules import MonthCount, growth, last_day_of, months_before, months_shown, shown_people
from network.members.actions import ensure_groups
from network.members.states import EDITORS, MODERATORS, PROGRAMME_TEAM, AffiliationState
from portal.shared.models import AuditLine
from tests.factories.exchange_bridges import ExchangeFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def test_months_count_what_came_and_what_there_is():
    days = [date(2025, 5, 5), date.min, date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 31)]

    assert growth(days, [JAN, FEB, MAR]) == [MonthCount(JAN, 1, 3), MonthCount(FEB, 0, 3), MonthCount(MAR, 2, 5)]
    assert growth(days, []) == []


def test_months_run_over_the_turn_of_a_year():
    assert [months_before(JAN, back) for back in (0, 1, 12, -1)] == [JAN, date(2025, 12, 1), date(2025, 1, 1), FEB]
    assert last_day_of(FEB) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("since", "until", "first", "last", "number"),
    [
        (None, None, date(2024, 4, 1), MAR, 24),
        (date(2026, 1, 20), date(2026, 2, 3), JAN, FEB, 2),
        (FEB, date(2030, 1, 1), FEB, MAR, 2),
        (date(1, 1, 1), None, date(2006, 4, 1), MAR, 240),
    ],
    ids=["two years", "asked for", "not ahead", "no endless table"],
)
def test_months_shown(since, until, first, last, number):
    found = months_shown(since=since, until=until, today=date(2026, 3, 15))

    assert (found[0], found[-1], len(found)) == (first, last, number)


def test_no_months_when_the_first_day_lies_after_the_last():
    assert months_shown(since=MAR, until=JAN, today=MAR) == []


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_few_people_are_not_told(number, shown):
    assert shown_people(number) == shown


@pytest.fixture
def team_client(client, site):
    ensure_groups()
    client.force_login(member_in(PROGRAMME_TEAM))
    return client


def member_in(group: str):
    member = MemberFactory()
    member.groups.add(Group.objects.get(name=group))
    return member


@pytest.fixture
def exchange(site):
    """One exchange of two named people, which took place three months ago."""
    return ExchangeFactory(
        guest=MemberFactory(given_name="Zwaluw", family_name="Gastmans"),
        host=MemberFactory(given_name="Zwaluw", family_name="Gastheers"),
        guest_institution=InstitutionFactory(name="Brug College"),
        host_institution=InstitutionFactory(name="Waddenkust"),
        first_day_on=timezone.localdate() - timedelta(days=90),
    )


def address(view) -> str:
    return reverse(view.index_url_name)


@pytest.mark.django_db
@pytest.mark.parametrize(("view", "slug"), GROWTH_REPORTS, ids=[slug for _view, slug in GROWTH_REPORTS])
@pytest.mark.parametrize("group", [EDITORS, MODERATORS, None])
def test_it_opens_for_the_programme_team_only(client, site, view, slug, group):
    ensure_groups()
    client.force_login(member_in(group) if group else MemberFactory(is_superuser=True))

    assert client.get(address(view)).status_code == 302
    assert client.get(address(view), {"export": "csv"}).status_code == 302


@pytest.mark.django_db
def test_a_figure_leads_to_the_rows_it_was_counted_from(team_client, exchange):
    page = team_client.get(reverse("growth_report"))
    month = exchange.first_day_on.replace(day=1)
    [row] = [row for row in page.context["object_list"] if row.month == month]

    assert {name: (count.new, count.total) for name, count in row.counts.items()} == {
        "bruggen": (1, 1),
        "onderbouwing": (0, 0),
        "uitwisselingen": (1, 1),
        "bijeenkomsten": (0, 0),
        "teksten": (0, 0),
        "scholen": (2, 2),
    }
    assert page.context["object_list"][0].counts["uitwisselingen"] == MonthCount(
        timezone.localdate().replace(day=1), 0, 1
    )
    link = f"?measure=scholen&amp;period_from={month}&amp;period_to={last_day_of(month)}"
    assert link in page.content.decode()
    rows = team_client.get(reverse("growth_rows_report") + link.replace("&amp;", "&")).context["object_list"]
    assert [row.title for row in rows] == ["Brug College", "Waddenkust"]
    assert "Zwaluw" not in page.content.decode()


@pytest.mark.django_db
def test_each_drawing_says_what_the_table_says(team_client, exchange):
    charts = {chart.label: chart.drawing for chart in team_client.get(reverse("growth_report")).context["charts"]}

    assert set(charts) == {
        "Bruggen", "Aanvaarde onderbouwing", "Uitwisselingsstages", "Gehouden bijeenkomsten",
        "Verhalen en pilotverslagen", "Bereikte scholen",
    }  # fmt: skip
    months = months_shown(since=exchange.first_day_on, until=None, today=timezone.localdate())
    # All of it came in the first month; in each month after it, it was there already.
    assert charts["Bereikte scholen"].count("<rect") == len(months)
    assert "style=" not in "".join(charts.values())


@pytest.mark.django_db
def test_a_school_is_told_what_reached_it_and_few_people_are_not_counted(team_client, exchange):
    empty = InstitutionFactory(name="Zonder iets")
    for number, school in ((2, exchange.guest_institution), (5, empty)):
        for _n in range(number):
            AffiliationFactory(institution=school, state=AffiliationState.CONFIRMED)
    left = MemberFactory(is_active=False)
    AffiliationFactory(member=left, institution=empty, state=AffiliationState.CONFIRMED)

    rows = {row.school: row for row in team_client.get(reverse("growth_schools_report")).context["object_list"]}

    assert (rows["Brug College"].people, rows["Brug College"].uitwisselingen) == ("minder dan 5", 1)
    assert rows["Brug College"].first_on == exchange.first_day_on
    assert (rows["Zonder iets"].people, rows["Zonder iets"].bruggen, rows["Zonder iets"].first_on) == ("5", 0, None)


@pytest.mark.django_db
def test_a_download_holds_the_rows_and_is_written_down(team_client, exchange):
    answer = team_client.get(reverse("growth_rows_report"), {"export": "csv", "measure": "uitwisselingen"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text), delimiter=";"))[1:] == [
        [exchange.first_day_on.isoformat(), "Uitwisselingsstages", "Docent bij ict", "Brug College, Waddenkust"]
    ]
    line = AuditLine.objects.get(kind="export.downloaded")
    assert (line.object_key, line.data) == ("wat-groeit-regels", {"form": "csv", "filters": ["measure"]})


@pytest.mark.django_db
@pytest.mark.parametrize("export", ["csv", "xlsx"])
@pytest.mark.parametrize(("view", "slug"), GROWTH_REPORTS, ids=[slug for _view, slug in GROWTH_REPORTS])
def test_every_report_can_be_downloaded(team_client, exchange, view, slug, export):
    answer = team_client.get(address(view), {"export": export})

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{slug}.{export}"'
    assert b"".join(answer.streaming_content)


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{"period_from": "gisteren"}, {"measure": "\x00"}, {"period_from": "0001-01-01"}])
@pytest.mark.parametrize(("view", "slug"), GROWTH_REPORTS, ids=[slug for _view, slug in GROWTH_REPORTS])
def test_an_odd_address_is_no_error(team_client, exchange, view, slug, query):
    assert team_client.get(address(view), query).status_code == 200


@pytest.mark.django_db
def test_more_things_cost_no_more_queries(team_client, exchange):
    counts = []
    for number in (0, 2):
        ExchangeFactory.create_batch(number, first_day_on=exchange.first_day_on)
        team_client.get(reverse("growth_report"))
        with CaptureQueriesContext(connection) as queries:
            team_client.get(reverse("growth_report"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
