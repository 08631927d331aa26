"""The list of schools, a school's page, profiles and one's own form."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.institutions.actions import add_institution, merge_institutions, rename_institution
from network.members.actions import apply_visibility, choose_audiences, deactivate_member
from network.models import Member
from tests.factories.network import (
    AffiliationFactory,
    HelpTopicFactory,
    InstitutionFactory,
    MemberFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def school():
    return InstitutionFactory(slug="roc-noord", name="ROC Noord", city="Assen", province="Drenthe")


@pytest.fixture
def member_client(client):
    client.force_login(MemberFactory(email="kijker@elders.example", given_name="Kijker"))
    return client


def person_at(school, name, preset="O", **columns):
    member = MemberFactory(email=f"{name.lower()}@noord.example", given_name=name, family_name="Jansen", **columns)
    AffiliationFactory(member=member, institution=school)
    apply_visibility(member=member, preset=preset)
    return member


def people_of(response):
    people = next(section for section in response.context["sections"] if "people" in section["context"])
    return people["context"]["people"]


def school_names(response):
    return [school.name for school in response.context["page_obj"]]


def test_list_shows_the_schools_of_today(client, school):
    merged = InstitutionFactory(name="Opgegaan")
    merge_institutions(source=merged, target=school)

    response = client.get("/scholen/")

    assert (response.status_code, school_names(response)) == (200, ["ROC Noord"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["ROC Noord", "Vakschool Zuid"]),
        ("?provincie=Drenthe", ["ROC Noord"]),
        ("?soort=vak", ["Vakschool Zuid"]),
        ("?soort=vak&provincie=Drenthe", []),
        ("?q=assen", ["ROC Noord"]),
        ("?q=oude+naam", ["Vakschool Zuid"]),
        ("?soort=bestaatniet&pagina=x", ["ROC Noord", "Vakschool Zuid"]),
        ("?pagina=999", ["ROC Noord", "Vakschool Zuid"]),
        ("?q=%00", ["ROC Noord", "Vakschool Zuid"]),
    ],
)
def test_list_filters_by_what_the_address_says(client, school, query, expected):
    add_institution(name="Vakschool Zuid", city="Weert", province="Limburg", kind="vak", former_names=["Oude Naam"])

    response = client.get(f"/scholen/{query}")

    assert (response.status_code, school_names(response)) == (200, expected)


def test_list_counts_each_filter_within_the_others(client, school):
    InstitutionFactory(name="Vakschool Zuid", province="Limburg", kind="vak")

    groups = client.get("/scholen/?provincie=Limburg").context["groups"]

    assert [[(option.text, option.count, option.is_active) for option in group.options] for group in groups] == [
        [("Drenthe", 1, False), ("Limburg", 1, True)],
        [("vakschool", 1, False)],
    ]
    assert groups[0].options[1].url == "?"


def test_list_costs_the_same_queries_for_one_and_three_schools(client, school):
    client.get("/scholen/")
    counts = []
    for more in (0, 2):
        InstitutionFactory.create_batch(more, province="Drenthe")
        with CaptureQueriesContext(connection) as counted:
            client.get("/scholen/")
        counts.append(len(counted))

    assert counts[0] == counts[1]


def test_school_page_costs_the_same_queries_for_one_and_three_people(member_client, school):
    member_client.get("/scholen/roc-noord/")
    counts = []
    for names in (["Een"], ["Twee", "Drie"]):
        for name in names:
            person = person_at(school, name)
            person.themes.add(ThemeFactory())
            person.helps_with.add(HelpTopicFactory())
        with CaptureQueriesContext(connection) as counted:
            response = member_client.get("/scholen/roc-noord/")
        counts.append(len(counted))

    assert len(people_of(response)) == 3
    assert counts[0] == counts[1]


def test_school_page_shows_each_viewer_the_people_for_them(client, school):
    for name, preset in (("Open", "O"), ("Lid", "L"), ("Minimaal", "M")):
        person_at(school, name, preset=preset)
    person_at(school, "Kennismaker", standing="prospect")
    deactivate_member(member=person_at(school, "Dicht"))
    hidden_school = person_at(school, "Schoolloos")
    choose_audiences(member=hidden_school, audiences={"school": "members"})
    gone = person_at(school, "Vertrokken")
    gone.affiliations.update(ends_on=date(2020, 1, 1))

    anonymous = [person.name for person in people_of(client.get("/scholen/roc-noord/"))]
    client.force_login(MemberFactory(email="kijker@elders.example"))
    as_member = [person.name for person in people_of(client.get("/scholen/roc-noord/"))]

    assert anonymous == ["Open Jansen"]
    assert as_member == ["Lid Jansen", "Minimaal Jansen", "Open Jansen", "Schoolloos Jansen"]


def test_school_page_holds_no_word_of_who_is_hidden(client, school):
    person_at(school, "Verborgene", preset="L")

    assert b"Verborgene" not in client.get("/scholen/roc-noord/").content


def test_former_address_redirects_for_good(client, school):
    rename_institution(institution=school, name="Noordpool College")

    response = client.get("/scholen/roc-noord/")

    assert (response.status_code, response["Location"]) == (301, "/scholen/noordpool-college/")


def test_address_of_a_merged_school_redirects_for_good(client, school):
    merged = InstitutionFactory(slug="opgegaan", name="Opgegaan")
    merge_institutions(source=merged, target=school)

    response = client.get("/scholen/opgegaan/")

    assert (response.status_code, response["Location"]) == (301, "/scholen/roc-noord/")


def test_unknown_school_is_not_found(client):
    assert client.get("/scholen/bestaat-niet/").status_code == 404


@pytest.mark.parametrize(
    ("preset", "as_member", "expected"),
    [("O", False, 200), ("L", False, 404), ("L", True, 200), ("M", True, 200), ("M", False, 404)],
)
def test_profile_shows_to_whom_it_is_for(client, school, preset, as_member, expected):
    person = person_at(school, "Noor", preset=preset)
    if as_member:
        client.force_login(MemberFactory(email="kijker@elders.example"))

    assert client.get(person.get_absolute_url()).status_code == expected


def test_hidden_profile_answers_like_a_missing_one(client, school):
    person = person_at(school, "Noor", preset="L")
    hidden = client.get(person.get_absolute_url())
    missing = client.get("/netwerk/bestaatniet/")

    # The link to the other language holds the address that was asked for, whatever it is.
    content = hidden.content.replace(person.key.encode(), b"bestaatniet")
    assert (hidden.status_code, content) == (missing.status_code, missing.content) == (404, missing.content)


def test_closed_login_and_prospect_have_no_profile(member_client, school):
    closed, prospect = person_at(school, "Dicht"), person_at(school, "Vreemd", standing="prospect")
    deactivate_member(member=closed)

    assert [member_client.get(who.get_absolute_url()).status_code for who in (closed, prospect)] == [404, 404]


def test_profile_never_shows_the_address_to_others(member_client, school):
    person = person_at(school, "Noor")

    assert person.email.encode() not in member_client.get(person.get_absolute_url()).content


FORM = {
    "given_name": "Ruben",
    "name_prefix": "de",
    "family_name": "Graaf",
    "about": "Ik help graag.",
    "seeks_note": "coaches die meedenken",
    "availability": "dinsdag",
    "audience_name": "everyone",
    "audience_school": "members",
    "audience_title": "only_me",
    "audience_themes": "members",
    "audience_helps_with": "members",
    "audience_seeks": "members",
    "audience_about": "institution",
    "audience_availability": "members",
    "audience_history": "connections",
    "audience_portrait": "members",
    "audience_connections": "connections",
}


def test_own_form_changes_the_profile_and_who_sees_it(client, coach):
    theme, topic = ThemeFactory(), HelpTopicFactory()
    client.force_login(coach)

    response = client.post("/mijn/profiel/", {**FORM, "themes": [theme.pk], "helps_with": [topic.pk]})

    member = Member.objects.get(pk=coach.pk)
    assert response.status_code == 302
    assert (member.name, member.sort_name) == ("Ruben de Graaf", "graaf, ruben, de")
    assert (member.about, member.seeks_note, member.availability) == (
        "Ik help graag.",
        "coaches die meedenken",
        "dinsdag",
    )
    assert (list(member.themes.all()), list(member.helps_with.all()), list(member.seeks.all())) == (
        [theme],
        [topic],
        [],
    )
    assert dict(member.field_audiences.values_list("field", "audience")) == {
        "name": "everyone",
        "title": "only_me",
        "about": "institution",
    }


def test_own_form_keeps_what_was_typed_when_something_is_wrong(client, coach):
    client.force_login(coach)

    response = client.post("/mijn/profiel/", {**FORM, "given_name": "", "audience_name": "only_me"})

    form = response.context["form"]
    assert (response.status_code, sorted(form.errors)) == (200, ["audience_name", "given_name"])
    assert (form["about"].value(), form["audience_title"].value()) == ("Ik help graag.", "only_me")
    coach.refresh_from_db()
    assert (coach.given_name, coach.about) == ("Noor", "")


def test_own_form_asks_to_sign_in(client):
    response = client.get("/mijn/profiel/")

    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/mijn/profiel/")


@pytest.mark.parametrize(
    ("as_whom", "expected"),
    [
        ("iedereen", {"name", "school", "title", "themes", "helps_with"}),
        ("leden", {"name", "school", "title", "themes", "helps_with", "seeks", "availability", "portrait"}),
        (
            "school",
            {"name", "school", "title", "themes", "helps_with", "seeks", "availability", "about", "portrait"},
        ),
        (
            "contact",
            {
                "name",
                "school",
                "title",
                "themes",
                "helps_with",
                "seeks",
                "availability",
                "portrait",
                "history",
                "connections",
            },
        ),
    ],
)
def test_preview_shows_what_others_see(client, school, as_whom, expected):
    person = person_at(school, "Noor")
    choose_audiences(member=person, audiences={"about": "institution"})
    client.force_login(person)

    response = client.get(f"/mijn/profiel/bekijk/{as_whom}/")

    assert (response.status_code, response.context["profile"].visible) == (200, expected)


def test_unknown_preview_is_not_found(client, coach):
    client.force_login(coach)

    assert client.get("/mijn/profiel/bekijk/iemand-anders/").status_code == 404
