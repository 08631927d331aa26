#!/usr/bin/env python3
"""The drill of a lost server: a backup of a running portal is put back on an empty one, by the steps an operator runs.

python -m tools.drill.restore [--members N]      default 200, besides the demo

With real processes, PostgreSQL, Elasticsearch (where Maven and a JDK are) and a mail server. Mails wait and reminders
are due when the backup is made; they leave after it, and someone is erased after it; then all is lost. Put back, each
row and file is as it was but for what has to differ, search is whole, nobody erased is there, no mail comes a second
time, pages answer. Beside it stands the control: the same backup without `after_restore`, where mails do come twice and
the erased are back.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from pathlib import Path

import psycopg

from tools.drill import crawl
from tools.drill.browser import Browser
from tools.drill.mailbox import Mailbox, mailbox
from tools.drill.portal import DEMO_SETTINGS, Failed, Portal, obey_signals
from tools.drill.report import Report
from tools.drill.servers import Server, elasticsearch, postgres
from tools.drill.tables import Change, Rows, changes, read_rows

ERASED, MARK = "kwik.zwirrelbaum@roc-lindenwaard.example", "zwirrelbaum"
MEMBER = "noor.verhagen@roc-lindenwaard.example"
LONGEST_SECONDS = 600
WAITING_MAILS = "SELECT count(*) FROM shared_outboxmail WHERE state IN ('queued', 'sending')"
WAITING_TASKS = """
    SELECT count(*) FROM django_tasks_database_dbtaskresult
    WHERE status IN ('READY', 'RUNNING') AND (run_after IS NULL OR run_after <= now())
"""
REMINDERS = "SELECT count(*) FROM shared_outboxmail WHERE purpose = 'events.registration_reminder' AND state = %s"
RAN = "SELECT count(*) FROM shared_jobrun WHERE last_success_at > to_timestamp(%s)"
# Where the restored portal differs from the lost one, in which columns (none named: in whole rows too), and why.
MUST_DIFFER: dict[str, tuple[set[str], str]] = {
    "django_tasks_database_dbtaskresult": (set(), "what waited was dropped"),
    "events_placementday": ({"reminded_at"}, "the moment of a reminder that is held here"),
    "events_reflection": ({"reminded_at"}, "the moment of a reminder that is held here"),
    "events_suggestion": ({"found_at"}, "found again"),
    "network_digest": ({"covered_until"}, "the moment of a digest that is held here"),
    "network_erasure": ({"erased_at"}, "the moment of erasing again"),
    "network_member": ({"email", "password"}, "an erased account gets words by chance"),
    "portal_cache": (set(), "kept for a moment only"),
    "search_enginetask": (set(), "what the engine has yet to hear"),
    "search_rebuild": (set(), "the index was made anew"),
    "search_relatedentry": (set(), "the index was made anew"),
    "search_relatedmark": (set(), "the index was made anew"),
    "search_word": (set(), "words of the erased are gone"),
    "shared_auditline": ({"at"}, "what the restore did stands there"),
    "shared_jobrun": (set(), "the clock of the lost portal went on"),
    "shared_outboxmail": (set(), "what left after the backup is held here"),
}
# Tables in which there may be more rows, but none less.
MAY_GROW = {"shared_auditline"}


def must_differ(change: Change) -> bool:
    """Say whether rows differ where they should, and nowhere else."""
    if change.table not in MUST_DIFFER:
        return False
    columns, _why = MUST_DIFFER[change.table]
    grew = change.new and change.table not in MAY_GROW
    return not columns or not (change.gone or grew or change.columns - columns)


def ask(portal: Portal, query: str, *values: object) -> int:
    """Ask the database of a portal for one number, from outside."""
    with psycopg.connect(portal.database) as connection:
        return connection.execute(query, values).fetchone()[0]


def wait(what: str, holds: Callable[[], bool], seconds: float = 900) -> None:
    """Wait until something holds.

    Raises:
        Failed: It didn't come to that.
    """
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise Failed(f"{what} took more than {seconds:.0f} s")
        time.sleep(0.5)


def quiet(portal: Portal) -> bool:
    """Say whether no mail and no task waits."""
    return ask(portal, WAITING_MAILS) == ask(portal, WAITING_TASKS) == 0


def files_of(portal: Portal) -> dict[str, str]:
    """Give the fingerprint of each upload and private file by its path."""
    found = [path for part in ("media", "private") for path in (portal.folder / part).rglob("*") if path.is_file()]
    return {
        str(path.relative_to(portal.folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(found)
    }


def marks(portal: Portal) -> int:
    """Count where the erased person's name stands: lines of a dump of the database, files and their names, search."""
    words = ("pg_dump", "--inserts", "--dbname", portal.database)
    dump = subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout.lower()
    found = sum(MARK.encode() in line for line in dump.splitlines())
    for path in portal.folder.rglob("*"):
        found += MARK in path.name.lower() or (path.is_file() and MARK.encode() in path.read_bytes().lower())
    if portal.search:
        address = f"{portal.search}/{portal.index}*/_search?q={MARK}&size=0&track_total_hits=true"
        with urllib.request.urlopen(address) as answer:
            found += int(b'"total":{"value":0' not in answer.read())
    return found


def results(portal: Portal, question: str) -> str:
    """Give what a visitor finds, as links in their order."""
    page = portal.browser().get(f"/zoeken/?q={question}")
    return " ".join(crawl.LINK.findall(page.text.partition("<main")[2].partition("</main")[0]))


@dataclass
class Backup:
    """What was there at the moment of the backup, and what happened afterwards."""

    folder: Path
    rows: dict[str, Rows]
    files: dict[str, str]
    erased: str
    later_rows: dict[str, Rows] = field(default_factory=dict)
    later_files: dict[str, str] = field(default_factory=dict)
    erasures: Path = Path()


@dataclass
class Drill:
    """What all parts of the drill share."""

    report: Report
    scratch: Path
    server: Server
    search: str
    box: Mailbox

    def portal(self, name: str, **more) -> Portal:
        """Give a portal with a database, a folder and an index of its own."""
        given = {"mail_port": self.box.port, "search": self.search, "index": f"drill-{name}", **more}
        return Portal(self.scratch / name, self.server.create(name), **given)

    def fill(self, members: int) -> tuple[Portal, str]:
        """Make the portal that will be lost; gives it, and the key of the one who will be erased."""
        self.report.step(f"a portal with the demo and {members:,} more members")
        portal = self.portal("lost")
        demo = replace(portal, settings=DEMO_SETTINGS)
        demo.manage_all("migrate --noinput --verbosity 0", "ensure_site", "seed_demo")
        key = portal.run(sys.executable, "-m", "tools.drill.people", "fill", str(members)).split()[-1]
        portal.run(sys.executable, "-m", "tools.drill.people", "tomorrow")
        portal.manage_all("search_rebuild", "search_check")
        return portal, key

    def lose(self, portal: Portal, key: str) -> Backup:
        """Make a backup while the portal runs, let it go on for a while, and stop it for good."""
        report, box = self.report, self.box
        with portal.up("web", "worker"):
            leave_traces(portal.signed_in(ERASED))
            wait("sending what the demo left", lambda: quiet(portal))
            portal.stop("worker")
            report.step("mails wait; a backup")
            for number in range(5):
                sign_up(portal, f"wacht{number}")
            waiting, before = ask(portal, WAITING_MAILS), len(box.received)
            report.proof("mails that wait at the moment of the backup", waiting >= 5, waiting)
            rows, files = read_rows(portal.database), files_of(portal)
            begun = time.monotonic()
            portal.steps("backup", str(self.scratch / "backup"))
            size = sum(path.stat().st_size for path in (self.scratch / "backup").iterdir()) / 1e6
            report.proof("backup of the running portal", True, f"{time.monotonic() - begun:.1f} s, {size:.1f} MB")
            moved = changes(rows, read_rows(portal.database))
            report.none("rows that changed while it was made", list(moved.values()))
            backup = Backup(self.scratch / "backup", rows, files, key)

            report.step("after the backup: mails leave, reminders come due, someone is erased")
            portal.start("worker", "clock")
            wait("the reminders", lambda: ask(portal, REMINDERS, "sent") > 0)
            portal.run(sys.executable, "-m", "tools.drill.people", "erase", key)
            wait("sending what waited", lambda: quiet(portal))
            report.proof(
                "mails that left after the backup", len(box.received) - before > waiting, len(box.received) - before
            )
        backup.later_rows, backup.later_files = read_rows(portal.database), files_of(portal)
        backup.erasures = self.scratch / "erasures.txt"
        backup.erasures.write_bytes((portal.folder / "private" / "erasures.txt").read_bytes())
        return backup

    def control(self, backup: Backup) -> Portal:
        """Put the backup back without what makes it safe: what the drill looks for is seen there."""
        self.report.step("control: the backup as it is")
        with mailbox() as box:
            portal = self.portal("control", mail_port=box.port)
            words = ("pg_restore", "--no-owner", "--exit-on-error", "--dbname", portal.database)
            subprocess.run([*words, str(backup.folder / "database.dump")], check=True)
            for name in ("files-before.tar", "files-after.tar"):
                subprocess.run(["tar", "-C", str(portal.folder), "-xf", str(backup.folder / name)], check=True)
            found = changes(backup.rows, read_rows(portal.database))
            count = sum(map(len, backup.rows.values()))
            self.report.none(f"differences of {count:,} rows in {len(backup.rows)} tables", list(found.values()))
            same = files_of(portal) == backup.files
            self.report.proof("files are the same", same and len(backup.files) > 10, len(backup.files))
            self.report.proof("who was erased would be back", marks(portal) >= 5, f"{marks(portal)} places")
            if self.search:
                said = portal.manage("search_check", fails=True)
                self.report.proof("search would be empty", True, said.strip().splitlines()[-1])
            portal.manage("worker", "--once")
            again = {mail["Message-ID"] for mail in box.received} & {mail["Message-ID"] for mail in self.box.received}
            self.report.proof("mails would come twice", len(again) >= 5, len(again))
        return portal

    def back(self, backup: Backup, lost: Portal) -> None:
        """Put the backup back as an operator does, and prove that the portal is safe and whole."""
        report, box = self.report, self.box
        report.step("the backup put back on an empty portal")
        portal, before = self.portal("back"), len(box.received)
        begun, since = time.monotonic(), time.time()
        said = portal.steps("restore", str(backup.folder), str(backup.erasures))
        print("".join(f"            {line}\n" for line in said.splitlines()), end="")
        rows = read_rows(portal.database)
        held = ask(portal, REMINDERS, "given_up")
        report.proof("reminders that left after the backup are held", held > 0, held)
        with portal.up():
            seconds = time.monotonic() - begun
            report.proof(f"back within {LONGEST_SECONDS} s", seconds <= LONGEST_SECONDS, f"{seconds:.0f} s")
            jobs = int(portal.run(sys.executable, "-m", "tools.drill.people", "jobs"))
            wait(f"the first round of the clock's {jobs} jobs", lambda: ask(portal, RAN, since) == jobs)
            wait("the tasks", lambda: ask(portal, WAITING_TASKS) == 0)
            self.compare(backup, rows, portal)
            self.search_is_whole(portal)
            self.answers(portal)
            fresh = box.received[before:]
            report.proof("mails since: the one for who signed up now", len(fresh) == 1, len(fresh))
            report.none("mails that came twice", [*box.copies, *repeated(box.received[:before], fresh)])
        report.proof("nothing of who was erased", marks(portal) == 0, f"{marks(portal)} places")
        again = portal.steps("restore", str(backup.folder), str(backup.erasures), fails=True)
        report.proof("a portal with members is not overwritten", "has members already" in again)

    def compare(self, backup: Backup, rows: dict[str, Rows], portal: Portal) -> None:
        """Prove that all is as it was when the portal was lost, but for what must differ."""
        found = changes(backup.later_rows, rows)
        for change in filter(must_differ, found.values()):
            self.report.note(f"{change}: {MUST_DIFFER[change.table][1]}")
        rows_kept = sum(map(len, rows.values()))
        left = [change for change in found.values() if not must_differ(change)]
        self.report.none(f"tables that differ elsewhere, of {len(rows)} with {rows_kept:,} rows", left)
        files = files_of(portal)
        differing = sorted({path for path, _mark in files.items() ^ backup.later_files.items()})
        self.report.none(f"files that differ, of {len(files)}", differing)

    def search_is_whole(self, portal: Portal) -> None:
        """Prove that both engines hold all that the database has, and that pages find it."""
        for engine in ("embedded", *(["elasticsearch"] if self.search else [])):
            said = portal.manage("search_check", also={"PORTAL_SEARCH_ENGINE": engine})
            entries = ask(portal, "SELECT count(*) FROM search_entry")
            self.report.proof(f"search is whole, {engine}", entries > 100, f"{entries:,} entries; {said.strip()}")
        found = results(portal, "coach")
        self.report.proof("what a visitor finds", found.count("/") > 20, found[:80])

    def answers(self, portal: Portal) -> None:
        """Prove that pages answer, and that people can sign in and sign up."""
        visitor, member = portal.browser(), portal.signed_in(MEMBER)
        pages = crawl.sitemap(visitor)
        self.report.none(f"pages that don't answer, of {len(pages)}", crawl.bad(map(visitor.get, pages)))
        seen = crawl.walk(member, ["/", "/mijn/", "/netwerk/"], 30)
        self.report.none(f"pages that don't answer, of {len(seen)} opened by a member", crawl.bad(seen))
        before = len(self.box.received)
        sign_up(portal, "daarna")
        wait("the mail of a sign-up", lambda: len(self.box.received) > before)


def sign_up(portal: Portal, name: str) -> None:
    """Make an account, through the page.

    Raises:
        Failed: The page that asks for the code of the mail didn't come.
    """
    values = {"given_name": "Nieuw", "family_name": "Lid", "email": f"{name}@roc-lindenwaard.example"}
    answer = portal.browser().submit("/account/signup/", values)
    if answer.status != 200 or not answer.path.startswith("/account/confirm-email/"):
        raise Failed(f"signing up gave {answer.status} {answer.path}")


def leave_traces(browser: Browser) -> None:
    """Let someone write about themselves, ask a question, and ask for a copy of their data; all with their name."""
    browser.submit("/mijn/profiel/", {"about": f"Ik ben {MARK}."})
    browser.submit("/vragen/stel/?vraag=Hoe", {"title": f"Wie kent {MARK}?", "body": f"Groet van {MARK}."})
    browser.submit("/mijn/gegevens/", {}, action="/mijn/gegevens/downloaden/")


def repeated(sent: Sequence[Message], fresh: Sequence[Message]) -> list[str]:
    """Give which of the fresh mails, by reader and subject, had left before, under whatever id."""
    known = {(mail["To"], str(mail["Subject"])) for mail in sent}
    return [f"{mail['To']}: {mail['Subject']}" for mail in fresh if (mail["To"], str(mail["Subject"])) in known]


def main(members: int) -> int:
    """Run the drill; gives the exit code."""
    obey_signals()
    report = Report()
    with (
        tempfile.TemporaryDirectory() as scratch,
        postgres(Path(scratch) / "server") as server,
        elasticsearch() as search,
        mailbox() as box,
    ):
        drill = Drill(report, Path(scratch), server, search, box)
        try:
            lost, key = drill.fill(members)
            backup = drill.lose(lost, key)
            drill.control(backup)
            drill.back(backup, lost)
        except Failed as failure:
            report.proof("the drill went on to its end", False, failure)
    return report.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=200)
    sys.exit(main(parser.parse_args().members))
