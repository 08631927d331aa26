"""What happens around the server: late changes, rebuilds, workers side by side. Outages: test_outages.py."""

from itertools import count

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from elastic_transport import ApiResponseMeta, HttpHeaders
from elasticsearch import ApiError

from search.engines.breaker import Breaker
from search.engines.choice import NoSuchEngine, engine_named
from search.engines.elasticsearch import follower as follower_module
from search.engines.elasticsearch.client import new_index
from search.engines.elasticsearch.follower import ElasticsearchFollower
from search.index import jobs, registry
from search.index.actions import index_object
from search.index.models import EngineTask, Entry, Rebuild
from search.index.tasks import renew_form
from search.results.queries import answer
from tests.search.conftest import ANONYMOUS, MEMBER, draft, follow


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


def hold() -> Rebuild:
    return Rebuild.objects.get(part="elasticsearch")


@pytest.mark.elasticsearch
def test_changes_during_a_rebuild_are_in_the_new_index(stories, people, elasticsearch, monkeypatch):
    for number in range(6):
        stories.put(f"{number}", "Robots")
    monkeypatch.setattr(follower_module, "BATCH", 2)
    swap, found = elasticsearch._swap, []

    def while_filling(part, done, total):
        # Each is written to the old index at once, as the worker does.
        if done == 2:
            stories.put("0", "Frezen")
            stories.remove("1")
            stories.put("5", "Frezen")
            people.put("nieuw", "Robots")
        found.append(answer("robots", viewer=ANONYMOUS).total)

    def just_before_the_swap(name):
        stories.put("2", "Frezen")
        stories.remove("3")
        stories.put("laat", "Robots")
        swap(name)

    monkeypatch.setattr(elasticsearch, "_swap", just_before_the_swap)
    before = indices(elasticsearch)
    elasticsearch.rebuild(report=while_filling)

    assert (before == indices(elasticsearch), elasticsearch.differing()) == (False, [])
    assert found[1:] == [4] * (len(found) - 1)
    assert sorted(hit.object_key for hit in answer("robots", viewer=ANONYMOUS).hits) == ["4", "laat", "nieuw"]
    assert answer("frezen", viewer=ANONYMOUS).total == 3


class Killed(Exception):
    """The process ends here."""


@pytest.mark.elasticsearch
def test_killed_rebuild_goes_on_in_the_same_index_and_leaves_none_behind(stories, elasticsearch, monkeypatch):
    for number in range(6):
        stories.put(f"{number}", "Robots")
    monkeypatch.setattr(follower_module, "BATCH", 2)
    abandoned = f"{elasticsearch._alias}-{'0' * 12}"
    new_index(abandoned).create(using=elasticsearch._client)

    def die(part, done, total):
        if done == 4:
            raise Killed

    with pytest.raises(Killed):
        elasticsearch.rebuild(report=die)
    half_filled = hold().index_name
    present = sorted(elasticsearch._client.indices.get_alias(index=f"{elasticsearch._alias}-*"))
    reported = []
    elasticsearch.rebuild(report=lambda part, done, total: reported.append(done))

    assert abandoned not in present
    assert half_filled in present
    assert (reported, indices(elasticsearch), elasticsearch.differing()) == ([6], [half_filled], [])
    assert sorted(elasticsearch._client.indices.get_alias(index=f"{elasticsearch._alias}-*")) == [half_filled]


@pytest.mark.elasticsearch
def test_two_rebuilds_at_once_are_one(stories, elasticsearch):
    stories.put("a", "Robots")
    refused = []

    def second(part, done, total):
        with pytest.raises(registry.RebuildHeld):
            elasticsearch.rebuild()
        refused.append(done)

    elasticsearch.rebuild(report=second)

    assert (refused, elasticsearch.differing()) == ([1], [])


@pytest.mark.elasticsearch
def test_index_of_an_older_form_is_built_anew_by_the_worker_while_it_serves(stories, elasticsearch, settings):
    stories.put("a", "Robots")
    before = indices(elasticsearch)
    # What a release with another mapping does; a setting does the same.
    settings.PORTAL_ELASTICSEARCH_SHARDS = 2
    stories.put("b", "Robots")
    assert (elasticsearch.has_old_form(), answer("robots", viewer=ANONYMOUS).total) == (True, 2)

    jobs.watch(timezone.now())
    # What the worker was given to do, and does.
    assert DBTaskResult.objects.get().task_path == "search.index.tasks.renew_form"
    renew_form.func()

    after = indices(elasticsearch)
    assert (elasticsearch.has_old_form(), before == after, len(after)) == (False, False, 1)
    assert (answer("robots", viewer=ANONYMOUS).total, elasticsearch.differing()) == (2, [])
    described = elasticsearch._client.indices.get(index=after[0]).body[after[0]]
    assert described["settings"]["index"]["number_of_shards"] == "2"


@pytest.mark.elasticsearch
def test_entry_deleted_while_another_worker_writes_it_leaves_no_ghost(stories, elasticsearch, monkeypatch):
    stories.drafts["a"] = [draft("everyone", "Robots")]
    index_object("verhaal", "a")
    write = elasticsearch._write

    def delayed(index, entries, **options):
        monkeypatch.setattr(elasticsearch, "_write", write)
        stories.remove("a")
        return write(index, entries, **options)

    monkeypatch.setattr(elasticsearch, "_write", delayed)
    follow()

    assert elasticsearch.differing() == []


@pytest.mark.elasticsearch
def test_server_that_knows_later_versions_is_mended(stories, elasticsearch):
    stories.put("a", "Robots")
    for title in ("Robots en lassen", "Robots en frezen"):
        stories.put("a", title)
    # As after a backup of the database was put back.
    Entry.objects.update(version=1, content_hash="van voor de reservekopie")

    assert (elasticsearch.mend(), elasticsearch.differing()) == (0, [])


@pytest.mark.elasticsearch
def test_entry_saved_while_the_comparison_runs_starts_no_rebuild(stories, elasticsearch, monkeypatch):
    stories.put("a", "Robots")
    stories.put("b", "Lassen")
    before, compared, titles = indices(elasticsearch), elasticsearch._compared, iter(("Frezen", "Boren"))

    def disturbed(*options):
        found = compared(*options)
        if title := next(titles, ""):
            stories.drafts["b"] = [draft("everyone", title)]
            index_object("verhaal", "b")
        return found

    Entry.objects.filter(object_key="a").update(content_hash="anders")
    monkeypatch.setattr(elasticsearch, "_compared", disturbed)

    assert (elasticsearch.mend(), indices(elasticsearch), elasticsearch.differing()) == (0, before, [])


@pytest.mark.elasticsearch
def test_index_whose_entries_change_without_end_is_not_built_anew(stories, elasticsearch, monkeypatch):
    stories.put("a", "Robots")
    before, compared, numbers = indices(elasticsearch), elasticsearch._compared, count()

    def disturbed(*options):
        stories.drafts["a"] = [draft("everyone", f"Robots {next(numbers)}")]
        index_object("verhaal", "a")
        return compared(*options)

    monkeypatch.setattr(elasticsearch, "_compared", disturbed)
    elasticsearch.mend()

    assert indices(elasticsearch) == before


@pytest.mark.elasticsearch
def test_document_too_large_for_the_server_is_found_among_the_others(stories, elasticsearch, monkeypatch):
    for key in ("a", "b", "c", "d"):
        stories.drafts[key] = [draft("everyone", f"Robots {key * 3}")]
        index_object("verhaal", key)
    bulk, asked = follower_module.streaming_bulk, []

    def refusing(client, actions, **options):
        actions = list(actions)
        asked.append(len(actions))
        if any(action.get("_source", {}).get("spelt") == "robots ccc" for action in actions):
            meta = ApiResponseMeta(413, "1.1", HttpHeaders(), 0.1, client.transport.node_pool.get().config)
            raise ApiError("Request Entity Too Large", meta, "")
        return bulk(client, actions, **options)

    monkeypatch.setattr(follower_module, "streaming_bulk", refusing)
    follow()

    assert [(task.object_key, task.is_refused) for task in EngineTask.objects.all()] == [("c", True)]
    # The last one deletes what stood there of the refused one.
    assert asked == [4, 2, 2, 1, 1, 1]
    assert answer("robots", viewer=ANONYMOUS).total == 3
