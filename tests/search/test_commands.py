import json
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import connection

from search.index import registry
from search.index.actions import hold_rebuild, rebuild, rebuilding
from search.index.models import Entry, Rebuild
from search.index.rules import ANALYSIS_VERSION
from search.management.progress import Progress
from search.results import viewers
from search.results.queries import answer
from tests.search.conftest import ANONYMOUS, LINDE, MEMBER, TESTING, follow


@pytest.fixture(autouse=True)
def _known_members():
    before = dict(viewers._sources)
    viewers.register_viewer_source(lambda request: ANONYMOUS, {"noor@lindenwaard.example": MEMBER}.get)
    yield
    viewers._sources.update(before)


def run(*arguments, **options) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, no_color=True, **options)
    return out.getvalue()


def test_search_prints_results_in_order(stories):
    stories.put("a", "Robots")

    assert run("search", "robot").startswith("1 resultaat\n  1. Robots  [verhaal]  /verhaal/a/  ")


def test_search_as_member_finds_theirs(stories):
    stories.put("a", "Robots", audience="members")

    assert run("search", "robot") == "0 resultaten\n"
    assert run("search", "robot", "--as", "noor@lindenwaard.example").startswith("1 resultaat\n")


def test_search_as_nobody_is_refused(stories):
    with pytest.raises(CommandError, match=r"Niemand logt in met x@y\.example\."):
        run("search", "robot", "--as", "x@y.example")


def test_search_json_holds_everything(stories):
    stories.put("a", "Robots", themes=(TESTING,), institutions=(LINDE,))

    found = json.loads(run("search", "robots", "--json", "--engine", "embedded"))

    assert (found["question"], found["meant"], found["partial"], found["total"]) == ("robots", None, False, 1)
    assert found["facets"]["school"] == [{"value": "lindenwaard", "label": "Lindenwaard College", "count": 1}]
    assert [(hit["kind"], hit["key"], hit["schools"]) for hit in found["hits"]] == [
        ("verhaal", "a", ["Lindenwaard College"])
    ]


def test_search_limit_reads_on_over_pages(stories):
    for number in range(15):
        stories.put(f"{number}", "Robots")

    counts = [
        len(json.loads(run("search", "robots", "--json", "--limit", limit))["hits"]) for limit in ("3", "12", "99")
    ]

    assert counts == [3, 12, 15]


def test_search_with_unknown_engine_is_refused(stories):
    with pytest.raises(CommandError, match="No engine is called 'x'"):
        run("search", "robot", "--engine", "x")


def test_check_fails_on_a_difference_and_repairs(stories):
    stories.put("a", "Robots")
    assert run("search_check") == "De zoekindex is gelijk aan de database.\n"
    Entry.objects.all().delete()

    with pytest.raises(CommandError, match=r"1 verschil\."):
        run("search_check")
    assert run("search_check", "--repair") == "ontbreekt: verhaal a\nHersteld.\n"
    assert run("search_check") == "De zoekindex is gelijk aan de database.\n"


def test_rebuild_reports_progress(stories):
    stories.put("a", "Robots")
    Entry.objects.all().delete()

    assert run("search_rebuild") == ("verhaal: 1 gelezen\nverhaal: 1 vindbaar\nDe zoekindex is bijgewerkt.\n")
    assert Entry.objects.count() == 1


def test_explain_shows_stems_synonyms_and_correction(stories):
    stories.put("a", "Intervisie")
    follow()

    assert run("search_explain", "voorlopers").splitlines() == [
        "Delen: everyone",
        "voorlopers: voorloper",
        "   + koploper | pionier | early adopter | digitaal voorloper | innovator",
        "Zoekmachine: embedded",
    ]
    assert "Als er niets is: intervisie\n" in run("search_explain", "intervizie")
    assert "Alleen veelvoorkomende woorden" in run("search_explain", "de het")


def test_explain_says_why_each_result_is_found(stories):
    stories.put("a", "Koplopers aan het woord", body="Wij waren voorlopers.", boost=2.0)
    stories.put("b", "Lassen", keywords=("pionier",))

    lines = run("search_explain", "voorlopers", "--engine", "embedded").splitlines()

    places = [line for line in lines if re.match(r" +\d+\. ", line)]
    whys = [re.sub(r"\(\d+\.\d\d\)", "(…)", line) for line in lines if "waarom" in line]
    assert [re.sub(r"\d+\.\d\d$", "…", line) for line in places] == [
        "  1. Koplopers aan het woord  [verhaal]  …",
        "  2. Lassen  [verhaal]  …",
    ]
    assert whys == [
        "     everyone · waarom: voorloper in body; +koploper in title (…) · gewicht 2",
        "     everyone · waarom: +pionier in keywords (…) · gewicht 1",
    ]


def test_search_json_says_why(stories):
    stories.put("a", "Robots", body="Lassen met robots")

    (hit,) = json.loads(run("search", "lasrobots lassen", "--json", "--engine", "embedded"))["hits"] or [None]

    assert hit["why"]["terms"][-1]["found"] == [{"words": "las", "fields": ["body"], "typed": True}]


def test_check_names_words_that_miss_or_stay_and_repairs(stories):
    stories.put("a", "Robots")
    stories.put("b", "Lassen")
    first = Entry.objects.get(object_key="a").pk
    key = "rowid" if connection.vendor == "sqlite" else "entry_id"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE search_fulltext SET {key} = 987654 WHERE {key} = %s", [first])  # noqa: S608
    told = StringIO()

    with pytest.raises(CommandError, match=r"2 verschillen\."):
        call_command("search_check", stdout=told, no_color=True)
    run("search_check", "--repair")

    assert told.getvalue().splitlines() == [
        f"zonder woorden: ingang {first}",
        "woorden van een ingang die weg is: 987654",
    ]
    assert run("search_check") == "De zoekindex is gelijk aan de database.\n"
    assert answer("robots", viewer=ANONYMOUS).total == 1


class Killed(Exception):
    """The process ends here."""


def test_stopped_rebuild_goes_on_where_it_was(stories, monkeypatch):
    for number in range(5):
        stories.put(f"{number}", "Robots")
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    Entry.objects.all().delete()
    drafts_read = []
    monkeypatch.setattr(stories, "drafts", Watched(stories.drafts, drafts_read), raising=False)

    def die(part, done, total):
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        rebuild(report=die)
    assert (Entry.objects.count(), set(drafts_read)) == (2, {"0", "1"})
    del drafts_read[:]
    assert run("search_rebuild").splitlines()[-1] == "De zoekindex is bijgewerkt."

    assert (Entry.objects.count(), set(drafts_read)) == (5, {"2", "3", "4"})
    del drafts_read[:]
    run("search_rebuild", "--fresh")
    assert set(drafts_read) == {"0", "1", "2", "3", "4"}


class Watched(dict):
    """Notes which keys are read."""

    def __init__(self, content, read):
        super().__init__(content)
        self._read = read

    def get(self, key, default=None):
        self._read.append(key)
        return super().get(key, default)


def test_second_rebuild_leaves_it_to_the_first(stories):
    stories.put("a", "Robots")
    held = hold_rebuild("entries", form=str(ANALYSIS_VERSION))

    with pytest.raises(CommandError, match=r"Een ander proces vernieuwt entries"):
        run("search_rebuild")
    held.finish()

    assert run("search_rebuild").endswith("De zoekindex is bijgewerkt.\n")


def test_rebuild_of_a_killed_process_is_taken_over(stories):
    held = hold_rebuild("entries", form=str(ANALYSIS_VERSION))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host, _pid, rest = held.row.holder.split(" ")
    Rebuild.objects.filter(part="entries").update(holder=f"{host} {gone.pid} {rest}")

    assert run("search_rebuild").endswith("De zoekindex is bijgewerkt.\n")
    with pytest.raises(registry.RebuildHeld):
        held.remember(last_key="x")


def test_object_made_during_a_rebuild_keeps_its_entries(stories, people):
    stories.put("a", "Robots")
    stories.put("z", "Robots")

    def meanwhile(part, done, total):
        if part == "verhaal":
            stories.put("nieuw", "Lassen")
            stories.put("a", "Frezen")

    rebuild(report=meanwhile)

    assert set(Entry.objects.values_list("object_key", "title")) == {
        ("a", "Frezen"),
        ("nieuw", "Lassen"),
        ("z", "Robots"),
    }


def test_progress_rewrites_one_line_on_a_terminal_and_writes_lines_elsewhere():
    class Terminal(StringIO):
        def isatty(self):
            return True

    shown = []
    for stream in (Terminal(), StringIO()):
        progress = Progress(OutputWrapper(stream))
        for done in (0, 200, 400):
            progress("verhaal", done, 400)
        shown.append(stream.getvalue())

    assert shown[0].count("\r") >= 2
    assert shown[0].endswith(f"\rverhaal              [{'#' * 30}] 400/400\n")
    assert shown[1] == "verhaal: 400 gelezen\n"
