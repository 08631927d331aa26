import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.index.models import Entry
from search.results import viewers
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
    ]
    assert "Als er niets is: intervisie\n" in run("search_explain", "intervizie")
    assert "Alleen veelvoorkomende woorden" in run("search_explain", "de het")
