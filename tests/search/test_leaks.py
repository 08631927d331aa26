"""What a viewer may not see shows nowhere: each test has something to hide, and a member who finds it."""

import pytest
from django.urls import reverse

from search.index import registry
from search.index.models import Entry
from search.results import viewers
from search.results.choices import frequent_themes
from search.results.queries import answer
from search.results.suggesting import suggestions
from tests.search.conftest import ANONYMOUS, LINDE, MEMBER, OTHER_SCHOOL, TESTING, draft, follow

pytestmark = pytest.mark.usefixtures("each_engine")


MARKER = "Kwikstaartproject"


@pytest.fixture
def secret(people):
    """One entry for members only, and nothing else."""
    people.put(
        "geheim",
        MARKER,
        audience="members",
        summary="kwikstaartsamenvatting",
        body="kwikstaarttekst",
        keywords=("kwikstaartwoord",),
        themes=(TESTING,),
        institutions=(LINDE,),
    )
    follow()
    return people


@pytest.fixture
def as_member(settings):
    """Make every request a member's."""
    before = dict(viewers._sources)
    viewers.register_viewer_source(lambda request: MEMBER)
    yield
    viewers._sources.update(before)


WORDS = ["kwikstaartproject", "kwikstaartsamenvatting", "kwikstaarttekst", "kwikstaartwoord", "digitaal toetsen"]


@pytest.mark.parametrize("word", WORDS)
def test_members_entry_is_found_by_members_only(secret, word):
    hidden, shown = answer(word, viewer=ANONYMOUS), answer(word, viewer=MEMBER)

    assert (hidden.hits, hidden.total, hidden.unfiltered_total, hidden.meant) == ((), 0, 0, None)
    assert all(choices == () for choices in hidden.facets.values())
    assert ([hit.object_key for hit in shown.hits], shown.total) == (["geheim"], 1)
    assert {name: [choice.value for choice in choices] for name, choices in shown.facets.items()} == {
        "soort": ["lid"],
        "thema": ["digitaal-toetsen"],
        "school": ["lindenwaard"],
        "wanneer": [],
        "staat": [],
    }


def test_correction_offers_no_hidden_word(secret):
    assert answer("kwikstartproject", viewer=ANONYMOUS).meant is None
    assert answer("kwikstartproject", viewer=MEMBER).meant == "kwikstaartproject"


def test_suggestions_offer_no_hidden_title(secret):
    assert suggestions("kwik", viewer=ANONYMOUS) == ()
    assert [found.title for found in suggestions("kwik", viewer=MEMBER)] == [MARKER]


def test_frequent_themes_count_nothing_hidden(secret):
    assert frequent_themes(viewer=ANONYMOUS) == ()
    assert [(theme.value, theme.count) for theme in frequent_themes(viewer=MEMBER)] == [("digitaal-toetsen", 1)]


def test_facets_of_other_results_count_nothing_hidden(secret, stories):
    stories.put("open", "Kwikstaartproject voor iedereen", themes=(TESTING,))

    counts = [
        {name: {choice.value: choice.count for choice in choices} for name, choices in found.facets.items() if choices}
        for found in (answer("kwikstaartproject", viewer=ANONYMOUS), answer("kwikstaartproject", viewer=MEMBER))
    ]

    assert counts == [
        {"soort": {"verhaal": 1}, "thema": {"digitaal-toetsen": 1}},
        {"soort": {"lid": 1, "verhaal": 1}, "thema": {"digitaal-toetsen": 2}, "school": {"lindenwaard": 1}},
    ]


def test_wider_text_is_neither_matched_nor_shown_to_narrower_viewers(people):
    people.put_drafts(
        "zoe",
        draft("everyone", "Zoë Çelik", summary="coach", body="coach"),
        draft("members", "Zoë Çelik", summary="coach kwikstaartlid", body="coach kwikstaartlid"),
        draft("institution:3", "Zoë Çelik", summary="coach kwikstaartschool", body="coach kwikstaartschool"),
    )
    follow()

    excerpts = [str(answer("zoe", viewer=viewer).hits[0].excerpt_html) for viewer in (ANONYMOUS, OTHER_SCHOOL, MEMBER)]
    found = [
        [answer(word, viewer=viewer).total for viewer in (ANONYMOUS, OTHER_SCHOOL, MEMBER)]
        for word in ("coach", "kwikstaartlid", "kwikstaartschool")
    ]

    assert excerpts == ["coach", "coach kwikstaartlid", "coach kwikstaartschool"]
    assert found == [[1, 1, 1], [0, 1, 0], [0, 0, 1]]


def test_withdrawn_object_is_gone_for_everyone(secret):
    secret.remove("geheim")

    assert answer("kwikstaartproject", viewer=MEMBER).total == 0
    assert suggestions("kwik", viewer=MEMBER) == ()
    assert answer("kwikstartproject", viewer=MEMBER).meant is None


def test_object_of_an_unknown_kind_is_not_shown(secret):
    Entry.objects.update(kind="onbekend")
    for sink in registry.sinks().values():
        sink.rebuild()

    found = answer("kwikstaartproject", viewer=MEMBER)

    assert (found.hits, found.total, found.facets["soort"]) == ((), 0, ())


def test_page_and_suggestions_show_nothing_hidden(site, secret, client):
    pages = [client.get(reverse("search:results"), {"q": word}) for word in [*WORDS, "kwikstartproject", ""]]
    pages.append(client.get(reverse("search:suggestions"), {"q": "kwik"}))

    for page in pages:
        # The question itself stands in the page; nothing else of the marker may.
        text = page.content.decode().lower()
        assert page.status_code == 200
        assert MARKER not in page.content.decode()
        assert "/lid/geheim/" not in text
        assert "lindenwaard" not in text


def test_page_and_suggestions_show_members_theirs(site, secret, client, as_member):
    page = client.get(reverse("search:results"), {"q": "kwikstaarttekst"}).content.decode()
    offered = client.get(reverse("search:suggestions"), {"q": "kwik"}).content.decode()

    assert "/lid/geheim/" in page
    assert "Lindenwaard College" in page
    assert "/lid/geheim/" in offered


def test_pages_are_never_kept_by_a_shared_cache(site, secret, client):
    for address in (reverse("search:results") + "?q=x", reverse("search:suggestions") + "?q=xy"):
        response = client.get(address)

        assert response.headers["Cache-Control"] == "private"
        assert "Cookie" in response.headers["Vary"]
