import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search.results.forms import SearchForm
from search.results.rules import notice_for
from tests.search.conftest import BLENDED, LINDE, TESTING, follow, on


@pytest.fixture
def get(client, site):
    """Ask for the results page."""
    return lambda **data: client.get(reverse("search:results"), data)


def test_address_is_fixed():
    assert reverse("search:results") == "/zoeken/"
    assert reverse("search:suggestions") == "/zoeken/suggesties/"


def test_result_shows_kind_school_date_and_excerpt(stories, get):
    stories.put(
        "a",
        "Robots in de klas",
        summary="Een verhaal over robots.",
        institutions=(LINDE,),
        published_at=on(2026, 3, 5),
    )

    page = get(q="robots").content.decode()

    assert '<h3 lang="nl"><a href="/verhaal/a/"><mark>Robots</mark> in de klas</a></h3>' in page
    assert '<p class="excerpt" lang="nl">Een verhaal over <mark>robots</mark>.</p>' in page
    assert '<span class="tag tag--plain">verhaal</span>' in page
    assert (
        '<span lang="nl">Lindenwaard College</span> · <time datetime="2026-03-05T12:00:00+01:00">5 maart 2026</time>'
        in page
    )
    assert "1 resultaat" in page


def test_facets_are_links_that_keep_the_question(stories, get):
    stories.put("a", "Robots", themes=(TESTING,))
    stories.put("b", "Robots", themes=(BLENDED,))

    page = get(q="robots", thema="blended", sorteer="nieuwste").content.decode()

    assert 'href="?q=robots&amp;thema=digitaal-toetsen&amp;sorteer=nieuwste"' in page
    assert 'href="?q=robots&amp;sorteer=nieuwste" aria-current="true"' in page
    assert "/verhaal/b/" in page
    assert "/verhaal/a/" not in page


def test_pager_keeps_filters(stories, get):
    for number in range(11):
        stories.put(f"{number}", "Robots", themes=(TESTING,))

    page = get(q="robots", thema="digitaal-toetsen", pagina="2").content.decode()

    assert page.count('<li class="result">') == 1
    assert 'rel="prev" href="?q=robots&amp;thema=digitaal-toetsen"' in page


def test_correction_is_named_on_the_page(stories, get):
    stories.put("a", "Intervisie")
    follow()

    page = get(q="intervizie").content.decode()

    assert "Bedoelde je <strong>intervisie</strong>?" in page
    assert 'value="intervizie"' in page
    assert "/verhaal/a/" in page


def test_filters_that_leave_nothing_can_be_taken_away(stories, get):
    stories.put("a", "Robots", themes=(TESTING,))

    page = get(q="robots", soort="lid").content.decode()

    assert "Geen resultaten met deze filters" in page
    assert '<li><a href="?q=robots" rel="nofollow">' in page


def test_empty_question_helps(stories, get):
    stories.put("a", "Robots", themes=(TESTING,))

    page = get().content.decode()

    assert "Typ een woord, een naam of een hele vraag." in page
    assert "/zoeken/?q=Digitaal+toetsen&amp;thema=digitaal-toetsen" in page
    assert "resultaten-kop" not in page


def test_page_without_results_helps_and_shows_no_random_hits(stories, get):
    stories.put("a", "Robots", themes=(TESTING,))
    follow()

    page = get(q="fietsenstalling").content.decode()

    assert "Niets gevonden voor “fietsenstalling”" in page
    assert "/zoeken/?q=Digitaal+toetsen&amp;thema=digitaal-toetsen" in page
    assert "/verhaal/a/" not in page


@pytest.mark.parametrize(("question", "shown"), [("stage", True), (" Stage ", True), ("uitwisselingsstage", False)])
def test_students_are_sent_to_stagemarkt(stories, get, question, shown):
    page = get(q=question).content.decode()

    assert ("Zoek je een stage als student? Kijk op Stagemarkt.nl." in page) is shown


@pytest.mark.parametrize(
    "data",
    [
        {"q": "<script>alert(1)</script>"},
        {"q": "x" * 100_000},
        {"q": "a\0b"},
        {"q": '"' * 50},
        {"q": "robots", "pagina": "0"},
        {"q": "robots", "pagina": "-1"},
        {"q": "robots", "pagina": "9" * 400},
        {"q": "robots", "pagina": "²"},
        {"q": "robots", "pagina": "abc"},
        {"q": "robots", "sorteer": "x"},
        {"q": "robots", "soort": "\0" * 500, "thema": "'; --", "school": "%00"},
        {"q": "robots", "wanneer": "2026-13", "staat": "' OR 1=1 --"},
        {"q": "robots", "wanneer": "²026-01"},
        {"q": "robots", "wanneer": "9999-12"},
        {"q": "robots", "wanneer": "<script>alert(1)</script>", "staat": "<script>alert(1)</script>"},
        {"q": "niets<script>alert(1)</script>", "soort": "<script>alert(1)</script>"},
        {"q": "robots{{ request.user }}{% csrf_token %}"},
        {"q": 'x" autofocus onfocus="alert(1)'},
        {"q": "\ud800"},
        {"q": "ﷺ" * 200},
        {"q": "𝔯𝔬𝔟𝔬𝔱"},
    ],
)
def test_bad_input_is_answered(stories, client, site, data):
    stories.put("a", "Robots")
    query = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}

    for address in (reverse("search:results"), reverse("search:suggestions")):
        response = client.get(address, query)

        assert response.status_code == 200
        assert b"<script>alert" not in response.content
        assert b'" autofocus' not in response.content


@pytest.mark.parametrize("address", ["search:results", "search:suggestions"])
def test_searching_is_reading(site, client, address):
    assert client.post(reverse(address), {"q": "x"}).status_code == 405


def test_suggestions_are_a_list_of_links(stories, client, site):
    stories.put("a", "Robots & <b>meer</b>")

    page = client.get(reverse("search:suggestions"), {"q": "rob"}).content.decode()

    assert page.strip() == (
        '<div class="suggestions" id="voorstellen" role="listbox" aria-label="Suggesties" '
        'data-said="1 suggestie. Kies met de pijltjes.">'
        '<div role="group" aria-labelledby="voorstel-pages">'
        '<p id="voorstel-pages" role="presentation">Op het portaal</p>'
        '<a role="option" id="voorstel-pages-1" aria-selected="false" tabindex="-1" href="/verhaal/a/">'
        '<span lang="nl">Robots &amp; &lt;b&gt;meer&lt;/b&gt;</span> <span class="meta">verhaal</span></a></div></div>'
    )


def test_at_most_eight_suggestions(stories, client, site):
    for number in range(12):
        stories.put(f"{number}", f"Robots {number}")

    page = client.get(reverse("search:suggestions"), {"q": "rob"}).content.decode()

    assert page.count('role="option"') == 8


@pytest.mark.parametrize("rows", [1, 3])
def test_results_page_takes_a_fixed_number_of_queries(stories, people, get, rows):
    for number in range(rows):
        stories.put(f"{number}", "Robots", themes=(TESTING,), institutions=(LINDE,))
        people.put(f"{number}", "Robots")
    follow()

    with CaptureQueriesContext(connection) as queries:
        get(q="robots", thema="digitaal-toetsen")

    # The frame around the page has queries of its own; to these come one per kind shown, for the recheck.
    assert len([query for query in queries if "search_" in query["sql"]]) == 5


def test_address_is_read_and_written_alike():
    form = SearchForm.of({"q": " a  b ", "soort": "verhaal", "pagina": "3", "sorteer": "nieuwste"})

    assert (form.question, form.filters.kind, form.page) == ("a b", "verhaal", 3)
    assert form.query() == "q=a+b&soort=verhaal&sorteer=nieuwste"
    assert form.query(soort="", thema="x") == "q=a+b&thema=x&sorteer=nieuwste"


@pytest.mark.parametrize(
    ("question", "is_for_students"),
    [
        ("stage", True),
        ("Stage lopen", True),
        ("hoe vind ik een stageplek", True),
        ("stage bij de servicedesk", False),
        ("uitwisselingsstage", False),
        ("lopen", False),
    ],
)
def test_students_who_look_for_an_internship_are_sent_on(question, is_for_students):
    assert (notice_for(question) is not None) is is_for_students
