"""Judges how well search finds: the judged queries of tests/search/judged on each engine, over the demo.

search_quality.py [--meaning] [--verbose] [--database URL] [--elasticsearch URL | --embedded-only]

Loads the demo into a scratch database (SQLite unless a URL says PostgreSQL; that database must be empty), asks every
judged query on the embedded engine and on Elasticsearch, and prints per engine: success, mean reciprocal rank and
nDCG@10, and each failure by name. Elasticsearch is the server of --elasticsearch or PORTAL_TEST_ELASTICSEARCH_URL;
without one it is started by tools/search-server where Maven and a JDK are. Then all is asked once more with every
list of synonyms emptied, which must fail: it shows that the queries measure synonyms. Exit code 1 when an engine has
less than 0.95 success, when a visitor finds a member who is for members only, or when the run without synonyms
passes.

--meaning compares search without and with the extra `semantisch` instead, paraphrases included. Exit code 1 when it
lowers a figure, doesn't raise those of the paraphrases, or finds something related to a question about nothing here.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LEAST_SUCCESS = 0.95
SERVERS = ROOT / "tools" / "search-server" / "searchserver.sh"
SCHOOLS = ROOT / "network" / "institutions" / "data" / "institutions.csv"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="print every query with what it finds")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database")
    parser.add_argument("--elasticsearch", default=os.environ.get("PORTAL_TEST_ELASTICSEARCH_URL", ""))
    parser.add_argument("--embedded-only", action="store_true", help="leave Elasticsearch out")
    parser.add_argument("--meaning", action="store_true", help="compare without and with search by meaning")
    parser.add_argument("--without-synonyms", action="store_true", help="judge with every list of synonyms emptied")
    return parser.parse_args()


# Django wants to know its database before anything of it is imported.
OPTIONS = arguments()
SCRATCH = tempfile.TemporaryDirectory(prefix="search-quality-")
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
os.environ["PORTAL_VAR_DIR"] = SCRATCH.name
os.environ["PORTAL_TEST_DATABASE_URL"] = OPTIONS.database or f"sqlite:///{SCRATCH.name}/quality.sqlite3"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Collection, Locale, Page  # noqa: E402

from home.foundation.actions import ensure_site  # noqa: E402
from portal.shared.caching.versions import one_request  # noqa: E402
from search.dutch.models import SynonymGroup  # noqa: E402
from search.engines.choice import engine_named  # noqa: E402
from search.engines.elasticsearch.client import client_for  # noqa: E402
from search.engines.elasticsearch.follower import ElasticsearchFollower  # noqa: E402
from search.index.actions import renew_words  # noqa: E402
from search.meaning.actions import write_vectors  # noqa: E402
from search.meaning.encoder import encoder_loaded  # noqa: E402
from search.meaning.readiness import make_ready  # noqa: E402
from search.results.queries import answer  # noqa: E402
from tests.search.judged.judging import Objects, judge, leaked, read, viewer_of  # noqa: E402


class WithoutMigrations(dict):
    """Has the tables made from the models."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None

    def get(self, app: str, default: object = None) -> None:
        return None


@contextmanager
def server(options: argparse.Namespace, scratch: Path) -> Iterator[str]:
    """Give the address of an Elasticsearch; empty when there is none and none can be started."""
    if options.embedded_only or options.elasticsearch:
        yield "" if options.embedded_only else options.elasticsearch
        return
    if not (shutil.which("mvn") and shutil.which("javac")):
        print("Elasticsearch: left out (Maven and a JDK would start one; --elasticsearch names one)")
        yield ""
        return
    # A home of its own, so that another one that runs from the same jars is left alone.
    jars, home = Path(os.environ.get("SEARCHSERVER_HOME", ROOT / ".cache" / "search-server")), scratch / "search-server"
    environment = os.environ | {"SEARCHSERVER_HOME": str(jars)}
    subprocess.run([SERVERS, "install", "es"], env=environment, check=True, stdout=subprocess.DEVNULL)
    home.mkdir()
    (home / "es").mkdir()
    for name in ("lib", "classes"):
        (home / "es" / name).symlink_to(jars / "es" / name)
    shutil.copy(jars / "es" / "stamp", home / "es" / "stamp")
    environment["SEARCHSERVER_HOME"] = str(home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        started = subprocess.run(
            [SERVERS, "start", "es", str(port)], env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        yield started.stdout.split()[-1]
    finally:
        subprocess.run([SERVERS, "stop", "es"], env=environment, check=False)


def load_demo() -> None:
    """Make the tables and load the demo, as a first start does."""
    settings.MIGRATION_MODULES = WithoutMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    Locale.objects.get_or_create(language_code="nl")
    Collection.add_root(name="Root")
    Page.add_root(title="Root", slug="root")
    ensure_site(at=timezone.now())
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        call_command("seed_demo", stdout=nowhere)


def empty_synonyms() -> None:
    """Empty every list: one group that says nothing remains, since no group at all means the lists of the portal."""
    SynonymGroup.objects.all().delete()
    SynonymGroup.objects.create(name="none", direction="oneway", terms="", expands_to="")


class Judging:
    """One database and its engines, judged."""

    def __init__(self, engines: dict, follower, *, is_verbose: bool, names_failures: bool = True):
        self._engines = engines
        self._follower = follower
        self._is_verbose = is_verbose
        self._names_failures = names_failures

    def run(self, names: list[str]) -> bool:
        """Judge the named lists on every engine; say whether all passed."""
        if self._follower:
            self._follower.rebuild()
        queries = [judged for name in names for judged in read(name)]
        objects, passed = Objects(), True
        for name, engine in self._engines.items():
            passed &= self._judge(name, engine, queries, objects)
            for line in leaked(queries, objects, engine):
                passed = False
                print(f"  LEAK  {line}")
        return passed

    def _judge(self, name: str, engine, queries, objects) -> bool:
        verdicts = []
        for judged in queries:
            with one_request():
                verdicts.append(judge(judged, objects, engine))
        for verdict in verdicts:
            if (verdict.faults and self._names_failures) or self._is_verbose:
                print(f"  {'FAIL' if verdict.faults else 'ok  '}  {verdict.judged.id:6} {verdict.judged.query}", end="")
                print(f"  ({'; '.join(verdict.faults)})" if verdict.faults else "")
                print(f"          wanted {' '.join(verdict.judged.keys) or '-'}: {' · '.join(verdict.found) or '-'}")
        failed = Counter(verdict.judged.kind for verdict in verdicts if verdict.faults)
        success = 1 - sum(failed.values()) / len(verdicts)
        ranks = [verdict.reciprocal_rank for verdict in verdicts if verdict.reciprocal_rank is not None]
        ndcg = [verdict.ndcg for verdict in verdicts if verdict.ndcg is not None]
        print(
            f"{name}: {len(verdicts)} queries, success {success:.3f}, MRR {statistics.mean(ranks):.3f}, "
            f"nDCG@10 {statistics.mean(ndcg):.3f}" + (f"; failed: {dict(failed)}" if failed else "")
        )
        return success >= LEAST_SUCCESS


def engines_for(address: str) -> tuple[dict, object]:
    """Give the engines by name, and what fills Elasticsearch."""
    engines = {"embedded": engine_named("embedded")}
    if not address:
        return engines, None
    settings.PORTAL_ELASTICSEARCH_URL, settings.PORTAL_ELASTICSEARCH_INDEX = address, f"quality-{os.getpid()}"
    engines["elasticsearch"] = engine_named("elasticsearch")
    return engines, ElasticsearchFollower(client_for(address), alias=settings.PORTAL_ELASTICSEARCH_INDEX)


def compare_meaning(engines: dict, follower) -> bool:
    """Judge without and with search by meaning; say whether it helps and harms nothing."""
    settings.PORTAL_SEARCH_MEANING = True
    encoder = encoder_loaded()
    if encoder is None:
        sys.exit("The extra is missing; make environment EXTRAS=semantisch")
    write_vectors(encoder, seconds=600)
    make_ready()
    if follower:
        follower.rebuild()
    objects, passed = Objects(), True
    for name, engine in engines.items():
        for part in ("public", "own", "paraphrases"):
            queries = read(part)
            found = {}
            for is_on in (False, True):
                settings.PORTAL_SEARCH_MEANING = is_on
                found[is_on] = figures(queries, objects, engine)
                said = "success {:.3f}, MRR {:.3f}, nDCG@10 {:.3f}".format(*found[is_on])
                print(f"{name}, {part}, {'with' if is_on else 'without'} meaning: {said}")
            passed &= all(after >= before for before, after in zip(found[False], found[True], strict=True))
            passed &= part != "paraphrases" or found[True][1:] > found[False][1:]
            for judged in queries:
                is_about_nothing = judged.nothing or judged.kind == "niets hier"
                if is_about_nothing and (
                    wrong := answer(judged.query, viewer=viewer_of(judged), engine=engine).related
                ):
                    passed = False
                    print(f"  RELATED TO NOTHING HERE  {judged.query}: {', '.join(hit.title for hit in wrong)}")
    return passed


def figures(queries: list, objects, engine) -> tuple[float, float, float]:
    """Give success, mean reciprocal rank and nDCG@10."""
    verdicts = []
    for judged in queries:
        with one_request():
            verdicts.append(judge(judged, objects, engine))
    return (
        1 - sum(bool(verdict.faults) for verdict in verdicts) / len(verdicts),
        statistics.mean(verdict.reciprocal_rank for verdict in verdicts if verdict.reciprocal_rank is not None),
        statistics.mean(verdict.ndcg for verdict in verdicts if verdict.ndcg is not None),
    )


def judge_all(options: argparse.Namespace, address: str) -> int:
    """Load, judge, empty the synonyms, judge again; give the exit code."""
    load_demo()
    engines, follower = engines_for(address)
    judging = Judging(engines, follower, is_verbose=options.verbose)
    try:
        if options.meaning:
            return int(not compare_meaning(engines, follower))
        if options.without_synonyms:
            empty_synonyms()
        print("== the public queries, over the demo")
        passed = judging.run(["public"])
        print("== our own queries, over the demo")
        passed &= judging.run(["own"])
        print("== queries kept apart, never tuned on, over the demo")
        passed &= judging.run(["holdout"])
        if options.without_synonyms:
            return int(not passed)
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            call_command("import_institutions", str(SCHOOLS), stdout=nowhere)
        renew_words()
        print("== schools by former names, over the demo with the real list")
        passed &= judging.run(["schools"])
        print("== the same demo queries next to the real schools")
        passed &= judging.run(["public", "own"])
        print("== once more without synonyms: this must fail")
        empty_synonyms()
        bare = Judging(engines, follower, is_verbose=False, names_failures=False)
        has_measured = not bare.run(["public", "own"])
        print("synonyms are measured" if has_measured else "THE QUERIES PASS WITHOUT SYNONYMS: they measure none")
        return int(not (passed and has_measured))
    finally:
        if follower:
            follower.drop()


def main() -> int:
    """Judge in a scratch folder that is gone afterwards."""
    with SCRATCH, server(OPTIONS, Path(SCRATCH.name)) as address:
        return judge_all(OPTIONS, address)


if __name__ == "__main__":
    sys.exit(main())
