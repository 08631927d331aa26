"""The site in several processes with people who are signed in, for races of signing up."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.races.processes import ROOT, Processes, wait_until
from tests.races.test_guessing import free_port, is_open

MEMBERS = int(os.environ.get("SIGNUP_MEMBERS", "40"))
SEATS = int(os.environ.get("SIGNUP_SEATS", "5"))
CONNECTIONS = int(os.environ.get("SIGNUP_CONNECTIONS", "16"))
WORKERS = 4
SCRIPT = ("-m", "tests.races.signing_up")
TOKEN = "t" * 32
REGISTRATIONS, BOOKINGS = "registrations", "bookings"
_STATES = {
    REGISTRATIONS: "SELECT key, state FROM events_registration ORDER BY id",
    BOOKINGS: "SELECT key, state FROM events_seriesbooking ORDER BY id",
}
_BY_MEMBER = {
    REGISTRATIONS: "SELECT key FROM events_registration ORDER BY member_id",
    BOOKINGS: "SELECT key FROM events_seriesbooking ORDER BY member_id",
}


class Site:
    """The site, its database, and people who are signed in."""

    def __init__(self, port: int, processes: Processes, made: dict) -> None:
        self.port, self.processes = port, processes
        self.path, self.cookies = made["path"], made["cookies"]
        self.organiser, self.settings_path = made["organiser"], made["settings"]

    def post(self, cookie: str, path: str = "", values: dict[str, str] | None = None) -> int:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "needs": "", **(values or {})})
        headers = {
            "Cookie": f"sessionid={cookie}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("POST", path or self.path, body, headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def sign_up(self, cookies: list[str]) -> list[int]:
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            return list(pool.map(self.post, cookies))

    def states(self, rows: str = REGISTRATIONS) -> list[tuple[str, str]]:
        """Give key and state of every registration, or of every booking of a series, in the order they were made."""
        return self.processes.rows(_STATES[rows])

    def keys(self, state: str, rows: str = REGISTRATIONS) -> list[str]:
        return [key for key, found in self.states(rows) if found == state]

    def count(self, state: str, rows: str = REGISTRATIONS) -> int:
        return len(self.keys(state, rows))

    def owners(self, rows: str = REGISTRATIONS) -> dict[str, str]:
        """Give the cookie of each person by the key of their row."""
        keys = [key for (key,) in self.processes.rows(_BY_MEMBER[rows])]
        return dict(zip(keys, self.cookies, strict=True))

    def told(self, purpose: str) -> tuple[int, int]:
        """Give how many mails of a purpose there are, and to how many people."""
        mails = self.processes.rows("SELECT purpose, recipient_key FROM shared_outboxmail")
        people = [key for found, key in mails if found == purpose]
        return len(people), len(set(people))


@contextmanager
def served(folder: Path, *, address: str, is_unlocked: bool, dates: int) -> Iterator[Site]:
    """Serve one meetup in WORKERS processes.

    Parameters:
        folder: For the database and the log.
        address: Of a PostgreSQL database; empty for a SQLite file.
        is_unlocked: The control, without the lock.
        dates: 0 for one date that is signed up for; else the dates of a series that is booked as a whole.
    """
    processes = Processes(
        folder,
        address=address,
        DJANGO_SETTINGS_MODULE="tests.races.guessing_settings",
        SIGNUP_UNLOCKED=int(is_unlocked),
        RACES_TABLES=int(bool(address)),
        PYTHONPATH=ROOT,
    )
    made = processes.run(*SCRIPT, "make", MEMBERS, SEATS, dates)
    port = free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", str(WORKERS)]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "tests.races.signing_up:application"],
            cwd=ROOT,
            env=processes._environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        assert wait_until(lambda: is_open(port)), log.read_text()
        yield Site(port, processes, made)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
        processes.close()
