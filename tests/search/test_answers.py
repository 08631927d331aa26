"""What a question finds, in ranked order, on the database the suite runs on."""

import pytest

from search.dutch.synonyms import current_lexicon
from search.engines.interface import Filters, Sort
from search.results.queries import answer
from search.results.suggesting import suggestions
from search.results.understanding import corrected
from tests.search.conftest import ANONYMOUS, BLENDED, LINDE, MEMBER, OTHER_SCHOOL, TESTING, WADDEN, draft, follow, on

pytestmark = pytest.mark.usefixtures("each_engine")


def keys(question, viewer=ANONYMOUS, **options) -> list[str]:
    return [hit.object_key for hit in answer(question, viewer=viewer, **options).hits]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        pytest.param("icoach", "Wat doet een i-coach?", id="hyphen"),
        pytest.param("i coach", "De i-coach", id="space"),
        pytest.param("i-coaches", "De icoach", id="plural"),
        pytest.param("digidoc", "De i-coach", id="synonym"),
        pytest.param("netwerk", "De netwerkbijeenkomst in maart", id="part of compound"),
        pytest.param("netwerk bijeenkomst", "De netwerkbijeenkomst", id="compound apart"),
        pytest.param("netwerkbijeenkomst", "Bijeenkomst van het netwerk", id="compound of two words"),
        pytest.param("uitwisselingstage", "Een uitwisselingsstage", id="without linking s"),
        pytest.param("uitwisseling-stage", "Een uitwisselingsstage", id="with hyphen"),
        pytest.param("materialen", "Materiaal", id="irregular stem"),
        pytest.param("toets", "Toetsen en toetsing", id="toets"),
        pytest.param("examens", "Het examen", id="examen"),
        pytest.param("bedrijven", "Een bedrijf", id="bedrijf"),
        pytest.param("zoe celik", "Zoë Çelik", id="no accents"),
        pytest.param("elkhatib", "Samira El Khatib", id="name in one word"),
        pytest.param("ZOË", "zoe", id="accents asked, none written"),
        pytest.param("itslearning", "Onze leeromgeving", id="one way"),
        pytest.param("its learning", "Itslearning bij ons", id="brand apart"),
        pytest.param("foto's", "Een foto", id="apostrophe"),
        pytest.param("AI", "Kunstmatige intelligentie in de les", id="abbreviation"),
        pytest.param("kijkje in de keuken", "Meelopen op school", id="phrase"),
        pytest.param("wat doet een i-coach", "De i-coach", id="whole question"),
        pytest.param("fryslan", "Een school in Friesland", id="place"),
    ],
)
def test_question_finds_title(stories, question, title):
    stories.put("gezocht", title)
    stories.put("ander", "Iets heel anders")

    assert keys(question) == ["gezocht"]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        pytest.param("visie", "Intervisie", id="never split"),
        pytest.param("leeromgeving", "Itslearning", id="one way only"),
        pytest.param("zorg", "Wij zorgen voor elkaar", id="exact word"),
        pytest.param("komst", "Bijeenkomst", id="never split second"),
        pytest.param("ict", "Conflict", id="three letters inside a word"),
        pytest.param("school", "Instelling", id="not expanded"),
        pytest.param("fietsenstalling", "De stalling", id="nothing alike"),
        pytest.param("de het een", "De stalling", id="stop words only"),
    ],
)
def test_question_does_not_find_title(stories, question, title):
    stories.put("gezocht", title)
    follow()

    assert keys(question) == []


def test_compound_of_index_words_is_found_by_its_part(stories):
    stories.put("a", "Robotarm bouwen")
    stories.put("b", "Een robot in de les", body="met een arm")
    stories.put("c", "De lasrobot", body="robot")
    stories.put("d", "Een lesrobot is handig", body="lesr")
    follow()

    assert set(keys("robot")) == {"b", "c"}


def test_compound_made_of_two_index_words_matches_both_ways(stories):
    stories.put("samen", "Drempelvrees overwinnen")
    stories.put("los", "Vrees en drempel", body="drempel vrees")
    follow()

    assert set(keys("drempelvrees")) == {"samen", "los"}
    assert set(keys("drempel vrees")) == {"samen", "los"}
    assert set(keys("drempel")) == {"samen", "los"}


def test_typed_word_ranks_above_synonym(stories):
    stories.put("synoniem", "De digidoc en de mediacoach", body="digidoc mediacoach e-coach digicoach")
    stories.put("getypt", "De i-coach")

    assert keys("icoach") == ["getypt", "synoniem"]


def test_title_ranks_above_body_and_boost_counts(stories):
    stories.put("tekst", "Verhaal", body="over robots en robots")
    stories.put("titel", "Robots")
    stories.put("hoog", "Robots", boost=5.0)

    assert keys("robots") == ["hoog", "titel", "tekst"]


def test_newest_first_sorts_by_date(stories):
    stories.put("oud", "Robots", published_at=on(2025, 1, 1))
    stories.put("nieuw", "Iets", body="robots", published_at=on(2026, 1, 1))

    assert keys("robots", sort=Sort.NEWEST) == ["nieuw", "oud"]


def test_all_words_first_then_part_of_them(stories):
    stories.put("een", "Robots lassen")
    stories.put("twee", "Robots")

    both = answer("robots lassen", viewer=ANONYMOUS)
    part = answer("robots zwemmen", viewer=ANONYMOUS)

    assert ([hit.object_key for hit in both.hits], both.is_partial) == (["een"], False)
    assert ({hit.object_key for hit in part.hits}, part.is_partial) == ({"een", "twee"}, True)


def test_misspelling_is_corrected_and_said(stories):
    stories.put("a", "Intervisie met zes docenten")
    follow()

    found = answer("intervizie", viewer=ANONYMOUS)

    assert ([hit.object_key for hit in found.hits], found.meant, found.question) == (["a"], "intervisie", "intervizie")


def test_unlisted_misspelling_is_corrected_from_index_words(stories):
    stories.put("a", "Lassen met robotarmen")
    follow()

    found = answer("robtoarmen lassen", viewer=ANONYMOUS)

    assert ([hit.object_key for hit in found.hits], found.meant) == (["a"], "robotarmen lassen")


def test_four_unknown_words_are_corrected_and_of_five_none(stories, django_assert_num_queries):
    stories.put("a", "Robotarmen lassen intervisie uitleggen knutselen")
    follow()
    lexicon, slices = current_lexicon(), ANONYMOUS.slices()
    wrong, right = "robtoarmen inetrvisie uitlegegn knustelen", "robotarmen intervisie uitleggen knutselen"

    assert corrected(wrong, lexicon=lexicon, slices=slices) == right
    assert corrected(f"{wrong} {wrong} wifi", lexicon=lexicon, slices=slices) == f"{right} {right} wifi"
    with django_assert_num_queries(1):
        assert corrected(f"{wrong} zwartekraaien", lexicon=lexicon, slices=slices) is None


def test_correction_without_results_is_not_offered(stories):
    stories.put("a", "Robotarmen")
    follow()
    stories.remove("a")

    found = answer("robtoarmen", viewer=ANONYMOUS)

    assert (found.hits, found.meant) == ((), None)


def test_facets_count_with_other_filters_but_not_their_own(stories, people):
    stories.put("a", "Robots", themes=(TESTING,), institutions=(LINDE,))
    stories.put("b", "Robots", themes=(BLENDED,), institutions=(LINDE, WADDEN))
    people.put("p", "Robots", themes=(TESTING,))

    found = answer("robots", viewer=ANONYMOUS, filters=Filters(theme="digitaal-toetsen"))

    assert {hit.object_key for hit in found.hits} == {"a", "p"}
    assert (found.total, found.unfiltered_total) == (2, 3)
    assert {name: {c.value: c.count for c in choices} for name, choices in found.facets.items()} == {
        "soort": {"verhaal": 1, "lid": 1},
        "thema": {"digitaal-toetsen": 2, "blended": 1},
        "school": {"lindenwaard": 1},
        "wanneer": {},
        "staat": {},
    }
    assert [str(choice.label) for choice in found.facets["thema"] if choice.is_chosen] == ["Digitaal toetsen"]


def test_paging_shows_each_result_once(stories):
    for number in range(25):
        stories.put(f"{number:02}", f"Robots {number}")

    pages = [keys("robots", page=page) for page in (1, 2, 3)]
    beyond = answer("robots", viewer=ANONYMOUS, page=99)

    assert [len(page) for page in pages] == [10, 10, 5]
    assert len({key for page in pages for key in page}) == 25
    assert (beyond.page, len(beyond.hits), beyond.total) == (3, 5, 25)


def test_exactly_one_entry_of_an_object_matches_each_viewer(people):
    people.put_drafts(
        "zoe",
        draft("everyone", "Zoë Çelik"),
        draft("members", "Zoë Çelik", body="lassen"),
        draft("institution:3", "Zoë Çelik", body="lassen en robots"),
    )

    assert [answer("zoe", viewer=viewer).total for viewer in (ANONYMOUS, MEMBER, OTHER_SCHOOL)] == [1, 1, 1]
    assert [answer("lassen", viewer=viewer).total for viewer in (ANONYMOUS, MEMBER, OTHER_SCHOOL)] == [0, 1, 1]
    assert [answer("robots", viewer=viewer).total for viewer in (ANONYMOUS, MEMBER, OTHER_SCHOOL)] == [0, 1, 0]


def test_viewer_with_two_schools_gets_one_entry(people):
    viewer = MEMBER.__class__(member_key="x", is_member=True, institution_ids=frozenset({3, 7}))
    people.put_drafts("zoe", draft("institution:3", "Zoë"), draft("institution:7", "Zoë"))

    assert answer("zoe", viewer=viewer).total == 1


def test_result_hidden_since_indexing_is_dropped(stories):
    stories.put("a", "Robots")
    stories.put("b", "Robots")
    stories.hidden.add("a")

    found = answer("robots", viewer=ANONYMOUS)

    assert ([hit.object_key for hit in found.hits], found.total) == (["b"], 1)


def test_highlight_marks_and_escapes(stories):
    stories.put("a", "Robots <script>", summary="Een <b>robot</b> & meer", body="")

    hit = answer("robot", viewer=ANONYMOUS).hits[0]

    assert hit.title_html == "<mark>Robots</mark> &lt;script&gt;"
    assert hit.excerpt_html == "Een &lt;b&gt;<mark>robot</mark>&lt;/b&gt; &amp; meer"


def test_suggestions_complete_the_last_word(stories):
    stories.put("a", "Netwerkbijeenkomst in maart")
    stories.put("b", "De netwerkdag")
    stories.put("c", "Niets", body="netwerk")

    assert {found.title for found in suggestions("netw", viewer=ANONYMOUS)} == {
        "Netwerkbijeenkomst in maart",
        "De netwerkdag",
    }
    assert [found.title for found in suggestions("netwerkb", viewer=ANONYMOUS)] == ["Netwerkbijeenkomst in maart"]
    assert suggestions("n", viewer=ANONYMOUS) == ()


@pytest.mark.parametrize("question", ['"', "'", "a\0b", "(", "NEAR(", "*", "robot*", 'AND OR NOT "x', ":", "\\", "-"])
def test_odd_questions_are_answered(stories, question):
    stories.put("a", "Robots")

    answer(question, viewer=ANONYMOUS)
    suggestions(question, viewer=ANONYMOUS)


def test_what_is_called_so_comes_first(stories):
    stories.put(
        "over", "Alles over privacy in de les", summary="privacy", keywords=("privacy",), body="privacy privacy"
    )
    stories.put("heet", "Privacy")
    stories.put("ook", "Iets anders", names=("Privacy",))

    assert keys("privacy")[2] == "over"
    assert set(keys("gdpr")[:2]) == {"heet", "ook"}


def test_few_complete_answers_bring_in_what_holds_most_of_the_words(stories):
    stories.put("alles", "Verslag", body="een coach en een vog is nodig")
    stories.put("titel", "Moet een coach een vog hebben?")
    stories.put("niets", "Iets heel anders")

    found = answer("heeft een coach een vog nodig", viewer=ANONYMOUS)

    assert ([hit.object_key for hit in found.hits], found.is_partial) == (["titel", "alles"], False)
