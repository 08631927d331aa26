"""What the results page offers around the results: orders, chips, the hint to visitors, ways on, suggestions."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.shared.audiences.rules import Viewer
from search.index import registry
from search.index.registry import Offered
from search.index.states import EntryStatus
from search.results import viewers
from search.results.suggesting import suggested_themes, suggestions
from tests.search.conftest import ANONYMOUS, BLENDED, LINDE, MEMBER, TESTING, follow, on

SOON = timezone.now() + timedelta(days=1)


@pytest.fixture
def get(client, site):
    return lambda **data: client.get(reverse("search:results"), data).content.decode()


@pytest.fixture
def as_member(monkeypatch):
    """Have everyone look as a member."""
    monkeypatch.setitem(viewers._sources, "request", lambda request: MEMBER)


@pytest.fixture
def persons(people):
    """Have the kind of people offered as people."""
    searchable = registry.searchable_of("lid")
    registry.unregister("lid")
    registry.register(type(searchable)(**{**vars(searchable), "offered": Offered.PEOPLE}))
    return people


def test_soonest_first_is_offered_where_something_is_to_come(stories, get):
    stories.put("a", "Robots")
    without = get(q="robots")
    stories.put("b", "Robots", happens_at=SOON)
    page = get(q="robots", thema="")

    assert "Eerstvolgende eerst" not in without
    assert 'href="?q=robots&amp;wanneer=komend&amp;sorteer=eerstvolgende"' in page


def test_taking_the_time_away_takes_its_order_away(stories, get):
    stories.put("b", "Robots", happens_at=SOON)

    page = get(q="robots", wanneer="komend", sorteer="eerstvolgende")

    chip = re.search(r'<ul class="chips" aria-label="Actieve filters"><li><a href="([^"]*)"', page)
    assert chip[1] == "?q=robots"


def test_filter_on_without_results_can_be_taken_off_and_reads_as_words(stories, get):
    stories.put("a", "Robots")

    page = get(q="robots", wanneer="geweest", staat="dicht", thema="geheim-thema")

    assert "Geen resultaten met deze filters" in page
    assert "Is geweest" in page
    assert "gesloten" in page
    assert 'href="?q=robots&amp;staat=dicht&amp;thema=geheim-thema"' in page
    assert 'href="?q=robots"' in page


def test_label_of_a_theme_without_results_is_not_told(stories, get):
    stories.put("geheim", "Robots", "members", themes=(TESTING,))
    stories.put("a", "Robots")

    page = get(q="robots", thema=TESTING.value)

    assert TESTING.label not in page


def test_card_tells_when_where_open_and_themes(stories, get):
    moment = on(2099, 3, 5)
    stories.put(
        "a", "Robots", happens_at=moment, place="Lindenwaard College, Zwolle", institutions=(LINDE,),
        status=EntryStatus.OPEN, themes=(TESTING, BLENDED),
    )  # fmt: skip

    page = get(q="robots")

    assert '<time class="date" datetime="2099-03-05">' in page
    assert '<span class="tag tag--open">open</span>' in page
    assert "do 5 maart 2099, 12.00</time> · " in page
    # The school stands in the place already.
    assert page.count("Lindenwaard College, Zwolle") == 1
    assert '<span lang="nl">Lindenwaard College</span>' not in page.partition("resultaten-kop")[2]
    assert "Digitaal toetsen · Blended leren" in page


def test_hostile_words_of_an_entry_stay_words(stories, get):
    hostile = "<script>alert(1)</script>"
    stories.put(
        "a", f"Robots {hostile}", summary=hostile, body=hostile, place=hostile, happens_at=SOON,
        themes=(type(TESTING)("kwaad", hostile),), institutions=(type(TESTING)("kwade-school", hostile),),
    )  # fmt: skip
    follow()

    for page in (get(q="robots"), get(q="script"), get(q="fietsenstalling"), get()):
        assert "<script>alert" not in page


def hint_of(page: str) -> str:
    found = re.search(r'<p class="notice members-hint">.*?</p>', page)
    return re.sub(r"next=[^\"]*", "next=", found[0]) if found else ""


def test_hint_to_visitors_is_the_same_whatever_there_is_to_find(stories, people, get):
    stories.put("open", "Robots")
    people.put("geheim", "Kwikstaartproject", "members")
    follow()

    hints = {hint_of(page) for page in (get(q="robots"), get(q="kwikstaartproject"), get(q="fietsenstalling"), get())}

    assert len(hints) == 1
    assert "Leden vinden meer" in hints.pop()


def test_what_members_find_changes_no_letter_of_a_visitors_page(stories, people, get):
    page = get(q="kwikstaartproject")
    people.put("geheim", "Kwikstaartproject", "members", themes=(TESTING,), happens_at=SOON, status=EntryStatus.OPEN)
    follow()

    assert get(q="kwikstaartproject") == page


def test_who_is_signed_in_gets_no_hint(stories, get, as_member):
    assert "members-hint" not in get(q="robots")


def test_page_without_results_offers_people_near_words_and_themes(stories, get):
    stories.put("a", "Robots in het toetslokaal", themes=(TESTING,))
    follow()

    page = get(q="toetsleverancier & co")

    assert 'href="/vragen/stel/?vraag=toetsleverancier+%26+co"' in page
    assert 'href="/agenda/"' in page
    assert 'href="?q=toetslokaal"' in page
    assert "/zoeken/?q=Digitaal+toetsen&amp;thema=digitaal-toetsen" in page
    assert "Vind een collega" not in page


def test_members_without_results_are_led_to_colleagues(stories, get, as_member):
    assert '<a class="button button--quiet" href="/netwerk/" rel="nofollow">Vind een collega</a>' in get(q="niets")


def test_results_end_with_a_way_on(stories, get):
    stories.put("a", "Robots")

    assert 'href="/vragen/stel/?vraag=robots"' in get(q="robots")


def test_better_spelling_is_offered_above_few_results(stories, get):
    stories.put("fout", "Een tekst", body="met de intervisei erin")
    for number in range(5):
        stories.put(f"{number}", "Intervisie")
    follow()

    page = get(q="intervisei")

    assert 'Bedoelde je <a href="?q=intervisie" rel="nofollow"><strong>intervisie</strong></a>?' in page
    assert "/verhaal/fout/" in page


def test_a_long_filter_folds_out(stories, get):
    for number in range(11):
        stories.put(f"{number}", "Robots", themes=(type(TESTING)(f"t{number:02}", f"Thema {number:02}"),))

    page = get(q="robots")

    assert page.index("nog 3") > page.index("Thema 07")
    assert page.index("nog 3") < page.index("Thema 08")


def test_people_are_suggested_to_members_only_and_apart(stories, persons, client, site, monkeypatch):
    stories.put("a", "Noor vertelt over robots")
    for number in range(5):
        persons.put(f"{number}", f"Noor de {number}e", "everyone")
    for_visitors = client.get(reverse("search:suggestions"), {"q": "noo"}).content.decode()
    monkeypatch.setitem(viewers._sources, "request", lambda request: MEMBER)
    for_members = client.get(reverse("search:suggestions"), {"q": "noo"}).content.decode()

    assert "/lid/" not in for_visitors
    assert "/verhaal/a/" in for_visitors
    assert for_members.count("/lid/") == 3
    assert for_members.index("/verhaal/a/") < for_members.index("Mensen") < for_members.index("/lid/")


def test_themes_are_suggested_by_the_beginning_of_a_word(stories):
    stories.put("a", "Robots", themes=(TESTING,))
    stories.put("b", "Robots", "members", themes=(BLENDED,))

    found = {
        text: [theme.value for theme in suggested_themes(text, viewer=ANONYMOUS)] for text in ("toet", "oets", "b")
    }

    assert found == {"toet": ["digitaal-toetsen"], "oets": [], "b": []}
    assert suggested_themes("blend", viewer=ANONYMOUS) == ()
    assert [theme.count for theme in suggested_themes("blended le", viewer=MEMBER)] == [1]


@pytest.mark.parametrize("kind", ["verhaal", "lid", "onbekend", "' OR 1=1 --"])
def test_suggestions_of_one_kind_hold_no_other(stories, people, kind):
    stories.put("a", "Robots")
    people.put("b", "Robots")

    found = suggestions("rob", viewer=ANONYMOUS, kind=kind)

    assert [one.url for one in found] == {"verhaal": ["/verhaal/a/"], "lid": ["/lid/b/"]}.get(kind, [])


def test_suggestions_take_a_fixed_number_of_queries(stories, people, client, site):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("search:suggestions"), {"q": "rob"})
        return len([query for query in captured if "search_" in query["sql"]])

    stories.put("a", "Robots", themes=(TESTING,))
    people.put("a", "Robots")
    one = queries()
    for number in range(20):
        stories.put(f"{number}", "Robots", themes=(TESTING,))
    assert queries() == one


def test_a_prospect_finds_what_a_visitor_finds(stories, persons, monkeypatch, client, site):
    persons.put("p", "Noor", "everyone")
    prospect = Viewer(member_key="nieuw")

    assert suggestions("noor", viewer=prospect) == ()


@pytest.mark.parametrize("question", ["verhagen", "maart", "utrecht"])
def test_word_that_was_meant_is_not_offered_another_way(stories, get, question):
    stories.put("een", "Noor Verhagen", body="utrecht en maart")
    for number in range(5):
        stories.put(f"{number}", "Verhalen", body="terecht, en het maakt uit")
    follow()

    assert "Bedoelde je" not in get(q=question)
