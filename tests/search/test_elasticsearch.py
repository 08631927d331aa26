"""What happens around the server: outages, late changes, rebuilds."""

import socket
import threading
import time

import pytest

from search.engines.breaker import Breaker
from search.engines.choice import NoSuchEngine, engine_named
from search.engines.elasticsearch.client import client_for
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.follower import ElasticsearchFollower
from search.index import registry
from search.index.actions import index_object
from search.index.models import EngineTask, Entry
from search.results.queries import answer, suggestions
from tests.search.conftest import ANONYMOUS, MEMBER, draft, follow


@pytest.fixture
def hanging_address():
    """A server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        held = []

        def accept():
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    for connection in held:
        connection.close()
    thread.join()


@pytest.fixture
def refusing_address():
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def engine_at(address: str, **options) -> ElasticsearchEngine:
    return ElasticsearchEngine(client_for(address), alias="portal-search", **options)


@pytest.fixture(params=["hanging_address", "refusing_address"])
def dead_address(request) -> str:
    return request.getfixturevalue(request.param)


def test_embedded_engine_answers_in_time_when_the_server_does_not(stories, dead_address):
    stories.put("a", "Robots")
    engine, started = engine_at(dead_address), time.monotonic()

    found = answer("robots", viewer=ANONYMOUS, engine=engine)

    assert ([hit.object_key for hit in found.hits], found.is_degraded) == (["a"], True)
    assert time.monotonic() - started < 2
    assert [one.title for one in suggestions("rob", viewer=ANONYMOUS, engine=engine)] == ["Robots"]


def test_breaker_spares_later_visitors_the_wait(stories, hanging_address):
    engine = engine_at(hanging_address)
    for _visitor in range(2):
        answer("robots", viewer=ANONYMOUS, engine=engine)
    started = time.monotonic()

    for _visitor in range(5):
        assert answer("robots", viewer=ANONYMOUS, engine=engine).is_degraded

    assert time.monotonic() - started < 0.5


def test_breaker_tries_again_after_a_pause():
    now = [0.0]
    breaker = Breaker(failures=2, pause_seconds=15, clock=lambda: now[0])

    seen = [breaker.lets_through()]
    breaker.failed()
    seen.append(breaker.lets_through())
    breaker.failed()
    seen.append(breaker.lets_through())
    now[0] = 15.0
    seen += [breaker.lets_through(), breaker.lets_through()]
    breaker.succeeded()
    seen.append(breaker.lets_through())

    assert seen == [True, True, False, True, False, True]


def test_change_during_an_outage_waits_in_the_table(stories, refusing_address):
    registry.register_sink("elasticsearch", ElasticsearchFollower(client_for(refusing_address), alias="x"))
    stories.drafts["a"] = [draft("everyone", "Robots")]
    index_object("verhaal", "a")
    follow()
    registry._sinks.pop("elasticsearch")

    task = EngineTask.objects.get()
    assert (task.attempts, task.last_error.startswith("elasticsearch: ConnectionError")) == (1, True)


@pytest.mark.parametrize(("name", "message"), [("x", "No engine is called"), ("elasticsearch", "URL is empty")])
def test_engine_without_a_name_or_address_is_refused(settings, name, message):
    settings.PORTAL_ELASTICSEARCH_URL = ""

    with pytest.raises(NoSuchEngine, match=message):
        engine_named(name)


def indices(follower: ElasticsearchFollower) -> list[str]:
    return sorted(follower._client.indices.get_alias(name=follower._alias))


@pytest.mark.elasticsearch
def test_server_equals_the_database_after_changes_and_deletions(stories, people, elasticsearch):
    stories.put("a", "Robots")
    stories.put("b", "Lassen")
    people.put_drafts("zoe", draft("everyone", "Zoë"), draft("members", "Zoë", body="lassen"))
    stories.put("a", "Robots en cobots")
    stories.remove("b")
    people.put("zoe", "Zoë", audience="members")

    assert elasticsearch.differing() == []
    assert (answer("lassen", viewer=MEMBER).total, answer("zoe", viewer=ANONYMOUS).total) == (0, 0)


@pytest.mark.elasticsearch
def test_comparison_with_the_server_sees_what_bypassed_the_index(stories, elasticsearch):
    stories.put("a", "Robots")
    pk = str(Entry.objects.get().pk)
    Entry.objects.update(content_hash="anders")
    stale = elasticsearch.differing()
    Entry.objects.all().delete()

    assert (stale, elasticsearch.differing()) == ([pk], [pk])


@pytest.mark.elasticsearch
def test_rebuild_swaps_the_alias_and_leaves_one_index(stories, elasticsearch):
    stories.put("a", "Robots")
    before = indices(elasticsearch)

    assert elasticsearch.rebuild() == 1
    after = indices(elasticsearch)

    assert (len(before), len(after), before == after) == (1, 1, False)
    assert answer("robots", viewer=ANONYMOUS).total == 1


@pytest.mark.elasticsearch
def test_first_change_makes_the_index(stories, elasticsearch):
    elasticsearch.drop()
    stories.put("a", "Robots")

    assert answer("robots", viewer=ANONYMOUS).is_degraded is False
    assert elasticsearch.differing() == []
