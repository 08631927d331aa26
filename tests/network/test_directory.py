"""The list of members: who is in it for whom, what the filters count, and what nobody can read out of it."""

import pytest
from django.urls import reverse

from network.institutions.actions import merge_institutions, rename_institution
from network.members.actions import apply_visibility, choose_audiences
from network.models import Institution, Member
from portal.shared.audiences.states import Audience
from tests.factories.network import (
    AffiliationFactory,
    HelpTopicFactory,
    InstitutionFactory,
    MemberFactory,
    RoleFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def north():
    return InstitutionFactory(slug="noord", name="ROC Noord", city="Assen", province="Drenthe")


@pytest.fixture
def south():
    return InstitutionFactory(slug="zuid", name="Vakschool Zuid", city="Weert", province="Limburg")


@pytest.fixture
def reader(client):
    """A member without school who reads; the client is signed in as them."""
    member = MemberFactory(email="lezer@elders.example", given_name="Lezer", family_name="Zzz")
    client.force_login(member)
    return member


def person(school, given_name, family_name, preset="L", **columns):
    topics = {name: columns.pop(name, ()) for name in ("helps_with", "seeks", "themes")}
    role = columns.pop("role", None) or RoleFactory()
    title = columns.pop("title", "")
    member = MemberFactory(given_name=given_name, family_name=family_name, **columns)
    AffiliationFactory(member=member, institution=school, role=role, local_title=title)
    for name, rows in topics.items():
        getattr(member, name).set(rows)
    apply_visibility(member=member, preset=preset)
    return member


def names(response):
    return [found.profile.name for found in response.context["found"]]


def counts(response):
    groups = response.context["groups"]
    return {
        group.id.removeprefix("filter-"): {option.text: option.count for option in [*group.options, *group.more]}
        for group in groups
    }


def test_members_stand_in_dutch_order_without_the_prefix(client, reader, north):
    person(north, "Daan", "Hart", name_prefix="'t")
    person(north, "Ruben", "Graaf", name_prefix="de")
    person(north, "Zoë", "Çelik")

    assert names(client.get("/netwerk/")) == ["Zoë Çelik", "Ruben de Graaf", "Daan 't Hart", "Lezer Zzz"]


def test_a_visitor_sees_only_who_is_open_to_everyone_and_no_number_of_others(client, north):
    person(north, "Open", "Jansen", preset="O")
    hidden = person(north, "Besloten", "Jansen", preset="L")

    before = client.get("/netwerk/")
    hidden.delete()

    assert names(before) == ["Open Jansen"]
    assert client.get("/netwerk/").content == before.content
    assert b"/account/login/?next=%2Fnetwerk%2F" in before.content


def test_a_prospect_sees_what_a_visitor_sees(client, stranger, north):
    person(north, "Open", "Jansen", preset="O")
    person(north, "Besloten", "Jansen", preset="L")
    client.force_login(stranger)

    assert names(client.get("/netwerk/")) == ["Open Jansen"]


def test_who_is_no_member_cannot_ask_who_helps_them_and_sees_everyone_open(client, stranger, north):
    stranger.seeks.set([HelpTopicFactory(slug="video", name="video")])
    person(north, "Open", "Jansen", preset="O")

    answers = [client.get("/netwerk/?mij=helpen")]
    client.force_login(stranger)
    answers.append(client.get("/netwerk/?mij=helpen"))

    assert [names(answer) for answer in answers] == [["Open Jansen"]] * 2
    assert [(answer.context["is_helping"], answer.context["wishes"]) for answer in answers] == [(False, "")] * 2
    assert 'class="notice"' in answers[1].content.decode()


def test_filters_count_within_the_other_filters(client, reader, north, south):
    coach, manager = RoleFactory(), RoleFactory(slug="informatiemanager", name="informatiemanager")
    video = HelpTopicFactory(slug="video", name="video")
    person(north, "Anna", "Aa", helps_with=[video], role=coach)
    person(north, "Bo", "Bb", role=manager)
    person(south, "Cas", "Cc", helps_with=[video], role=manager)

    response = client.get("/netwerk/?provincie=Drenthe")

    assert names(response) == ["Anna Aa", "Bo Bb"]
    assert counts(response) == {
        "hulp": {"video": 1},
        "rol": {"i-coach": 1, "informatiemanager": 1},
        "school": {"ROC Noord": 2},
        "provincie": {"Drenthe": 2, "Limburg": 1},
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("hulp=video", ["Anna Aa"]),
        ("zoekt=rubrics", ["Anna Aa"]),
        ("thema=toetsing", ["Anna Aa"]),
        ("rol=informatiemanager", ["Bo Bb"]),
        ("school=zuid", ["Bo Bb"]),
        ("school=zuid&hulp=video", []),
        ("hulp=bestaat-niet", []),
        ("hulp=%00&pagina=x&weergave=zo", ["Anna Aa", "Bo Bb", "Lezer Zzz"]),
        ("pagina=99", ["Anna Aa", "Bo Bb", "Lezer Zzz"]),
        ("q=aa", ["Anna Aa"]),
        ("q=digidoc", ["Bo Bb"]),
        ("q=weert", ["Bo Bb"]),
        ("q=toetsen", ["Anna Aa"]),
        ("q=video+noord", ["Anna Aa"]),
        ("q=video+zuid", []),
    ],
)
def test_list_filters_by_what_the_address_says(client, reader, north, south, query, expected):
    manager = RoleFactory(slug="informatiemanager", name="informatiemanager")
    person(
        north,
        "Anna",
        "Aa",
        helps_with=[HelpTopicFactory(slug="video", name="video")],
        seeks=[HelpTopicFactory(slug="rubrics", name="rubrics")],
        themes=[ThemeFactory(slug="toetsing", name="toetsing")],
        role=RoleFactory(slug="docent", name="docent"),
    )
    person(south, "Bo", "Bb", role=manager, title="digidoc")

    response = client.get(f"/netwerk/?{query}")

    assert (response.status_code, names(response)) == (200, expected)


def test_a_filter_by_school_follows_the_school_to_its_address_of_today(client, reader, north, south):
    person(north, "Anna", "Aa")
    person(south, "Bo", "Bb")
    rename_institution(institution=south, name="ROC Maasdal")
    assert names(client.get("/netwerk/?school=zuid")) == ["Bo Bb"]

    merge_institutions(source=Institution.objects.get(pk=south.pk), target=north)
    assert "Bo Bb" in names(client.get("/netwerk/?school=zuid"))


HIDING = {
    "helps_with": ("hulp=geheim", "geheim"),
    "seeks": ("zoekt=geheim", "geheim"),
    "themes": ("thema=geheim", "geheim"),
    "title": ("rol=geheim", "geheim"),
    "about": ("q=geheim", "geheim"),
}


def _with_secret(school, field):
    topic, theme = HelpTopicFactory(slug="geheim", name="geheim"), ThemeFactory(slug="geheim", name="geheim")
    columns = {
        "helps_with": {"helps_with": [topic]},
        "seeks": {"seeks": [topic]},
        "themes": {"themes": [theme]},
        "title": {"role": RoleFactory(slug="geheim", name="geheim")},
        "about": {"about": "geheim"},
    }[field]
    return person(school, "Pia", "Pp", **columns)


@pytest.mark.parametrize("field", HIDING)
def test_a_field_that_is_hidden_is_not_found_counted_or_filtered_on(client, reader, north, field):
    query, word = HIDING[field]
    member = _with_secret(north, field)
    assert names(client.get(f"/netwerk/?{query}")) == ["Pia Pp"]

    choose_audiences(member=member, audiences={field: Audience.ONLY_ME})
    asked = [client.get(f"/netwerk/?{query}"), client.get(f"/netwerk/?q={word}")]

    assert [names(response) for response in asked] == [[], []]
    assert all(response.context["page_obj"].paginator.count == 0 for response in asked)
    assert all(word not in group for group in counts(client.get("/netwerk/")).values())
    assert names(client.get("/netwerk/")) == ["Pia Pp", "Lezer Zzz"]


def test_who_can_help_me_says_why_and_puts_who_helps_with_most_first(client, reader, north):
    video, rubrics, other = (HelpTopicFactory(slug=name, name=name) for name in ("video", "rubrics", "anders"))
    reader.seeks.set([video, rubrics])
    reader.helps_with.set([video])
    person(north, "Anna", "Aa", helps_with=[video])
    person(north, "Bo", "Bb", helps_with=[video, rubrics])
    person(north, "Cas", "Cc", helps_with=[other])
    hidden = person(north, "Dirk", "Dd", helps_with=[video])
    choose_audiences(member=hidden, audiences={"helps_with": Audience.ONLY_ME})

    response = client.get("/netwerk/?mij=helpen")

    assert names(response) == ["Bo Bb", "Anna Aa"]
    assert [found.reason for found in response.context["found"]] == [
        "Jij zoekt hulp bij rubrics en video. Daar helpt Bo Bb mee.",
        "Jij zoekt hulp bij video. Daar helpt Anna Aa mee.",
    ]


def test_who_looks_for_nothing_is_asked_what_they_look_for(client, reader):
    response = client.get("/netwerk/")

    assert response.context["help"]["url"] == reverse("members:edit_profile")


def test_nobody_found_says_what_to_do(client, reader, north):
    response = client.get("/netwerk/?q=qqqq")

    assert [action["url"] for action in response.context["empty"]["actions"]] == ["/netwerk/"]


def test_filter_links_keep_the_words_and_the_look(client, reader, north):
    person(north, "Anna", "Aa", helps_with=[HelpTopicFactory(slug="video", name="video")])

    response = client.get("/netwerk/?q=anna&weergave=kaarten")

    urls = {option.text: option.url for group in response.context["groups"] for option in group.options}
    assert urls["video"] == "?q=anna&weergave=kaarten&hulp=video"
    assert b"people--cards" in response.content


def test_pages_hold_twenty_four(client, reader, north):
    for place in range(25):
        person(north, f"N{place:02}", "Aa")

    first, second = client.get("/netwerk/"), client.get("/netwerk/?pagina=2")

    assert [len(names(first)), names(second)] == [24, ["N24 Aa", "Lezer Zzz"]]


def test_list_and_profiles_stay_out_of_indexes_and_caches(client, north):
    member = person(north, "Open", "Jansen", preset="O")

    for path in ("/netwerk/", member.get_absolute_url()):
        response = client.get(path)
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in response.headers["Cache-Control"]


def test_a_visitor_can_open_so_many_pages_an_hour_lists_and_profiles_together(client, north, settings):
    settings.PORTAL_PEOPLE_PAGES_PER_HOUR = 2
    path = person(north, "Open", "Jansen", preset="O").get_absolute_url()

    answers = [client.get(path), client.get("/netwerk/"), client.get(path), client.get("/netwerk/")]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
    assert client.get(path, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_the_limit_counts_a_member_and_not_the_address(client, north, settings, reader, coach):
    settings.PORTAL_PEOPLE_PAGES_PER_HOUR = 1
    assert [client.get("/netwerk/").status_code, client.get("/netwerk/").status_code] == [200, 429]

    client.force_login(coach)

    assert client.get("/netwerk/").status_code == 200
    assert client.get("/netwerk/", REMOTE_ADDR="203.0.113.9").status_code == 429


def test_someone_who_left_is_gone_from_the_list(client, reader, north):
    member = person(north, "Weg", "Gegaan")
    Member.objects.filter(pk=member.pk).update(is_active=False)

    assert names(client.get("/netwerk/")) == ["Lezer Zzz"]
