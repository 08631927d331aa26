"""The self-scan: for oneself and the coordinators, to compare over time, with ways on for what is low."""

from datetime import timedelta

import pytest
from django.utils import timezone

from network.errors import NotYourSchool
from network.models import SelfScan, Theme
from network.selfscan.actions import fill_scan
from network.selfscan.personal_data import SELF_SCAN_DATA
from network.selfscan.rules import compare
from network.selfscan.states import THEMES, Factor
from network.vocabulary.actions import load_vocabulary
from stories.insights.states import SuccessFactor
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MIDDLE = dict.fromkeys(Factor.values, 3)


@pytest.fixture
def school():
    return InstitutionFactory(name="ROC Lindenwaard", slug="lindenwaard")


@pytest.fixture
def person(school):
    def person(*, at=school, **columns):
        member = MemberFactory()
        AffiliationFactory(member=member, institution=at, **({"state": "confirmed"} | columns))
        return member

    return person


def scan(school, member, *, at=NOW, **scores):
    return fill_scan(institution=school, member=member, scores=MIDDLE | scores, note="Zwaluwnotitie", at=at)


def test_each_factor_of_an_insight_is_asked_and_each_theme_exists():
    load_vocabulary()

    assert set(SuccessFactor.values) <= set(Factor.values)
    assert set(THEMES) == set(Factor)
    assert set(THEMES.values()) <= set(Theme.objects.values_list("slug", flat=True))


def test_comparison_says_what_went_up_and_what_is_low():
    lines = compare(scores={"a": 2, "b": 4, "c": 1}, earlier={"a": 1, "b": 4}, low=2)

    assert [(line.change, line.is_low) for line in lines] == [(1, True), (0, False), (0, True)]


def test_filling_in_leads_to_others_only_where_it_is_low(client, school, person):
    client.force_login(person())

    answer = client.post("/scholen/lindenwaard/zelfscan/nieuw/", MIDDLE | {"tijd-en-middelen": 1}, follow=True)

    page = answer.content.decode()
    for way in (
        "/wat-werkt/?factor=tijd-en-middelen",
        "/verhalen/?thema=organisatie-coaching",
        "/netwerk/?thema=organisatie-coaching",
    ):
        assert page.count(f'href="{way}"') == 1
    assert "/wat-werkt/?factor=rollen" not in page


def test_missing_answer_is_asked_for_and_the_others_stay(client, school, person):
    client.force_login(person())

    answer = client.post("/scholen/lindenwaard/zelfscan/nieuw/", {**MIDDLE, "rollen": "", "note": "Samen"})

    assert list(answer.context["form"].errors) == ["rollen"]
    assert answer.context["form"]["profiel"].value() == "3"
    assert SelfScan.objects.count() == 0


@pytest.mark.parametrize(("who", "sees"), [("filler", True), ("coordinator", True), ("colleague", False)])
def test_scan_is_for_who_filled_it_in_and_the_coordinators(client, school, person, who, sees):
    people = {"filler": person(), "coordinator": person(is_coordinator=True), "colleague": person()}
    made = scan(school, people["filler"])
    client.force_login(people[who])

    listed = client.get("/scholen/lindenwaard/zelfscan/").content.decode()
    answer = client.get(made.get_absolute_url())

    assert (made.key in listed) is sees
    assert answer.status_code == (200 if sees else 404)
    assert (b"Zwaluwnotitie" in answer.content) is sees


@pytest.mark.parametrize("who", ["elsewhere", "claimed only", "coordinator elsewhere", "programme team"])
def test_others_find_no_scan_of_this_school(client, school, person, who, admin_user):
    made = scan(school, person())
    people = {
        "elsewhere": lambda: person(at=InstitutionFactory()),
        "claimed only": lambda: person(state="claimed"),
        "coordinator elsewhere": lambda: person(at=InstitutionFactory(), is_coordinator=True),
        "programme team": lambda: admin_user,
    }
    client.force_login(people[who]())

    for path in ("", "nieuw/", f"{made.key}/", f"{made.key}/weg/"):
        assert client.get(f"/scholen/lindenwaard/zelfscan/{path}").status_code == 404
    assert b"zelfscan" not in client.get("/scholen/lindenwaard/").content


def test_claim_alone_fills_in_nothing(school, person):
    with pytest.raises(NotYourSchool):
        scan(school, person(state="claimed"))


def test_second_scan_stands_beside_ones_first(client, school, person):
    member = person()
    scan(school, member, at=NOW - timedelta(days=200), rollen=2)
    scan(school, person(), at=NOW - timedelta(days=100), rollen=1)
    made = scan(school, member, rollen=4)
    client.force_login(member)

    page = client.get(made.get_absolute_url()).content.decode()

    assert "was 2: hoger" in page
    assert client.get("/scholen/lindenwaard/zelfscan/").context["rows"][4][1:] == [2, 4]


def test_only_who_filled_it_in_removes_it(client, school, person):
    member, coordinator = person(), person(is_coordinator=True)
    made = scan(school, member)
    client.force_login(coordinator)
    assert client.post(f"{made.get_absolute_url()}weg/").status_code == 404

    client.force_login(member)
    client.get(f"{made.get_absolute_url()}weg/")
    assert SelfScan.objects.count() == 1
    client.post(f"{made.get_absolute_url()}weg/")
    assert SelfScan.objects.count() == 0


def test_erased_member_leaves_the_scores_alone(school, person):
    member = person()
    scan(school, member)
    assert SELF_SCAN_DATA.export(member.key)["self_scans"][0]["note"] == "Zwaluwnotitie"

    SELF_SCAN_DATA.erase(member.key, at=NOW)

    left = SelfScan.objects.get()
    assert (left.member, left.note, left.scores) == (None, "", MIDDLE)


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_any_number(client, school, person, number, django_assert_max_num_queries):
    member = person()
    for _turn in range(number):
        scan(school, member)
    client.force_login(member)

    with django_assert_max_num_queries(14):
        client.get("/scholen/lindenwaard/zelfscan/")
