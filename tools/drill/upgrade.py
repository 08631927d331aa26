#!/usr/bin/env python3
"""The drill of upgrades: a database of each of the last versions becomes one of this version, and nothing is lost.

python -m tools.drill.upgrade [--small] [--seconds N]

Each snapshot (tests/upgrades/), on PostgreSQL and on SQLite: migrate and ensure_site, as a deployment does; no row is
gone or changed that should stay; tables, columns, indexes and constraints are those of a new database; search is
renewed and equals the database; pages answer to a visitor, a member and an editor. Then the web of the newest of those
versions serves its upgraded database (PostgreSQL) for N seconds (60), with sign-ups, questions and changed profiles,
beside the new worker and clock: no answer is a fault. --small: the newest version only, and fewer pages.
"""

import argparse
import io
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

import psycopg
from PIL import Image

from tools.drill import crawl, history
from tools.drill.browser import Answer, Browser
from tools.drill.mailbox import mailbox
from tools.drill.portal import DEMO_SETTINGS, Failed, Portal, obey_signals
from tools.drill.report import Report
from tools.drill.servers import Server, postgres
from tools.drill.snapshots import Snapshot, snapshots
from tools.drill.tables import Change, Schema, changes, differences, narrowing, read_rows, schema_of

AT_ONCE = 3
MEMBER, EDITOR = "noor.verhagen@roc-lindenwaard.example", "redacteur@bruggenbouwen.example"
# Of these tables rows may go or change: what they hold is made from the rest, or kept for a moment only.
MADE_ANEW = {"portal_cache", "shared_jobrun", "search_rebuild", "search_word", "search_enginetask"}
# Columns that an upgrade may write in rows that were there.
MAY_CHANGE = {
    # How many pages lie below: ensure_site lays out what is new.
    "wagtailcore_page": {"numchild"},
}


def lost(change: Change) -> bool:
    """Say whether rows went, or were changed, that should have stayed as they were."""
    return change.table not in MADE_ANEW and bool(change.gone or change.columns - MAY_CHANGE.get(change.table, set()))


def make_files(folder: Path, rows: dict) -> None:
    """Make a file for each picture and document that a snapshot names: it holds no files."""
    for row in rows.get("shared_portalimage", {}).values():
        picture = Image.new("RGB", (row["width"], row["height"]), "#446688")
        kind = {"jpg": "JPEG", "jpeg": "JPEG"}.get(row["file"].rpartition(".")[2].lower(), "PNG")
        made = io.BytesIO()
        picture.save(made, kind)
        _write(folder / "media" / row["file"], made.getvalue())
    for row in rows.get("shared_portaldocument", {}).values():
        _write(folder / "media" / row["file"], b"Een document\n")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@dataclass
class Drill:
    """What all parts of the drill share."""

    report: Report
    scratch: Path
    server: Server
    mail_port: int

    def portal(self, name: str, address: str = "", **more) -> Portal:
        """Give a portal with a folder of its own; on SQLite without an address."""
        folder = self.scratch / name
        return Portal(folder, address or f"sqlite:///{folder}/portal.sqlite3", mail_port=self.mail_port, **more)

    def migrated(self, snapshot: Snapshot, engine: str) -> tuple[Portal, list[str]]:
        """Upgrade one snapshot and prove what can be proved; gives the portal, and what old code could no longer do."""
        name = f"{snapshot.version} on {engine}"
        self.report.step(name)
        database = f"upgrade-{snapshot.version}-{engine}".lower()
        address = self.server.create(database) if engine == "PostgreSQL" else ""
        portal = self.portal(database, address, settings=DEMO_SETTINGS)
        if address:
            snapshot.load_postgres(address)
        else:
            snapshot.load_sqlite(portal.folder / "portal.sqlite3")
        before, old_schema = read_rows(portal.database), schema_of(portal.database)
        make_files(portal.folder, before)
        begun = time.monotonic()
        portal.manage_all("migrate --noinput --verbosity 0", "ensure_site")
        seconds = time.monotonic() - begun
        found = changes(before, read_rows(portal.database))
        rows = sum(map(len, before.values()))
        self.report.proof("rows before", rows > 1000, f"{rows}, upgraded in {seconds:.1f} s")
        self.report.none(
            "rows gone or changed that should have stayed", [each for each in found.values() if lost(each)]
        )
        return portal, narrowing(old_schema, schema_of(portal.database))

    def fresh_schema(self, engine: str) -> Schema:
        """Give how tables are made in a new database."""
        address = self.server.create("fresh") if engine == "PostgreSQL" else ""
        portal = self.portal(f"fresh-{engine.lower()}", address, settings=DEMO_SETTINGS)
        portal.manage_all("migrate --noinput --verbosity 0", "ensure_site")
        return schema_of(portal.database)

    def works(self, portal: Portal, most: int) -> None:
        """Prove that an upgraded portal does what it should."""
        said = portal.manage_all("check", "search_rebuild", "search_check")
        self.report.proof("search equals the database", True, said.strip().splitlines()[-1])
        with portal.up("web"):
            visitor = portal.browser()
            pages = crawl.sitemap(visitor)
            self.report.proof("pages in the map of the site", len(pages) > 30, len(pages))
            people = {
                "visitor": (visitor, [*pages, "/zoeken/?q=coach"]),
                "member": (portal.signed_in(MEMBER), ["/", "/mijn/", "/netwerk/"]),
                "editor": (portal.signed_in(EDITOR), ["/beheer/", "/beheer/reports/locked/"]),
            }
            for who, (browser, starts) in people.items():
                answers = crawl.walk(browser, starts, most + len(starts))
                self.report.none(f"pages that don't answer, of {len(answers)} opened by a {who}", crawl.bad(answers))

    def old_web(self, snapshot: Snapshot, portal: Portal, seconds: int) -> None:
        """Let the older version's web serve an upgraded database, beside the new worker and clock."""
        report = self.report
        report.step(f"web of {snapshot.version} on the new tables, for {seconds} s")
        code = history.unpack(snapshot.commit, self.scratch / "old-code")
        old = Portal(portal.folder, portal.database, code=code, settings=DEMO_SETTINGS)
        known = number_of(portal, "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'")
        with portal.up("worker", "clock"), old.up("web"):
            # First, as after a minute of new accounts the site takes no more of them from one place.
            self._control(portal, old)
            old.asked.clear()
            begun, done = time.monotonic(), Counter()
            for name, act in old_traffic(old):
                done[name] += was_done(act)
                if time.monotonic() - begun > seconds and len(done) == len(ACTS):
                    break
            took, asked = time.monotonic() - begun, list(old.asked)
        report.none(f"faults in {len(asked)} answers of {took:.0f} s", faults(asked))
        report.proof("each act was done", all(done[name] for name in ACTS), dict(done))
        failed = number_of(portal, "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'")
        report.proof("tasks of the old web are done by the new worker", failed == known, f"{failed - known} failed")
        portal.manage("search_check", "--repair")
        with portal.up("web"):
            answers = crawl.walk(portal.signed_in(MEMBER), ["/", "/vragen/", "/netwerk/", "/mijn/"], 40)
            report.none(f"pages of the new web that don't answer, of {len(answers)}", crawl.bad(answers))

    def case(self, snapshot: Snapshot, engine: str, fresh: Future[Schema], *, seconds: int, most: int) -> None:
        """Upgrade one snapshot on one database; with seconds, let its old web serve that too."""
        try:
            portal, narrowed = self.migrated(snapshot, engine)
            found = differences(schema_of(portal.database), fresh.result())
            self.report.none("differences from a new database", found)
            self.works(portal, most)
            if seconds:
                self.report.none("what code of that version can no longer do", narrowed)
                self.old_web(snapshot, portal, seconds)
        except Failed as failure:
            self.report.proof("the drill went on to its end", False, failure)

    def _control(self, portal: Portal, old: Portal) -> None:
        """Prove that the traffic notices a column that old code can't fill."""
        with psycopg.connect(portal.database, autocommit=True) as connection:
            connection.execute("ALTER TABLE shared_outboxmail ADD drill text NOT NULL DEFAULT ''")
            connection.execute("ALTER TABLE shared_outboxmail ALTER drill DROP DEFAULT")
            old.asked.clear()
            was_done(partial(sign_up, old.browser(), "fout"))
            connection.execute("ALTER TABLE shared_outboxmail DROP drill")
        found = faults(old.asked)
        self.report.proof("control: a new column without default is a fault", bool(found), "; ".join(found))


def number_of(portal: Portal, query: str) -> int:
    """Ask the database of a portal for one number, from outside."""
    with psycopg.connect(portal.database) as connection:
        return connection.execute(query).fetchone()[0]


VISITOR, OWN, SEARCH, SIGN_UP, QUESTION, DESK, PROFILE = ACTS = (
    "pages of visitors",
    "own pages",
    "searches",
    "new accounts",
    "questions",
    "pages of editors",
    "profiles changed",
)


def was_done(act: Callable[[], Answer]) -> bool:
    """Do one act; a page without its form is not done, and its answer is among those that were asked for."""
    try:
        return act().status < 400
    except LookupError:
        return False


def faults(asked: list[tuple[int, str, str]]) -> list[str]:
    """Give which of these answers are errors of the site."""
    return [f"{status} {method} {path}" for status, method, path in asked if status >= 500]


def old_traffic(portal: Portal) -> Iterator[tuple[str, Callable[[], Answer]]]:
    """Give what people do on a site, again and again: the kind of act, and the act."""
    visitor, member, editor = portal.browser(), portal.signed_in(MEMBER), portal.signed_in(EDITOR)
    pages = crawl.sitemap(visitor)
    own = ["/mijn/", "/mijn/profiel/", "/netwerk/", "/mijn/berichten/", "/vragen/", "/agenda/"]
    desk = ["/beheer/", "/beheer/reports/locked/", "/beheer/pages/"]
    for number in count():
        yield SIGN_UP, partial(sign_up, portal.browser(), f"nieuw{number}")
        yield QUESTION, partial(ask, member, number)
        yield PROFILE, partial(change_profile, member, number)
        yield SEARCH, partial(visitor.get, f"/zoeken/?q=ict+{number}")
        yield from ((OWN, partial(member.get, path)) for path in own)
        yield from ((DESK, partial(editor.get, path)) for path in desk)
        yield from ((VISITOR, partial(visitor.get, path)) for path in pages[number % 4 :: 4])


def sign_up(browser: Browser, name: str) -> Answer:
    """Make an account."""
    values = {"given_name": "Nieuw", "family_name": "Lid", "email": f"{name}@roc-lindenwaard.example"}
    return browser.submit("/account/signup/", values)


def ask(browser: Browser, number: int) -> Answer:
    """Ask a question of members."""
    values = {"title": f"Hoe doen jullie dit, keer {number}?", "body": "Ik wil graag weten hoe jullie dat aanpakken."}
    return browser.submit("/vragen/stel/?vraag=Hoe", values)


def change_profile(browser: Browser, number: int) -> Answer:
    """Write something else about oneself."""
    return browser.submit("/mijn/profiel/", {"about": f"Ik werk met collega's aan lessen, keer {number}."})


def main(small: bool, seconds: int) -> int:
    """Run the drill, some cases side by side; gives the exit code."""
    obey_signals()
    report, known = Report(), snapshots()[-1:] if small else snapshots()
    cases = [(each, engine) for each in reversed(known) for engine in ("PostgreSQL", "SQLite")]
    with (
        tempfile.TemporaryDirectory() as scratch,
        postgres(Path(scratch) / "server") as server,
        mailbox() as box,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        whole = Drill(report, Path(scratch), server, box.port)
        fresh = {engine: pool.submit(whole.fresh_schema, engine) for engine in ("PostgreSQL", "SQLite")}
        waiting = []
        for number, (snapshot, engine) in enumerate(cases):
            part = replace(whole, report=Report(report))
            # The same code serves all of them: many pages of one, some of each.
            given = {"seconds": 0 if number else seconds, "most": 20 if small or number else 150}
            waiting.append((part, pool.submit(part.case, snapshot, engine, fresh[engine], **given)))
        try:
            for part, done in waiting:
                done.result()
                report.take(part.report)
        except KeyboardInterrupt:
            # What runs stops its processes at its end; nothing new begins.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return report.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    sys.exit(main(given.small, given.seconds))
