"""What editors put above the results: for the words they meant, on the days they meant, for who may see it."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search.promoted.actions import promote
from search.promoted.models import Promotion
from search.promoted.queries import promoted_for
from search.promoted.rules import Pick, running, words_of
from tests.factories.network import MemberFactory
from tests.search.conftest import ANONYMOUS, MEMBER, draft, follow, on

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Coach uren", "uren van de coaches", True),
        ("netwerkbijeenkomst", "netwerk bijeenkomsten", True),
        ("i-coach", "icoaches", True),
        ("elo", "elo", True),
        ("elo", "leeromgeving", False),
        ("coach", "coach uren", False),
        ("vol", "volgen", False),
        ("de", "het", True),
    ],
)
def test_questions_are_the_same_by_their_words(one, other, same):
    assert (words_of(one) == words_of(other)) is same


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_shown"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2026, 11, 25), None, False),
        (None, date(2026, 11, 23), False),
        (date(2026, 11, 1), date(2026, 11, 30), True),
    ],
)
def test_promotion_runs_from_its_first_day_up_to_its_last(starts_on, ends_on, is_shown):
    pick = Pick("verhaal", "1", starts_on=starts_on, ends_on=ends_on)

    assert bool(running([pick], on=DAY)) is is_shown


def test_no_more_than_three_run_each_thing_once():
    picks = [Pick("verhaal", key) for key in ("1", "2", "1", "3", "4")]

    assert [pick.object_key for pick in running(picks, on=DAY)] == ["1", "2", "3"]


def titles(question: str, viewer=ANONYMOUS) -> list[str]:
    return [hit.title for hit in promoted_for(question, viewer=viewer, on=DAY)]


def test_viewer_sees_what_she_may_see_and_nothing_of_the_rest(stories, people):
    stories.put("1", "Voor iedereen")
    stories.put("2", "Voor leden", audience="members")
    stories.put("3", "Zojuist verborgen")
    people.put_drafts("noor", draft("members", title="Noor Verhagen", url="/netwerk/noor/"))
    promote(questions=["robots"], things={"lid:noor": "", "verhaal:2": "", "verhaal:1": "Lees dit"})
    promote(questions=["toetsen", "de"], things={"verhaal:3": "", "verhaal:weg": "", "onbekend:1": ""})
    promote(questions=["van de"], things={"verhaal:1": ""})
    stories.hidden.add("3")

    assert titles("robot") == ["Voor iedereen"]
    assert titles("robot", MEMBER) == ["Noor Verhagen", "Voor leden", "Voor iedereen"]
    assert titles("toets", MEMBER) == []
    assert titles("het") == []


def test_what_is_removed_is_promoted_no_longer(stories):
    stories.put("1", "Lesrobots in de klas")
    promote(questions=["robots"], things={"verhaal:1": ""})
    before = titles("robots")

    stories.remove("1")

    assert (before, titles("robots")) == (["Lesrobots in de klas"], [])


@pytest.fixture
def get(client, site):
    return lambda **data: client.get(reverse("search:results"), data).content.decode()


HEADING = "Uitgelicht door de redactie"


def test_promoted_result_stands_above_the_list_and_not_in_it(stories, get):
    stories.put("1", "Eerste robot")
    stories.put("2", "Tweede robot")
    promote(questions=["robot"], things={"verhaal:2": "Begin <hier>"})

    page = get(q="robots")

    assert page.index(HEADING) < page.index("/verhaal/2/") < page.index("2 resultaten") < page.index("/verhaal/1/")
    assert page.count('href="/verhaal/2/"') == 1
    assert "Begin &lt;hier&gt;" in page


def test_promoted_result_shows_where_nothing_is_found_and_for_the_corrected_question(stories, get):
    stories.put("1", "Zonnepanelen op het dak")
    stories.put("2", "Iets heel anders")
    promote(questions=["windmolens", "zonnepanelen"], things={"verhaal:2": ""})
    follow()

    nothing, corrected = get(q="windmolens"), get(q="zonepanelen")

    assert HEADING in nothing
    assert "Iets heel anders" in nothing
    assert "Iets heel anders" in corrected


def test_filtered_sorted_and_further_pages_are_other_lists(stories, get):
    for number in range(12):
        stories.put(f"{number}", "Robots")
    promote(questions=["robots"], things={"verhaal:11": ""})

    first, second = get(q="robots"), get(q="robots", pagina="2")

    assert (first + second).count('href="/verhaal/11/"') == 1
    assert HEADING not in second + get(q="robots", soort="verhaal") + get(q="robots", sorteer="nieuwste")


def test_a_page_past_the_last_shows_the_first_with_what_is_promoted(stories, get):
    stories.put("1", "Eerste robot")
    stories.put("2", "Tweede robot")
    promote(questions=["robot"], things={"verhaal:2": ""})

    page = get(q="robots", pagina="9")

    assert HEADING in page
    assert page.count('href="/verhaal/2/"') == 1


def test_a_promotion_costs_the_same_for_one_and_three(stories, get):
    for number in range(3):
        stories.put(f"{number}", "Robot en lamp")
    promote(questions=["lamp"], things={"verhaal:0": ""})
    promote(questions=["robot"], things={f"verhaal:{number}": "" for number in range(3)})

    def count(question: str) -> int:
        get(q=question)
        with CaptureQueriesContext(connection) as queries:
            assert HEADING in get(q=question)
        return len(queries)

    assert count("lamp") == count("robot")


@pytest.fixture
def editor(client, site):
    person = MemberFactory()
    rights = ("access_admin", "add_promotion", "change_promotion", "delete_promotion")
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(person)
    return person


def form(**changes: str) -> dict[str, str]:
    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "1", "MAX_NUM_FORMS": "3"}
    row = {"thing": "verhaal:1", "reason": "", "ORDER": "1", "id": "", "DELETE": ""}
    values = {"questions": "robots", "starts_on": "", "ends_on": ""}
    values |= {f"results-{name}": value for name, value in rows.items()}
    return values | {f"results-0-{name}": value for name, value in row.items()} | changes


ADD = "wagtailsnippets_search_promotion:add"


def test_editor_promotes_something(stories, client, editor):
    stories.put("1", "Lesrobots in de klas")

    client.post(reverse(ADD), form())

    assert titles("robot") == ["Lesrobots in de klas"]
    page = client.get(reverse("wagtailsnippets_search_promotion:list")).content.decode()
    assert "Lesrobots in de klas (verhaal)" in page
    opened = client.get(reverse("wagtailsnippets_search_promotion:edit", args=[Promotion.objects.get().pk]))
    assert "Lesrobots in de klas (verhaal)" in opened.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"questions": "robots\nvan de"}, "In ‘van de’ staan alleen woorden die zoeken overslaat."),
        ({"starts_on": "2026-11-24", "ends_on": "2026-11-23"}, "De laatste dag ligt vóór de eerste."),
        ({"results-0-thing": "robots"}, "Kies iets wat zoeken kan vinden."),
        ({"questions": "robot\x00s"}, "Null-tekens zijn niet toegestaan."),
        ({"questions": "robots " * 1500}, "Een zoekvraag heeft hooguit 200 tekens."),
        ({"questions": "robots\n" * 5000}, "Zet hier hooguit 50 zoekvragen neer."),
    ],
)
def test_form_says_what_is_wrong(client, editor, changes, message):
    page = client.post(reverse(ADD), form(**changes)).content.decode()

    assert message in page
    assert Promotion.objects.count() == 0


def test_chooser_finds_by_words_and_by_address_what_the_editor_may_see(stories, people, client, editor):
    stories.put("1", "Lesrobots in de klas")
    stories.put("2", "Voor een school", audience="institution:99")

    def found(**asked: str) -> str:
        return client.get(reverse("thing_chooser:choose_results"), asked).content.decode()

    assert "Lesrobots in de klas" in found(q="lesrobot")
    assert "Lesrobots in de klas" in found(q="https://testserver/verhaal/1/")
    assert "Voor een school" not in found(q="school") + found(q="/verhaal/2/") + found()
    chosen = client.get(reverse("thing_chooser:chosen", args=["verhaal:1"])).json()
    assert chosen["result"]["id"] == "verhaal:1"
    assert chosen["result"]["title"] == "Lesrobots in de klas (verhaal)"
    for hidden in ("verhaal:2", "verhaal:weg", "onzin"):
        assert client.get(reverse("thing_chooser:chosen", args=[hidden])).status_code == 404


@pytest.mark.parametrize("name", ["choose", "choose_results"])
@pytest.mark.parametrize("typed", ["robot " * 60, "robot\x00", "/" * 10_000], ids=["long", "NUL", "very long"])
def test_chooser_says_so_when_it_can_not_look_for_what_is_typed(stories, client, editor, name, typed):
    stories.put("1", "Lesrobots in de klas")

    response = client.get(reverse(f"thing_chooser:{name}"), {"q": typed})

    page = response.json()["html"] if name == "choose" else response.content.decode()
    assert "Dit kan niet gezocht worden. Typ een paar woorden of een adres van de site." in page
    assert "Lesrobots in de klas" not in page


def test_chooser_takes_as_an_address_what_begins_as_one(stories, client, editor):
    stories.put("1", "Van mbo/hbo naar werk", published_at=on(2026, 11, 1))

    def found(typed: str, **more: str) -> bool:
        page = client.get(reverse("thing_chooser:choose_results"), {"q": typed, **more}).content.decode()
        return "Van mbo/hbo naar werk" in page

    assert [found("mbo/hbo"), found("/verhaal/1/"), found("HTTP://testserver/verhaal/1/")] == [True] * 3
    assert [found("http://[/x"), found("https://"), found("//"), found("/nergens/")] == [False] * 4
    assert found("", p="onzin")
    assert found("", p="99")


@pytest.mark.parametrize("key", ["verhaal:\x00", "x" * 5000, "verhaal:" + "9" * 500])
def test_chooser_gives_nothing_for_a_made_up_key(stories, client, editor, key):
    assert client.get(reverse("thing_chooser:chosen", args=[key])).status_code == 404


@pytest.mark.parametrize("typed", ["robot\x00", "robot " * 2000, "%_'\"(*"], ids=["NUL", "long", "signs"])
def test_list_can_be_searched_for_anything(stories, client, editor, typed):
    for name in ("list", "list_results"):
        address = reverse(f"wagtailsnippets_search_promotion:{name}")
        assert client.get(address, {"q": typed, "p": typed}).status_code == 200


def test_who_has_no_right_to_promote_can_not_choose_either(client, site):
    person = MemberFactory()
    person.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(person)

    for name in ("thing_chooser:choose", "thing_chooser:choose_results", ADD):
        assert client.get(reverse(name)).status_code == 302
