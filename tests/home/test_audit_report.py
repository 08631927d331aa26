"""The audit log on screen: for the programme team and operators, filtered, named as people are named now."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.members.actions import ensure_groups
from network.members.states import CONVERSATION_LEADERS, EDITORS, MODERATORS, PROGRAMME_TEAM
from portal.shared.audit_log.actions import NOBODY, note
from portal.shared.models import AuditLine, MailIntro
from tests.factories.network import InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAGE = "audit_report"


def member_in(group: str, **names):
    member = MemberFactory(**names)
    member.groups.add(Group.objects.get(name=group))
    return member


@pytest.fixture
def team_client(client, site):
    ensure_groups()
    client.force_login(member_in(PROGRAMME_TEAM))
    AuditLine.objects.all().delete()
    return client


@pytest.fixture
def lines(team_client, coach, other_coach):
    """Three acts, the newest first: of Noor to Femke, of the portal, and of Femke to a school."""
    note("member.closed", about=("member", other_coach.key), by=coach.key, at=AT)
    note("mail.held", by=NOBODY, at=AT - timedelta(days=1), number=4)
    school = InstitutionFactory(name="Waddenkust", slug="waddenkust")
    note("school.domains", about=("institution", school.slug), by=other_coach.key, at=AT - timedelta(days=9), staff=[])


def shown(client, **query) -> list[tuple[str, str, str]]:
    answer = client.get(reverse(PAGE), query)
    assert answer.status_code == 200
    return [(row.what, row.who, row.about) for row in answer.context["object_list"]]


def test_lines_are_read_with_the_names_of_today(team_client, lines, coach):
    coach.given_name = "Eleonora"
    coach.save()

    assert shown(team_client) == [
        ("Inloggen afgesloten", "Eleonora Verhagen", "Femke Hoekstra"),
        ("Wachtende mail vastgehouden", "het portaal zelf", ""),
        ("Maildomeinen van een school veranderd", "Femke Hoekstra", "Waddenkust"),
    ]
    assert "aantal: 4" in team_client.get(reverse(PAGE)).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"who": "noor"}, [0]),
        ({"who": "hoekstra femke"}, [2]),
        ({"who": "femke@waddenkust.example"}, [2]),
        ({"who": "niemand"}, []),
        ({"who": "qz " * 1_500}, []),
        ({"about": "Femke"}, [0]),
        ({"about": "waddenkust"}, [2]),
        ({"kind": "mail.held"}, [1]),
        ({"actor_kind": "system"}, [1]),
        ({"at_from": "2026-11-22"}, [0, 1]),
        ({"at_to": "2026-11-20"}, [2]),
        ({"kind": "weet-niet"}, [0, 1, 2]),
    ],
)
def test_filters_by_person_kind_period_and_subject(team_client, lines, query, found):
    everything = shown(team_client)

    assert shown(team_client, **query) == [everything[place] for place in found]


def test_it_opens_for_the_team_and_operators_only(client, site):
    ensure_groups()
    for group in (EDITORS, MODERATORS, CONVERSATION_LEADERS):
        client.force_login(member_in(group))
        assert client.get(reverse(PAGE)).status_code == 302
        assert client.get(reverse(PAGE), {"export": "csv"}).status_code == 302
    client.force_login(MemberFactory(is_superuser=True))
    assert client.get(reverse(PAGE)).status_code == 200


def test_nothing_on_the_page_changes_a_line(team_client, lines):
    before = list(AuditLine.objects.values())

    assert team_client.post(reverse(PAGE), {"delete": "1"}).status_code == 405
    assert list(AuditLine.objects.values()) == before


def test_a_download_is_safe_and_leaves_a_line_itself(team_client, lines, coach):
    coach.given_name = "=cmd"
    coach.save()
    answer = team_client.get(reverse(PAGE), {"export": "csv", "who": "verhagen"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    [row] = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    assert row[:4] == ["2026-11-23 13:00", "Inloggen afgesloten", "'=cmd Verhagen", coach.key]
    assert AuditLine.objects.get(kind="export.downloaded").data == {"form": "csv", "filters": ["who"]}
    assert team_client.get(reverse(PAGE), {"export": "xlsx"}).status_code == 200


def test_more_lines_cost_no_more_queries(team_client, lines, coach):
    counts = []
    for number in (0, 4):
        for _n in range(number):
            note("member.closed", about=("member", MemberFactory().key), by=MemberFactory().key, at=AT)
        team_client.get(reverse(PAGE))
        with CaptureQueriesContext(connection) as queries:
            team_client.get(reverse(PAGE))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_changing_rights_in_the_editors_pages_is_written_down_by_whom(client, site):
    groups = ensure_groups()
    operator = MemberFactory(is_superuser=True)
    client.force_login(operator)
    person = MemberFactory(given_name="Bo", family_name="Baas", email="bo@x.example")
    AuditLine.objects.all().delete()

    client.post(
        reverse("wagtailusers_users:edit", args=[person.pk]),
        {
            "email": "bo@x.example", "given_name": "Bo", "name_prefix": "", "family_name": "Baas",
            "standing": "member", "is_active": "on", "groups": [groups[EDITORS].pk],
        },
    )  # fmt: skip

    line = AuditLine.objects.get(kind="member.groups")
    assert (line.actor_key, line.object_key, line.data) == (operator.key, person.key, {"added": [EDITORS]})


def test_closing_logins_in_bulk_goes_by_our_action_and_keeps_off_operators(client, site):
    ensure_groups()
    lead = member_in(PROGRAMME_TEAM)
    operator, person = MemberFactory(is_superuser=True), MemberFactory()
    client.force_login(lead)
    AuditLine.objects.all().delete()

    address = reverse("wagtail_bulk_action", args=["network", "member", "set_active_state"])
    client.post(f"{address}?id={operator.pk}&id={person.pk}", {"mark_as_active": "False"})

    operator.refresh_from_db()
    person.refresh_from_db()
    assert (operator.is_active, person.is_active) == (True, False)
    line = AuditLine.objects.get(kind="member.closed")
    assert (line.actor_key, line.object_key) == (lead.key, person.key)


def test_what_editors_change_in_settings_and_synonyms_is_taken_over_from_wagtails_history(client, site):
    operator = MemberFactory(is_superuser=True)
    client.force_login(operator)
    AuditLine.objects.all().delete()

    client.post(reverse("mailintro:add"), {"purpose": "events.reminder", "text": "Fijn dat je komt!"})
    intro = MailIntro.objects.get()
    client.post(reverse("mailintro:edit", args=[intro.pk]), {"purpose": "events.reminder", "text": "Tot dan!"})
    client.post(reverse("mailintro:delete", args=[intro.pk]))

    lines = AuditLine.objects.order_by("pk").values_list("kind", "actor_key", "object_kind", "object_key", "data")
    assert list(lines) == [
        (f"editing.{done}", operator.key, "shared.mailintro", str(intro.pk), {})
        for done in ("made", "changed", "deleted")
    ]
    assert shown(client)[0][2] == f"Openingswoorden van een mail {intro.pk}"
