from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from search.dutch.actions import load_synonyms
from search.dutch.models import Direction, SynonymGroup
from search.dutch.synonyms import current_lexicon
from search.index import registry
from search.index.actions import (
    forget_object,
    index_object,
    label_facet,
    rebuild,
    renew_words,
    repair,
    sync_engines,
)
from search.index.comparison import Difference, Reason, differences
from search.index.models import EngineTask, Entry, EntryFacet, FacetLabel, Word
from search.index.rules import DraftsOverlap, matching_slice
from search.results.queries import answer
from tests.search.conftest import ANONYMOUS, BLENDED, LINDE, MEMBER, TESTING, draft, follow


def fulltext_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_fulltext")
        return cursor.fetchone()[0]


def test_entries_of_an_object_supersede_the_narrower_ones(people):
    people.put_drafts("a", draft("institution:3", "A"), draft("everyone", "A"), draft("members", "A"))

    rows = Entry.objects.order_by("width").values_list("slice", "supersedes", "has_wider")

    assert list(rows) == [
        ("everyone", [], True),
        ("members", ["everyone"], True),
        ("institution:3", ["everyone", "members"], False),
    ]


def test_two_drafts_for_one_slice_are_refused(people):
    with pytest.raises(DraftsOverlap):
        people.put_drafts("a", draft("members", "A"), draft("members", "B"))


@pytest.mark.parametrize(
    ("held", "slices", "match"),
    [
        (("everyone",), ("everyone", "members"), "everyone"),
        (("everyone", "members"), ("everyone", "members"), "members"),
        (("everyone",), ("members",), None),
        (("everyone", "members", "institution:3"), ("everyone", "institution:7"), "everyone"),
    ],
)
def test_matching_slice(people, held, slices, match):
    people.put_drafts("a", *(draft(name, "A") for name in slices))

    assert matching_slice(held, slices) == match
    assert [entry.slice for entry in Entry.objects.for_slices(held)] == ([match] if match else [])


def test_indexing_again_writes_nothing_when_nothing_changed(stories, django_assert_num_queries):
    stories.put("a", "Robots", themes=(TESTING,))
    EngineTask.objects.all().delete()

    with django_assert_num_queries(3):
        assert index_object("verhaal", "a") is False

    assert (EngineTask.objects.count(), Entry.objects.get().version) == (0, 1)


def test_change_replaces_text_facets_and_version(stories):
    stories.put("a", "Robots", themes=(TESTING,))
    pk = Entry.objects.get().pk
    stories.put("a", "Lassen", themes=(BLENDED,), institutions=(LINDE,))

    entry = Entry.objects.get()
    assert (entry.pk, entry.version, entry.title) == (pk, 2, "Lassen")
    assert set(EntryFacet.objects.values_list("name", "value")) == {("thema", "blended"), ("school", "lindenwaard")}
    assert (answer("robots", viewer=ANONYMOUS).total, answer("lassen", viewer=ANONYMOUS).total) == (0, 1)
    assert fulltext_rows() == 1


def test_narrowed_object_leaves_the_wider_slice(people):
    people.put_drafts("a", draft("everyone", "Robots"), draft("members", "Robots"))
    people.put("a", "Robots", audience="members")

    assert (answer("robots", viewer=ANONYMOUS).total, answer("robots", viewer=MEMBER).total) == (0, 1)
    assert Entry.objects.get().has_wider is False


def test_forgotten_object_leaves_no_row(stories):
    stories.put("a", "Robots", themes=(TESTING,))

    assert forget_object("verhaal", "a") is True
    assert forget_object("verhaal", "a") is False
    assert (Entry.objects.count(), EntryFacet.objects.count(), fulltext_rows()) == (0, 0, 0)


def test_deleted_row_takes_its_words_along(stories):
    stories.put("a", "Robots")
    Entry.objects.all().delete()

    assert fulltext_rows() == 0


@pytest.mark.postgres
def test_emptied_table_takes_its_words_along(stories):
    stories.put("a", "Robots")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE search_entry CASCADE")

    assert fulltext_rows() == 0


def test_rolled_back_change_leaves_no_trace(stories):
    with transaction.atomic():
        stories.put("a", "Robots")
        transaction.set_rollback(True)

    assert (Entry.objects.count(), EngineTask.objects.count(), fulltext_rows()) == (0, 0, 0)
    assert answer("robots", viewer=ANONYMOUS).total == 0


def test_worker_is_woken_once_per_transaction(stories, django_capture_on_commit_callbacks):
    woken = []
    before = list(registry._wakers)
    registry.wake_with(lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        stories.put("a", "Robots")
        stories.put("b", "Lassen")
    registry._wakers[:] = before

    assert woken == [1]
    assert EngineTask.objects.count() == 2


def test_unknown_kind_is_refused(stories):
    with pytest.raises(registry.UnknownKind):
        index_object("onbekend", "a")


def test_renamed_theme_reads_anew(stories):
    stories.put("a", "Robots", themes=(TESTING,))
    label_facet(name="thema", value="digitaal-toetsen", label="Toetsen met ict")

    assert [str(choice.label) for choice in answer("robots", viewer=ANONYMOUS).facets["thema"]] == ["Toetsen met ict"]
    assert FacetLabel.objects.count() == 1


def test_word_list_follows_and_holds_each_slice_apart(people):
    people.put_drafts("a", draft("everyone", "Zoë"), draft("members", "Zoë Çelik", body="lassen in 2026, mbo"))
    follow()

    assert set(Word.objects.values_list("slice", "word")) == {("members", "celik"), ("members", "lassen")}
    assert Word.objects.get(word="celik").reversed == "kilec"


def test_renewed_word_list_drops_words_of_removed_texts(stories):
    stories.put("a", "Robots")
    stories.put("b", "Lassen")
    follow()
    stories.remove("a")

    assert renew_words() == 2
    assert set(Word.objects.values_list("word", flat=True)) == {"lassen", "verhaal"}


@pytest.fixture
def sink():
    """An outside engine that can be down."""
    received, state = [], {"down": False}

    class TestSink:
        def take(self, changed):
            if state["down"]:
                raise registry.SinkFailed("no answer")
            received.append(list(changed))

        def rebuild(self):
            return 0

        def differing(self):
            return []

    before = registry.sinks()
    registry._sinks.clear()
    registry.register_sink("test", TestSink())
    yield received, state
    registry._sinks.clear()
    registry._sinks.update(before)


def test_outside_engine_gets_each_changed_object_once(stories, sink):
    stories.put("a", "Robots")
    stories.put("a", "Robots en lassen")
    stories.put("b", "Lassen")

    assert sync_engines(at=timezone.now()) == 3
    assert sink[0] == [[("verhaal", "a"), ("verhaal", "b")]]
    assert EngineTask.objects.count() == 0


def test_outage_loses_nothing_and_is_retried_with_growing_pauses(stories, sink):
    received, state = sink
    stories.put("a", "Robots")
    state["down"], at, pauses = True, timezone.now(), []
    for _attempt in range(7):
        assert sync_engines(at=at) == 0
        due = EngineTask.objects.get().due_at
        pauses.append((due - at) // timedelta(seconds=1))
        at = due
    state["down"] = False

    assert pauses == [10, 20, 40, 80, 160, 300, 300]
    assert EngineTask.objects.get().last_error == "test: no answer"
    assert sync_engines(at=at) == 1
    assert received == [[("verhaal", "a")]]


def test_comparison_names_missing_stale_and_ghosts_and_repair_mends_them(stories, people):
    stories.put("gelijk", "Robots")
    stories.put("oud", "Robots")
    stories.put("weg", "Robots")
    people.put_drafts("te-breed", draft("everyone", "Robots"), draft("members", "Robots"))
    stories.drafts["oud"] = [draft("everyone", "Lassen")]
    stories.drafts["nieuw"] = [draft("everyone", "Nieuw")]
    people.drafts["te-breed"] = [draft("members", "Robots")]
    del stories.drafts["weg"]

    found = differences()
    repair(found)

    assert found == [
        Difference("lid", "te-breed", Reason.GHOST),
        Difference("verhaal", "nieuw", Reason.MISSING),
        Difference("verhaal", "oud", Reason.STALE),
        Difference("verhaal", "weg", Reason.GHOST),
    ]
    assert differences() == []


def test_rebuild_makes_index_equal_and_drops_unknown_kinds(stories):
    stories.put("a", "Robots")
    stories.put("b", "Robots")
    stories.drafts = {"a": [draft("everyone", "Lassen")], "c": [draft("everyone", "Nieuw")]}
    Entry.objects.filter(object_key="b").update(kind="oud")
    reported = []

    totals = rebuild(report=lambda kind, count: reported.append((kind, count)))

    assert (totals, reported, differences()) == ({"verhaal": 2}, [("verhaal", 2)], [])
    assert set(Entry.objects.values_list("kind", "object_key")) == {("verhaal", "a"), ("verhaal", "c")}


def test_synonyms_come_from_the_list_until_editors_have_their_own(db):
    bundled = current_lexicon()
    assert (load_synonyms(), load_synonyms()) == (118, 0)
    loaded = current_lexicon()
    SynonymGroup.objects.all().delete()
    SynonymGroup.objects.create(name="x", direction=Direction.BOTH, terms="robot\nautomaat")

    assert loaded.expansions == bundled.expansions
    assert current_lexicon().expansions == {("robot",): (("automaat",),), ("automaat",): (("robot",),)}


def test_changed_synonyms_work_at_once(stories):
    group = SynonymGroup.objects.create(name="x", direction=Direction.BOTH, terms="robot\nautomaat")
    stories.put("a", "Automaten")
    assert answer("robot", viewer=ANONYMOUS).total == 1

    group.terms = "robot\nmachine"
    group.save()

    assert answer("robot", viewer=ANONYMOUS).total == 0


def test_odd_titles_are_indexed(stories):
    title = "Zo’n 'ict-er' & a\\b: \"x\" <b> ﷺ ŉ-x 'n-tje \x00".replace("\x00", "")
    stories.put("a", title, body=title, keywords=(title, ""), summary="\\' :* | & !")
    follow()

    assert (answer("ict-er", viewer=ANONYMOUS).total, Entry.objects.get().title) == (1, title)
