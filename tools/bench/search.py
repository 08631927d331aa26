"""Times the embedded search against the bare full-text calls it needs, on SQLite.

search.py [ENTRIES]     default 10,000; prints p50 in milliseconds of processor time per question, and the ratio to
                        bare FTS5: the ranked page with its passages, the count, and the facets
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
SCRATCH = tempfile.TemporaryDirectory()
os.environ["PORTAL_TEST_DATABASE_URL"] = f"sqlite:///{SCRATCH.name}/bench.sqlite3"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from portal.shared.audiences.rules import Viewer  # noqa: E402
from portal.shared.caching.versions import one_request  # noqa: E402
from search.dutch.query import ParsedQuery  # noqa: E402
from search.engines.embedded import fts5  # noqa: E402
from search.index import registry  # noqa: E402
from search.index.actions import index_object, renew_words  # noqa: E402
from search.index.drafts import EntryDraft, FacetValue  # noqa: E402
from search.results.queries import answer, suggestions  # noqa: E402

ROUNDS = 15
# The shared words are in about half, a tenth and a hundredth of the texts.
COMMON = ["docent", "school", "les", "coach", "team", "bijeenkomst", "leeromgeving", "student"]
FAIRLY = [
    "toetsen",
    "intervisie",
    "blended",
    "privacy",
    "uitwisselingsstage",
    "servicedesk",
    "netwerkbijeenkomst",
    "digidoc",
]
RARE = [
    "lasrobot",
    "zorgrobot",
    "proefpersoon",
    "nulmeting",
    "practoraat",
    "geheimhouding",
    "ondertiteling",
    "vaardigheidstoets",
]
QUESTIONS = ["coach", "i-coach", "intervisie", "blended leren", "privacy school", "lasrobot", "docent les team",
             "hoeveel uur krijgt een coach", "intervizie", "uitwisseling"]  # fmt: skip


class WithoutMigrations(dict):
    """Has the tables made from the models."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None

    def get(self, app: str, default: object = None) -> None:
        return None


class Shelf:
    """Texts made from a fixed seed."""

    def __init__(self, count: int):
        chance = random.Random(7)
        filler = [
            "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 5)))
            for _ in range(8000)
        ]
        self.drafts = {str(number): self._draft(number, chance, filler) for number in range(count)}

    @staticmethod
    def _draft(number: int, chance: random.Random, filler: list[str]) -> EntryDraft:
        words = chance.choices(filler, k=chance.randint(100, 300))
        words += [word for word in COMMON if chance.random() < 0.5]
        words += [word for word in FAIRLY if chance.random() < 0.1]
        words += [word for word in RARE if chance.random() < 0.01]
        chance.shuffle(words)
        theme, school = chance.randrange(16), chance.randrange(60)
        return EntryDraft(
            slice="everyone" if number % 4 else "members",
            title=" ".join(words[:6]),
            url=f"/verhaal/{number}/",
            summary=" ".join(words[6:30]),
            body=" ".join(words),
            themes=(FacetValue(f"thema-{theme}", f"Onderwerp {theme}"),),
            institutions=(FacetValue(f"school-{school}", f"Instituut {school}"),),
        )


def p50(run) -> float:
    run()
    times = []
    for _round in range(ROUNDS):
        # Of this thread only: the machine may be busy with something else.
        started = time.thread_time()
        with one_request():
            run()
        times.append((time.thread_time() - started) * 1000)
    return statistics.median(times)


def bare(query: ParsedQuery) -> float:
    """Time what a search can't do without: the ranked page, the count, and the facets by GROUP BY."""
    joint = " AND " if query.required >= len(query.terms) else " OR "
    expression = joint.join(fts5._full(term) for term in query.terms)
    statements = [
        "SELECT rowid, snippet(search_fulltext, 3, '<', '>', '…', 30) FROM search_fulltext "
        f"WHERE search_fulltext MATCH %s ORDER BY bm25(search_fulltext, {fts5.WEIGHTS}) LIMIT 10",
        "SELECT COUNT(*) FROM search_fulltext WHERE search_fulltext MATCH %s",
        "SELECT e.kind, COUNT(*) FROM search_entry e WHERE e.id IN "
        "(SELECT rowid FROM search_fulltext WHERE search_fulltext MATCH %s) GROUP BY e.kind",
        "SELECT f.name, f.value, COUNT(*) FROM search_entryfacet f WHERE f.entry_id IN "
        "(SELECT rowid FROM search_fulltext WHERE search_fulltext MATCH %s) GROUP BY f.name, f.value",
    ]

    def run() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, [expression])
                cursor.fetchall()

    return p50(run)


def main() -> int:
    """Fill a database, time each question, print the table; exit 1 when the median ratio is above 2.5."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    settings.MIGRATION_MODULES = WithoutMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    for searchable in registry.searchables():
        registry.unregister(searchable.kind)
    shelf = Shelf(count)
    registry.register(
        registry.Searchable(
            kind="verhaal",
            label="verhaal",
            label_plural="verhalen",
            key_of=str,
            entries_for=lambda key: [shelf.drafts[key]],
            all_objects=lambda: list(shelf.drafts),
            visible_keys=lambda keys, viewer: set(keys),
        )
    )
    started = time.perf_counter()
    with transaction.atomic():
        for key in shelf.drafts:
            index_object("verhaal", key)
    indexed = time.perf_counter() - started
    print(f"{count} entries indexed in {indexed:.0f} s ({indexed * 1000 / count:.1f} ms each), {renew_words()} words")
    member, ratios = Viewer(member_key="x", is_member=True), []
    print(f"{'question':32}{'found':>8}{'search ms':>11}{'bare ms':>9}{'ratio':>7}{'queries':>9}")
    for question in QUESTIONS:
        with CaptureQueriesContext(connection) as queries:
            found = answer(question, viewer=member)
        taken = p50(lambda question=question: answer(question, viewer=member))
        needed = bare(found.parsed.relaxed() if found.is_partial else found.parsed)
        ratios.append(taken / needed)
        print(f"{question:32}{found.total:8}{taken:11.1f}{needed:9.1f}{taken / needed:7.2f}{len(queries):9}")
    print(f"median ratio to bare FTS5: {statistics.median(ratios):.2f} (budget 2)")
    print(f"suggestions for 'ba': {p50(lambda: suggestions('ba', viewer=member)):.1f} ms")
    return int(statistics.median(ratios) > 2 * 1.25)


if __name__ == "__main__":
    sys.exit(main())
