from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy
from django_tasks_db.models import DBTaskResult

from portal.shared.jobs.registry import jobs as shared_jobs
from search.dutch.actions import load_synonyms
from search.dutch.models import Direction, SynonymGroup
from search.dutch.synonyms import current_lexicon
from search.index import jobs, registry
from search.index.actions import (
    entries_have_old_form,
    forget_object,
    index_object,
    rebuild,
    rename_facet,
    renew_words,
    repair,
    sync_engines,
    watch_engines,
)
from search.index.actions.rebuilding import renew
from search.index.comparison import Difference, Reason, differences
from search.index.fulltext import missing_ids, stray_ids
from search.index.models import EngineState, EngineTask, Entry, EntryFacet, EntryText, FacetLabel, Word
from search.index.rules import DraftsOverlap, matching_slice
from search.index.tasks import renew_form
from search.results.queries import answer
from stories.models import CoachStoryPage
from tests.factories.stories import CoachStoryFactory
from tests.search.conftest import ANONYMOUS, BLENDED, LINDE, MEMBER, TESTING, Shelf, draft, follow

MARCH = date(2027, 3, 1)


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


@pytest.mark.usefixtures("_empty_registry")
def test_entries_are_in_the_language_of_the_site_whoever_saves(db):
    shelf = Shelf("bijeenkomst")
    shelf.drafts["a"] = []
    registry.register(
        replace(
            shelf.searchable(gettext_lazy("meetup"), gettext_lazy("meetups")),
            entries_for=lambda key: [
                draft(title="Robots", keywords=(gettext("does not go on"), date_format(MARCH, "F")))
            ],
            visible_keys=lambda keys, viewer: set(keys),
        )
    )
    with translation.override("en"):
        index_object("bijeenkomst", "a")
        again = index_object("bijeenkomst", "a")
        found = differences()

    assert (again, found, differences()) == (False, [], [])
    assert Entry.objects.get().text.keywords == "gaat niet door\nmaart\nbijeenkomst"
    assert answer("bijeenkomst maart", viewer=ANONYMOUS).total == 1


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
def test_text_that_postgresql_has_no_room_for_is_cut(stories):
    """One word may have 2,046 bytes, all words of a text together a megabyte."""
    stories.put("woord", "Robots", body=f"{'a' * 2500}-bb lassen", keywords=("de het " * 600,))
    # Each a word of its own, of letters that take four bytes.
    stories.put("tekst", "Frezen", body=" ".join(f"{chr(0x10400 + n % 40) * 8}x{n}" for n in range(9000)))
    stories.put("vormen", "Boren", body=" ".join(f"{chr(0xFDFA) * 3}{n}" for n in range(14_000)))

    asked = ("lassen", "frezen", "boren")
    assert [answer(word, viewer=ANONYMOUS).total for word in asked] == [1, 1, 1]


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
    rename_facet(name="thema", value="digitaal-toetsen", new_value="toetsen-met-ict", label="Toetsen met ict")

    choices = answer("robots", viewer=ANONYMOUS).facets["thema"]
    assert [(choice.value, str(choice.label)) for choice in choices] == [("toetsen-met-ict", "Toetsen met ict")]
    assert FacetLabel.objects.count() == 1
    assert EntryText.objects.get().themes == ["Toetsen met ict"]


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
    received, state = [], {"down": False, "refused": set(), "mended": 0}

    class TestSink:
        def take(self, changed):
            self.probe()
            received.append([pair for pair in changed if pair[1] not in state["refused"]])
            return {pair: "400 mapper_parsing_exception" for pair in changed if pair[1] in state["refused"]}

        def probe(self):
            if state["down"]:
                raise registry.SinkFailed("no answer")

        def rebuild(self, *, report=registry.silent, fresh=False):
            return 0

        def has_old_form(self):
            return False

        def differing(self):
            return []

        def mend(self):
            state["mended"] += 1
            return 0

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
    for _attempt in range(6):
        assert sync_engines(at=at) == 0
        tried_at = EngineState.objects.get().try_at
        pauses.append((tried_at - at) // timedelta(seconds=1))
        assert sync_engines(at=tried_at - timedelta(seconds=1)) == 0
        assert EngineState.objects.get().try_at == tried_at
        at = tried_at
    waiting = EngineTask.objects.get()
    state["down"] = False

    assert pauses == [5, 10, 20, 40, 60, 60]
    assert waiting.last_error == "test: no answer"
    assert sync_engines(at=at) == 1
    assert (received, state["mended"], EngineTask.objects.count()) == ([[("verhaal", "a")]], 1, 0)


def test_words_are_known_during_an_outage(stories, sink):
    sink[1]["down"] = True
    stories.put("a", "Robots")
    sync_engines(at=timezone.now())
    stories.put("b", "Lassen")
    sync_engines(at=timezone.now())

    assert {"robots", "lassen"} <= set(Word.objects.values_list("word", flat=True))


def test_outage_is_told_once_when_it_begins_and_once_when_it_ends(stories, sink, caplog):
    state, at = sink[1], timezone.now()
    state["down"] = True
    for minute in range(5):
        watch_engines(at=at + timedelta(minutes=minute))
    failing_since = EngineState.objects.get().failing_since
    state["down"] = False
    watch_engines(at=at + timedelta(minutes=5))

    assert (failing_since, EngineState.objects.get().failing_since) == (at, None)
    assert [record.getMessage() for record in caplog.records] == [
        "search engine test gives no answer; changes wait in the table: no answer",
        "search engine test answers again; it is brought up to date",
    ]


def test_refused_document_waits_apart_and_holds_nobody_up(stories, sink, caplog):
    received, state = sink
    state["refused"], at = {"giftig"}, timezone.now() + timedelta(seconds=1)
    for key in ("a", "giftig", "z"):
        stories.put(key, "Robots")

    assert sync_engines(at=at) == 2
    refused = EngineTask.objects.get()
    assert received == [[("verhaal", "a"), ("verhaal", "z")]]
    assert (refused.object_key, refused.is_refused, refused.last_error) == (
        "giftig",
        True,
        "test: 400 mapper_parsing_exception",
    )
    assert (refused.due_at > at, sync_engines(at=at)) == (True, 0)
    assert [record.getMessage() for record in caplog.records] == [
        "search engine refuses verhaal giftig: test: 400 mapper_parsing_exception"
    ]
    state["refused"] = set()
    stories.put("giftig", "Lassen")
    assert sync_engines(at=timezone.now()) == 1
    assert EngineTask.objects.count() == 0


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

    totals = rebuild(report=lambda kind, count, total: reported.append((kind, count, total)))

    assert (totals, reported, differences()) == ({"verhaal": 2}, [("verhaal", 2, 2)], [])
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


def test_nightly_comparison_mends_what_went_past_the_index(stories, sink, caplog):
    stories.put("oud", "Robots")
    stories.put("woordeloos", "Frezen")
    Entry.objects.filter(object_key="oud").update(content_hash="anders")
    key = "rowid" if connection.vendor == "sqlite" else "entry_id"
    with connection.cursor() as cursor:
        lost = Entry.objects.get(object_key="woordeloos").pk
        cursor.execute(f"DELETE FROM search_fulltext WHERE {key} = %s", [lost])  # noqa: S608
    stories.drafts["nieuw"] = [draft("everyone", "Nieuw")]

    jobs.compare(timezone.now())

    assert (differences(), missing_ids(), stray_ids(), sink[1]["mended"]) == ([], [], [], 1)
    assert answer("frezen", viewer=ANONYMOUS).total == 1
    assert [record.getMessage() for record in caplog.records] == [
        "search index differed from the database: 2 objects, 1 words"
    ]
    assert shared_jobs.get("search.compare").every == timedelta(days=1)


def test_entries_of_an_older_analysis_are_renewed_by_the_worker(stories, monkeypatch):
    stories.put("a", "Robots")
    rebuild()
    assert entries_have_old_form() is False
    before = Entry.objects.get()
    for module in ("search.index.rules", "search.index.actions.rebuilding"):
        monkeypatch.setattr(f"{module}.ANALYSIS_VERSION", 999)

    jobs.watch(timezone.now())
    # What the worker was given to do, and does.
    assert DBTaskResult.objects.get().task_path == "search.index.tasks.renew_form"
    renew_form.func()

    after = Entry.objects.get()
    assert entries_have_old_form() is False
    assert (after.pk, after.version, after.content_hash != before.content_hash) == (before.pk, before.version + 1, True)
    assert differences() == []


def test_rebuild_undoes_nothing_that_was_written_after_it_read_an_object(portal):
    page = CoachStoryFactory(parent=portal.stories, title="Robots")
    searchable = registry.searchable_of("verhaal")
    read_before = CoachStoryPage.objects.get(pk=page.pk)
    CoachStoryPage.objects.filter(pk=page.pk).update(title="Lassen")
    index_object("verhaal", CoachStoryPage.objects.get(pk=page.pk))

    renew(searchable, read_before)

    assert Entry.objects.get(kind="verhaal").title == "Lassen"
    CoachStoryPage.objects.filter(pk=page.pk).update(live=False)
    renew(searchable, read_before)
    assert not Entry.objects.filter(kind="verhaal").exists()
