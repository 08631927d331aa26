"""The analysis contract on OpenSearch: the same questions, through the adapter, find the same as on Elasticsearch."""

import importlib.util
import os
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from portal.shared.audiences.rules import Viewer
from search.dutch.synonyms import current_lexicon
from search.engines.choice import EMBEDDED, engine_named
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.follower import ElasticsearchFollower
from search.engines.interface import Filters, Sort
from search.index import registry
from search.index.models import Entry
from search.results.queries import answer
from search.results.suggesting import suggestions
from search.results.understanding import understand
from tests.search.conftest import ANONYMOUS, BLENDED, LINDE, MEMBER, TESTING, WADDEN, draft

pytestmark = pytest.mark.opensearch

ADAPTER = Path(__file__).resolve().parents[2] / "tools" / "search-server" / "os_adapter.py"

# Stems with overrides, compounds both ways, linking letters, hyphen and space, accents, synonyms, a phrase, a surname,
# words that must not find each other, and a question of which no text holds everything.
QUESTIONS = (
    "materiaal",
    "toetsing",
    "netwerk",
    "netwerk bijeenkomst",
    "i coach",
    "icoach",
    "zoe celik",
    "elkhatib",
    "voorlopers",
    "early adopter",
    "vol",
    "robots lassen",
    "digitaal toetsen in het mbo",
    "robots lassen vonken",
)


def _adapter():
    spec = importlib.util.spec_from_file_location("os_adapter", ADAPTER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def opensearch(db):
    """Follow the index on the server named by PORTAL_TEST_OPENSEARCH_URL."""
    client = Elasticsearch(
        os.environ["PORTAL_TEST_OPENSEARCH_URL"], node_class=_adapter().OpenSearchNode, request_timeout=20
    )
    follower = ElasticsearchFollower(client, alias=f"test-{uuid4().hex[:12]}")
    follower.rebuild(fresh=True)
    registry.register_sink("opensearch", follower)
    yield follower
    registry._sinks.pop("opensearch")
    follower.drop()
    client.close()


@pytest.fixture
def engine(opensearch) -> ElasticsearchEngine:
    return ElasticsearchEngine(opensearch._client, alias=opensearch._alias)


@pytest.fixture
def texts(stories, people):
    """A fixed set: what the questions are about, and what they must not find."""
    stories.put("materialen", "Materialen delen", themes=(BLENDED,), institutions=(LINDE,))
    stories.put("toetsen", "Digitaal toetsen", body="In het mbo.", themes=(TESTING,), institutions=(LINDE, WADDEN))
    stories.put("bijeenkomst", "Netwerkbijeenkomst in Zwolle", themes=(BLENDED,))
    stories.put("coach", "De i-coach en de ict’er", keywords=("iCoaches",), boost=1.3)
    stories.put("pioniers", "Pioniers in de zorg", body="De koplopers gaan voor.")
    stories.put("volgen", "Leerlingen volgen", summary="Volgsysteem")
    stories.put("lassen", "Lassen met een robot", body="Robots lassen zonder handschoen.", themes=(TESTING,))
    stories.put("geheim", "Robots in het geheim", audience="members", institutions=(WADDEN,))
    people.put_drafts(
        "zoe", draft("everyone", "Zoë Çelik"), draft("members", "Zoë Çelik", body="lassen", institutions=(WADDEN,))
    )
    people.put("karim", "Karim El Khatib", audience="members")


def counted(results) -> dict:
    """Give the counts of filters; one that counts nothing may be there or not."""
    return {name: values for name, values in results.facets.items() if values}


def found_by(engine, question: str, viewer: Viewer, **options):
    slices = viewer.slices()
    query = understand(question, lexicon=current_lexicon(), slices=slices)
    chosen = {"filters": Filters(), "page": 1, "page_size": 10, "sort": Sort.RELEVANCE} | options
    results = engine.search(query, slices=slices, **chosen)
    if not results.total and len(query.terms) > 1:
        results = engine.search(query.relaxed(), slices=slices, **chosen)
    names = dict(Entry.objects.values_list("pk", "object_key"))
    return [names[hit.entry_id] for hit in results.hits], results.total, results.unfiltered_total, counted(results)


@pytest.mark.parametrize("viewer", [ANONYMOUS, MEMBER], ids=["visitor", "member"])
@pytest.mark.elasticsearch
def test_every_question_finds_the_same_in_the_same_order(elasticsearch, engine, texts, viewer):
    other = engine_named("elasticsearch")

    answers = {question: found_by(engine, question, viewer) for question in QUESTIONS}

    assert answers == {question: found_by(other, question, viewer) for question in QUESTIONS}
    assert {question for question, (keys, *_rest) in answers.items() if not keys} == (
        {"vol"} if viewer == MEMBER else {"vol", "elkhatib"}
    )
    assert answers["materiaal"][0] == ["materialen"]


@pytest.mark.parametrize(
    "options",
    [
        {"filters": Filters(theme="digitaal-toetsen")},
        {"filters": Filters(institution="waddenkust")},
        {"filters": Filters(kind="lid")},
        {"sort": Sort.NEWEST},
    ],
    ids=["theme", "school", "kind", "newest"],
)
def test_filters_and_counts_are_those_of_the_embedded_engine(engine, texts, options):
    keys, *counts = found_by(engine, "lassen", MEMBER, **options)
    embedded_keys, *embedded_counts = found_by(EMBEDDED, "lassen", MEMBER, **options)

    assert (set(keys), counts) == (set(embedded_keys), embedded_counts)
    assert counts[1] == 2


def test_answers_and_suggestions_show_what_the_viewer_may_see(engine, texts):
    hidden, shown = (answer("robots", viewer=viewer, engine=engine) for viewer in (ANONYMOUS, MEMBER))

    assert (hidden.is_degraded, shown.is_degraded) == (False, False)
    assert [sorted(hit.object_key for hit in found.hits) for found in (hidden, shown)] == [
        ["lassen"],
        ["geheim", "lassen"],
    ]
    assert "<mark>robot</mark>" in hidden.hits[0].title_html
    assert suggestions("karim el", viewer=ANONYMOUS, engine=engine) == ()
    assert [one.title for one in suggestions("karim el", viewer=MEMBER, engine=engine)] == ["Karim El Khatib"]


def test_index_follows_changes_and_rebuilds(opensearch, engine, texts, stories):
    stories.remove("lassen")
    stories.put("toetsen", "Summatief toetsen")
    registry.sinks()["opensearch"].take({("verhaal", "lassen"), ("verhaal", "toetsen")})
    changed = opensearch.differing()
    rebuilt = opensearch.rebuild(fresh=True)

    assert (changed, rebuilt, opensearch.differing()) == ([], Entry.objects.count(), [])
    assert opensearch.has_old_form() is False
    assert answer("summatief", viewer=ANONYMOUS, engine=engine).total == 1
