"""The first five minutes: small steps that can be skipped, resumed, and that end on a page that leads on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import Start
from home.own.people import people_to_meet
from home.own.rules import next_step
from network.members.actions import apply_visibility
from network.members.viewers import viewer_of_member
from portal.shared.registries.crossings import DateSuggestion, date_sources, personal_data
from tests.factories.network import (
    AffiliationFactory,
    HelpTopicFactory,
    InstitutionFactory,
    MemberFactory,
    RoleFactory,
    ThemeFactory,
)


@pytest.fixture
def newcomer(site, client):
    member = MemberFactory(email="nieuw@school.example", given_name="Nina", family_name="Nieuw")
    client.force_login(member)
    return member


@pytest.mark.parametrize(
    ("passed", "has_school", "after", "expected"),
    [
        ([], False, "", "school"),
        (["school"], True, "", "rol"),
        (["school"], False, "", "themas"),
        (["school", "rol", "themas", "iemand", "datum"], True, "", ""),
        (["school", "themas", "iemand", "datum"], False, "", ""),
        (["school", "themas", "iemand", "datum"], True, "", "rol"),
        (["rol"], True, "iemand", "datum"),
        (["datum"], True, "datum", "school"),
    ],
    ids=["first", "role", "no school, no role", "all", "all but role", "school came later", "behind", "round again"],
)
def test_the_next_step(passed, has_school, after, expected):
    assert next_step(passed=passed, has_school=has_school, after=after) == expected


def test_the_way_leads_through_school_role_themes_person_and_date_to_a_page_that_leads_on(client, newcomer):
    school, role, theme = InstitutionFactory(), RoleFactory(), ThemeFactory(slug="ai", name="Ai")
    topic = HelpTopicFactory()
    assert client.get("/mijn/begin/").headers["Location"] == "/mijn/begin/school/"

    answers = [
        ("school", {"institution": school.pk}),
        ("rol", {"role": role.pk, "local_title": "digidoc"}),
        ("themas", {"themes": [theme.pk], "seeks": [topic.pk]}),
        ("iemand", {}),
        ("datum", {}),
    ]
    led_to = [client.post(f"/mijn/begin/{step}/", data).headers["Location"] for step, data in answers]

    place = newcomer.affiliations.get()
    assert led_to == [
        "/mijn/begin/rol/",
        "/mijn/begin/themas/",
        "/mijn/begin/iemand/",
        "/mijn/begin/datum/",
        "/mijn/begin/",
    ]
    assert (place.institution, place.role, place.local_title, place.state) == (school, role, "digidoc", "claimed")
    assert (list(newcomer.themes.all()), list(newcomer.seeks.all())) == ([theme], [topic])
    page = client.get("/mijn/begin/").content.decode()
    assert ["/verhalen/?thema=ai" in page, school.get_absolute_url() in page, '"/mijn/"' in page] == [True] * 3


def test_every_step_can_be_skipped_and_nothing_is_stored_of_the_member(client, newcomer):
    for step in ("school", "themas", "iemand", "datum"):
        assert client.post(f"/mijn/begin/{step}/", {"skip": "1"}).status_code == 302

    assert newcomer.affiliations.count() == 0
    assert client.get("/mijn/begin/").status_code == 200


def test_looking_at_a_step_changes_nothing(client, newcomer):
    for step in ("school", "themas", "iemand", "datum"):
        assert client.get(f"/mijn/begin/{step}/").status_code == 200

    assert Start.objects.count() == 0


def test_the_way_goes_on_where_it_stopped_also_from_the_own_page(client, newcomer):
    client.post("/mijn/begin/school/", {"skip": "1"})

    assert client.get("/mijn/begin/").headers["Location"] == "/mijn/begin/themas/"
    assert "/mijn/begin/" in client.get("/mijn/").content.decode()

    for step in ("themas", "iemand", "datum"):
        client.post(f"/mijn/begin/{step}/", {"skip": "1"})
    assert "Ga verder waar je was" not in client.get("/mijn/").content.decode()


def test_a_second_answer_corrects_a_claim_but_not_a_place_the_school_knows(client, newcomer):
    first, second, third = InstitutionFactory(), InstitutionFactory(), InstitutionFactory()
    client.post("/mijn/begin/school/", {"institution": first.pk})
    client.post("/mijn/begin/school/", {"institution": second.pk})
    assert [place.institution for place in newcomer.affiliations.all()] == [second]

    newcomer.affiliations.update(state="confirmed")
    client.post("/mijn/begin/school/", {"institution": third.pk})

    assert {place.institution for place in newcomer.affiliations.all()} == {second, third}


@pytest.mark.parametrize("value", ["", "x", "99999999999999999999999999"])
def test_no_school_gets_a_sentence(client, newcomer, value):
    page = client.post("/mijn/begin/school/", {"institution": value})

    assert (page.status_code, "error-summary" in page.content.decode()) == (422, True)


def test_a_school_that_said_no_before_is_refused_in_a_sentence_and_the_earlier_claim_stays(client, newcomer):
    claim = AffiliationFactory(member=newcomer)
    denied = AffiliationFactory(member=newcomer, state="declined").institution

    answer = client.post("/mijn/begin/school/", {"institution": denied.pk})

    assert answer.status_code == 422
    assert "Deze school heeft niet bevestigd dat je daar werkt." in answer.content.decode()
    assert newcomer.affiliations.filter(pk=claim.pk).exists()


def test_the_role_waits_for_a_school(client, newcomer):
    assert client.get("/mijn/begin/rol/").headers["Location"] == "/mijn/begin/school/"
    assert client.get("/mijn/begin/onzin/").status_code == 404


def meet(member):
    today = timezone.localdate()
    return [
        (match.person.name, match.reason)
        for match in people_to_meet(member, viewer_of_member(member, on=today), on=today)
    ]


def test_who_helps_comes_before_who_shares_a_theme_each_with_the_reason(newcomer):
    topic, theme = HelpTopicFactory(name="lesbezoek"), ThemeFactory(name="Toetsing")
    newcomer.seeks.add(topic)
    newcomer.themes.add(theme)
    sharer = MemberFactory(given_name="Anna", family_name="Aan")
    sharer.themes.add(theme)
    helper = MemberFactory(given_name="Bo", family_name="Bee")
    helper.helps_with.add(topic)
    MemberFactory(given_name="Niemand", family_name="Past")

    assert meet(newcomer) == [
        ("Bo Bee", "Helpt met lesbezoek, en daar zoek jij hulp bij."),
        ("Anna Aan", "Werkt aan Toetsing, net als jij."),
    ]


def test_nobody_is_proposed_by_something_they_hide(newcomer):
    topic = HelpTopicFactory()
    newcomer.seeks.add(topic)
    hidden = MemberFactory(given_name="Stil", family_name="Stil")
    hidden.helps_with.add(topic)
    apply_visibility(member=hidden, preset="M")
    prospect = MemberFactory(standing="prospect")
    prospect.helps_with.add(topic)

    assert meet(newcomer) == []


def test_people_are_found_in_as_many_queries_for_three_as_for_one(newcomer, django_assert_num_queries):
    topic = HelpTopicFactory()
    newcomer.seeks.add(topic)
    today = timezone.localdate()
    viewer = viewer_of_member(newcomer, on=today)
    for number in (1, 3):
        while newcomer._meta.model.objects.filter(helps_with=topic).count() < number:
            helper = AffiliationFactory().member
            helper.helps_with.add(topic)
        with django_assert_num_queries(8):
            assert len(people_to_meet(newcomer, viewer, on=today)) == number


class Meetups:
    def coming(self, member_key, viewer, *, at):
        yield DateSuggestion(title="Koffie in Brugdam", url="/agenda/koffie/", starts_at=at + timedelta(days=3))


def test_a_date_is_offered_when_something_gives_dates_and_else_the_agenda(client, newcomer):
    response = client.get("/mijn/begin/datum/")
    assert (response.context["dates"], response.context["has_calendar"]) == ([], True)
    assert 'button--quiet" href="/agenda/"' in response.content.decode()

    date_sources.register("test.meetups", Meetups())
    try:
        page = client.get("/mijn/begin/datum/").content.decode()
    finally:
        date_sources.unregister("test.meetups")

    assert "/agenda/koffie/" in page


def test_the_row_is_exported_and_erased(client, newcomer):
    client.post("/mijn/begin/school/", {"skip": "1"})
    data = personal_data.get("home.start")

    assert data.export(newcomer.key)["steps"] == ["school"]
    assert (data.erase(newcomer.key, at=timezone.now()), data.erase(newcomer.key, at=timezone.now())) == (1, 0)
