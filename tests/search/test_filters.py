"""Results narrowed by when they take place and by whether they are open; the same counts on both engines."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.engines.interface import FACETS, Filters, Sort
from search.index.states import EntryStatus
from search.results.forms import SearchForm
from search.results.nearby import commoner
from search.results.queries import answer, near
from tests.search.conftest import ANONYMOUS, MEMBER, TESTING, follow, on

pytestmark = pytest.mark.usefixtures("each_engine")

# A Wednesday.
NOW = on(2026, 11, 18)


def asked(address: str):
    return SearchForm.of({"q": "robots", **dict(part.split("=") for part in address.split("&") if part)}, at=NOW)


def found(address: str = "", viewer=ANONYMOUS):
    form = asked(address)
    return answer("robots", viewer=viewer, filters=form.filters, sort=form.sort, at=NOW)


def keys(result) -> list[str]:
    return [hit.object_key for hit in result.hits]


def counts(result, facet: str) -> dict[str, int]:
    return {choice.value: choice.count for choice in result.facets[facet]}


@pytest.fixture
def meetups(stories):
    moments = {
        "vorige-maand": on(2026, 10, 7),
        "gisteren": NOW - timedelta(days=1),
        "vanochtend": NOW - timedelta(hours=4),
        "zondag": on(2026, 11, 22),
        "maandag": on(2026, 11, 23),
        "nieuwjaar": on(2027, 1, 1),
    }
    for key, moment in moments.items():
        stories.put(key, f"Robots {key}", happens_at=moment)
    stories.put("verhaal", "Robots in de les", themes=(TESTING,))
    return stories


def test_what_takes_place_is_counted_by_week_and_month(meetups):
    assert counts(found(), "wanneer") == {"komend": 4, "week": 2, "maand": 3, "2027-01": 1, "geweest": 2}


def test_counts_stand_in_the_order_of_time(meetups):
    labels = [str(choice.label) for choice in found().facets["wanneer"]]

    assert labels == ["Komt nog", "Deze week", "Deze maand", "januari 2027", "Is geweest"]


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        ("komend", {"vanochtend", "zondag", "maandag", "nieuwjaar"}),
        ("week", {"vanochtend", "zondag"}),
        ("maand", {"vanochtend", "zondag", "maandag"}),
        ("2027-01", {"nieuwjaar"}),
        ("geweest", {"vorige-maand", "gisteren"}),
        ("2026-10", {"vorige-maand"}),
        ("2025-05", set()),
    ],
)
def test_results_are_narrowed_to_when(meetups, when, wanted):
    result = found(f"wanneer={when}")

    assert (set(keys(result)), result.total, result.unfiltered_total) == (wanted, len(wanted), 7)


def test_when_is_counted_with_the_other_filters_but_not_its_own(meetups):
    meetups.put("thema", "Robots en thema", happens_at=on(2026, 12, 3), themes=(TESTING,))

    assert counts(found("wanneer=geweest"), "wanneer")["komend"] == 5
    assert counts(found("thema=digitaal-toetsen&wanneer=geweest"), "wanneer") == {"komend": 1, "2026-12": 1}
    assert counts(found("wanneer=2026-12"), "thema") == {"digitaal-toetsen": 1}
    assert counts(found("wanneer=2026-12"), "soort") == {"verhaal": 1}


def test_month_is_that_of_amsterdam_not_of_the_server(stories):
    stories.put("oudjaar", "Robots", happens_at=datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    stories.put("nieuwjaar", "Robots", happens_at=datetime(2026, 12, 31, 23, 0, tzinfo=UTC))

    assert keys(found("wanneer=2026-12")) == ["oudjaar"]
    assert keys(found("wanneer=2027-01")) == ["nieuwjaar"]


def test_soonest_comes_first(meetups):
    result = found("wanneer=komend&sorteer=eerstvolgende")

    assert keys(result) == ["vanochtend", "zondag", "maandag", "nieuwjaar"]


def test_what_takes_place_never_stands_last_when_soonest_is_first(meetups):
    assert keys(answer("robots", viewer=ANONYMOUS, sort=Sort.SOONEST, at=NOW))[-1] == "verhaal"


def test_nothing_that_takes_place_gives_no_choice_of_when(stories):
    stories.put("a", "Robots")

    assert found().facets["wanneer"] == ()


def test_results_are_counted_and_narrowed_by_open_and_closed(stories, people):
    stories.put("open", "Robots", status=EntryStatus.OPEN, themes=(TESTING,))
    stories.put("dicht", "Robots", status=EntryStatus.CLOSED)
    people.put("vraag", "Robots", status=EntryStatus.ANSWERED)
    stories.put("geen", "Robots")

    assert counts(found(), "staat") == {"beantwoord": 1, "dicht": 1, "open": 1}
    assert keys(found("staat=open")) == ["open"]
    assert counts(found("staat=open"), "soort") == {"verhaal": 1}
    assert counts(found("soort=verhaal"), "staat") == {"dicht": 1, "open": 1}
    assert [str(choice.label) for choice in found("staat=dicht").facets["staat"] if choice.is_chosen] == ["gesloten"]


def test_what_closes_is_counted_as_closed(stories):
    stories.put("plek", "Robots", status=EntryStatus.OPEN)
    stories.put("plek", "Robots", status=EntryStatus.CLOSED)

    assert counts(found(), "staat") == {"dicht": 1}


def test_members_dates_and_status_count_for_members_only(stories):
    stories.put("geheim", "Robots", "members", happens_at=NOW, status=EntryStatus.OPEN)

    assert all(choices == () for choices in found().facets.values())
    assert counts(found(viewer=MEMBER), "staat") == {"open": 1}
    assert counts(found(viewer=MEMBER), "wanneer") == {"komend": 1, "week": 1, "maand": 1}


def test_unknown_values_find_nothing_or_are_left_out(stories):
    stories.put("a", "Robots", status=EntryStatus.OPEN, happens_at=NOW)

    assert found("staat=ooit").total == 0
    assert found("wanneer=ooit").total == 1


def test_each_filter_can_be_on_at_once(stories):
    stories.put("a", "Robots", status=EntryStatus.OPEN, happens_at=NOW, themes=(TESTING,))
    form = asked("soort=verhaal&wanneer=week&staat=open&thema=digitaal-toetsen&sorteer=eerstvolgende")

    result = answer("robots", viewer=ANONYMOUS, filters=form.filters, sort=form.sort, at=NOW)

    assert (result.total, form.query()) == (
        1,
        "q=robots&soort=verhaal&wanneer=week&staat=open&thema=digitaal-toetsen&sorteer=eerstvolgende",
    )
    assert set(result.facets) == set(FACETS)
    assert bool(form.filters)
    assert not Filters()


def test_few_results_of_a_rare_spelling_bring_an_offer(stories):
    stories.put("fout", "Een tekst", summary="Met de intervisei erin.")
    for number in range(5):
        stories.put(f"{number}", "Intervisie met collega's")
    follow()

    result = answer("intervisei", viewer=ANONYMOUS)

    assert (keys(result), result.meant, result.offered) == (["fout"], None, "intervisie")


@pytest.mark.parametrize("question", ["robots", "robot", "intervisie"])
def test_no_offer_without_many_more_results(stories, question):
    for title in ("Robots", "Robot in de klas", "Intervisie", "Intervisies"):
        stories.put(title, title)
    follow()

    assert answer(question, viewer=ANONYMOUS).offered is None


def test_an_offer_comes_from_what_the_viewer_may_see(stories):
    stories.put("fout", "Een tekst", summary="Met de intervisei erin.")
    for number in range(5):
        stories.put(f"{number}", "Kwikstaartproject", "members")
        stories.put(f"x{number}", "Intervisie", "members")
    follow()

    assert answer("intervisei", viewer=ANONYMOUS).offered is None
    assert answer("intervisei", viewer=MEMBER).offered == "intervisie"


def test_of_more_than_four_long_words_no_commoner_spelling_is_looked_for(stories):
    long = "projecten studenten docenten bedrijven"
    stories.put("fout", f"Intervisei met {long}")
    for number in range(20):
        stories.put(f"{number}", f"Intervisie met {long}")
    follow()
    slices = ANONYMOUS.slices()

    assert (
        commoner("intervisei projecten studenten docenten", slices=slices) == "intervisie projecten studenten docenten"
    )
    assert commoner(f"intervisei {long}", slices=slices) is None


def test_near_words_are_parts_and_words_that_begin_alike(stories):
    stories.put("a", "Toets en toetslokaal")
    stories.put("b", "Leverancier van wifi")
    follow()

    offered = [(term.value, term.count) for term in near("toetsleverancier", viewer=ANONYMOUS)]

    assert offered == [("leverancier", 1), ("toets", 1), ("toetslokaal", 1)]


def test_near_words_name_nothing_hidden_and_nothing_gone(stories):
    stories.put("geheim", "Toetslokaal", "members")
    stories.put("weg", "Toetsenbord")
    follow()
    stories.remove("weg")

    assert near("toetsleverancier", viewer=ANONYMOUS) == ()
    assert [term.value for term in near("toetsleverancier", viewer=MEMBER)] == ["toetslokaal"]


def test_near_words_that_are_hidden_take_no_place_of_those_that_are_not(stories):
    for number in range(15):
        stories.put(f"geheim-{number}", f"Toets{'abcdefghijklmno'[number] * 11}", "members")
    stories.put("open", "Toetsklas")
    follow()

    assert [term.value for term in near("toetsleverancier", viewer=ANONYMOUS)] == ["toetsklas"]


def test_near_words_that_are_gone_cost_no_search_without_end(stories):
    for number in range(30):
        stories.put(f"{number}", f"Toetsding{'abcdefghijklmnopqrstuvwxyzabcd'[number] * 2}")
    follow()
    for number in range(30):
        stories.remove(f"{number}")

    with CaptureQueriesContext(connection) as captured:
        assert near("toetsleverancier", viewer=ANONYMOUS) == ()

    assert len([query for query in captured if "search_fulltext" in query["sql"]]) == 12


def test_a_day_counts_as_coming_until_it_is_over(meetups):
    past = {hit.object_key for hit in found().hits if hit.is_past}

    assert past == {"vorige-maand", "gisteren"}
    assert timezone.localdate(NOW) == NOW.date()


def test_near_words_and_offers_come_from_what_is_there_at_this_moment(stories):
    stories.put("fout", "Een tekst", summary="Met de intervisei erin.")
    for number in range(5):
        stories.put(f"{number}", "Intervisie in het toetslokaal")
        stories.hidden.add(f"{number}")
    follow()

    assert near("toetsleverancier", viewer=ANONYMOUS) == ()
    assert answer("intervisei", viewer=ANONYMOUS).offered is None
