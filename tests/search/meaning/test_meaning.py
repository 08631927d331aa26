"""What is found by meaning, on both engines, and what never is."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search.engines.interface import Filters, Sort
from search.index import registry
from search.index.models import EngineTask
from search.meaning.actions import write_vectors
from search.meaning.encoder import encoder_loaded
from search.meaning.models import EntryVector
from search.promoted.actions import promote
from search.results.queries import answer
from tests.search.conftest import ANONYMOUS, LINDE, MEMBER, OTHER_SCHOOL, TESTING, draft, follow
from tests.search.meaning.conftest import describe

pytestmark = [pytest.mark.meaning, pytest.mark.usefixtures("each_engine_with_meaning")]

# Asked in words that the text does not hold.
QUESTION = "filmpjes opnemen met je mobiel"
VIDEO = {"title": "Uitlegvideo's op telefoonmaat", "summary": "Korte video's die je met een telefoon maakt."}
OTHER = {"title": "Reiskosten", "summary": "Meestal betaalt de eigen school de trein."}


def related(question=QUESTION, viewer=ANONYMOUS, **options) -> list[str]:
    return [hit.object_key for hit in answer(question, viewer=viewer, **options).related]


def test_text_is_found_by_its_meaning_and_stands_in_no_count(stories):
    stories.put("video", **VIDEO, themes=(TESTING,), institutions=(LINDE,))
    stories.put("ander", **OTHER)
    describe()

    found = answer(QUESTION, viewer=ANONYMOUS)

    assert ([hit.object_key for hit in found.related], found.hits) == (["video"], ())
    assert (found.total, found.unfiltered_total) == (0, 0)
    assert all(choices == () for choices in found.facets.values())


def test_what_words_find_is_never_related_as_well(stories):
    stories.put("video", **VIDEO)
    stories.put("woorden", "Filmpjes opnemen met je mobiel")
    describe()

    found = answer(QUESTION, viewer=ANONYMOUS)

    assert ([hit.object_key for hit in found.hits], found.total) == (["woorden"], 1)
    assert [hit.object_key for hit in found.related] == ["video"]


@pytest.mark.parametrize("question", ["fietsenstalling", "recept voor appeltaart", "de het een"])
def test_question_about_nothing_here_finds_nothing(stories, question):
    stories.put("video", **VIDEO)
    stories.put("ander", **OTHER)
    describe()

    found = answer(question, viewer=ANONYMOUS)

    assert (found.hits, found.related) == ((), ())


def test_kind_that_is_all_names_has_no_meaning(stories):
    stories.put("woorden", "Reiskosten")
    registry.unregister("verhaal")
    registry.register(replace(stories.searchable("verhaal", "verhalen"), has_meaning=False))
    stories.put("video", **VIDEO)

    assert describe() == 0
    assert related() == []


def test_text_for_members_is_never_near_for_a_visitor(people):
    people.put("geheim", **VIDEO, audience="members")
    describe()

    assert (related(), related(viewer=MEMBER)) == ([], ["geheim"])


def test_wider_text_of_the_same_object_is_not_matched_for_narrower_viewers(people):
    people.put_drafts(
        "zoe",
        draft("everyone", "Zoë Çelik", summary="coach"),
        draft("members", "Zoë Çelik", summary="coach"),
        draft("institution:3", VIDEO["title"], summary=VIDEO["summary"]),
    )
    describe()

    assert [related(viewer=viewer) for viewer in (ANONYMOUS, OTHER_SCHOOL, MEMBER)] == [[], [], ["zoe"]]


def test_narrower_text_is_not_matched_for_who_reads_the_wider_one(people):
    people.put_drafts(
        "zoe",
        draft("everyone", VIDEO["title"], summary=VIDEO["summary"]),
        draft("members", "Reiskosten", summary="Wie betaalt de trein?"),
    )
    describe()

    assert [related(viewer=viewer) for viewer in (ANONYMOUS, MEMBER)] == [["zoe"], []]


def test_visitor_sees_no_hidden_text_on_the_page(site, people, client):
    people.put("geheim", VIDEO["title"], audience="members", summary=VIDEO["summary"] + " Kwikstaartproject")
    describe()

    page = client.get(reverse("search:results"), {"q": QUESTION}).content.decode()

    assert "Kwikstaart" not in page
    assert "/lid/geheim/" not in page
    assert "verwant" not in page


def test_hidden_since_is_not_shown(stories):
    stories.put("video", **VIDEO)
    describe()
    assert related() == ["video"]

    stories.hidden.add("video")

    assert related() == []


def test_removed_text_is_gone_and_so_is_its_vector(stories):
    stories.put("video", **VIDEO)
    describe()

    stories.remove("video")

    assert related() == []
    assert not EntryVector.objects.exists()


def test_changed_text_is_not_found_by_its_old_meaning(stories):
    stories.put("video", **VIDEO)
    describe()

    stories.put("video", **OTHER)

    assert related() == []
    describe()
    assert related() == []
    assert related("wie draait op voor het vervoer") == ["video"]


def test_filters_hold_for_what_is_related(stories, people):
    stories.put("video", **VIDEO, themes=(TESTING,), institutions=(LINDE,))
    people.put("lid", **VIDEO)
    describe()

    assert set(related()) == {"video", "lid"}
    assert related(filters=Filters(kind="lid")) == ["lid"]
    assert related(filters=Filters(theme=TESTING.value)) == ["video"]
    assert related(filters=Filters(institution=LINDE.value)) == ["video"]


def test_only_the_first_page_by_relevance_has_related_ones(stories):
    stories.put("video", **VIDEO)
    stories.put("woorden", "Filmpjes opnemen met je mobiel")
    describe()

    assert related() == ["video"]
    assert related(sort=Sort.NEWEST) == []


def test_more_than_a_page_of_results_has_no_related_ones(stories):
    for number in range(11):
        stories.put(f"w{number}", "Filmpjes opnemen met je mobiel", body=f"nummer {number}")
    stories.put("video", **VIDEO)
    describe()

    found = answer(QUESTION, viewer=ANONYMOUS)

    assert (found.total, len(found.hits), found.related) == (11, 10, ())


def test_promoted_result_does_not_stand_among_the_related_again(site, stories, client):
    stories.put("video", **VIDEO)
    describe()
    promote(questions=[QUESTION], things={"verhaal:video": ""})

    page = client.get(reverse("search:results"), {"q": QUESTION}).content.decode()

    assert page.count('href="/verhaal/video/"') == 1


def test_page_says_which_are_related_and_why(site, stories, client):
    stories.put("video", **VIDEO)
    describe()

    page = client.get(reverse("search:results"), {"q": QUESTION}).content.decode()

    assert "Niets gevonden voor" in page
    assert "Verwant aan je vraag" in page
    assert '<span class="tag tag--plain" title="Gevonden op betekenis, niet op woorden">verwant</span>' in page
    assert 'href="/verhaal/video/"' in page


def test_question_costs_one_query_more_at_most(stories, settings, each_engine):
    stories.put("video", **VIDEO)
    stories.put("woorden", "Filmpjes opnemen met je mobiel")
    describe()
    related()

    with CaptureQueriesContext(connection) as with_meaning:
        assert related() == ["video"]
    settings.PORTAL_SEARCH_MEANING = False
    with CaptureQueriesContext(connection) as without:
        assert related() == []

    # Elasticsearch is asked instead of the database.
    assert len(with_meaning) - len(without) == (1 if each_engine == "embedded" else 0)


def test_vectors_are_caught_up_without_a_change(stories):
    stories.put("video", **VIDEO)
    describe()
    EntryVector.objects.update(model="an-older-one")

    assert describe() == 1
    assert related() == ["video"]
    assert describe() == 0


def test_engine_that_follows_is_told_of_new_vectors(stories, each_engine):
    stories.put("video", **VIDEO)
    follow()

    write_vectors(encoder_loaded(), seconds=60)

    assert EngineTask.objects.exists() is (each_engine == "elasticsearch")


@pytest.mark.parametrize("text", [" ", "ÿ" * 5000, "😀" * 200, "woord " * 3000, "\u202e\u0301"])
def test_odd_texts_and_questions_are_read(stories, text):
    stories.put("video", VIDEO["title"], summary=text, body=text)

    assert describe() == 1
    answer(f"{text} filmpjes", viewer=ANONYMOUS)


def test_command_prints_what_is_related(stories, each_engine):
    stories.put("video", **VIDEO)
    describe()
    text, data = StringIO(), StringIO()

    call_command("search", QUESTION, engine=each_engine, stdout=text)
    call_command("search", QUESTION, engine=each_engine, as_json=True, stdout=data)

    assert "verwant: Uitlegvideo's op telefoonmaat  [verhaal]  /verhaal/video/" in text.getvalue()
    assert [hit["key"] for hit in json.loads(data.getvalue())["related"]] == ["video"]
