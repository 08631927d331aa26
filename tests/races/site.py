"""The site in several processes with one meetup, and people who are signed in; it can be killed and started again."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
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
    """The site, its database, and people who are signed in.

    Parameters:
        folder: For the database and the log.
        address: Of a PostgreSQL database; empty for a SQLite file.
        dates: 0 for one date that is signed up for; else the dates of a series that is booked as a whole.
        environment: Of every process; SIGNUP_UNLOCKED=1 is the control, without the lock.
    """

    script = SCRIPT

    def __init__(self, folder: Path, *, address: str = "", dates: int = 0, **environment: object) -> None:
        made = self.prepare(folder, address, (MEMBERS, SEATS, dates), environment)
        self.path, self.cookies = made["path"], made["cookies"]
        self.organiser, self.settings_path = made["organiser"], made["settings"]
        self.start()

    def prepare(self, folder: Path, address: str, sizes: Sequence[int], environment: Mapping[str, object]) -> dict:
        """Make the database with what the script makes in these sizes; give what it prints."""
        self.address = address
        self.log = folder / "server.log"
        self.processes = Processes(
            folder,
            address=address,
            DJANGO_SETTINGS_MODULE="tests.races.guessing_settings",
            RACES_TABLES=int(bool(address)),
            PYTHONPATH=ROOT,
            **environment,
        )
        self.port = free_port()
        self.server = None
        return self.processes.run(*self.script, "make", *sizes)

    def start(self) -> None:
        """Serve, and wait until it answers."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", str(WORKERS)]
        with self.log.open("ab") as output:
            self.server = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--port", str(self.port), f"{self.script[-1]}:application"],
                cwd=ROOT,
                env=self.processes._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        assert wait_until(lambda: is_open(self.port)), self.log.read_text()

    def kill(self) -> None:
        """End every process of the server at once, as a power cut does."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(timeout=30)
        assert wait_until(lambda: not is_open(self.port))

    def close(self) -> None:
        """End everything; nothing is asked of how it ends."""
        if self.server and self.server.poll() is None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(timeout=30)
        self.processes.close()

    def deadlocks(self) -> int:
        """Give how often the server found two of our transactions waiting for each other; SQLite has none to find."""
        if not self.address:
            return 0
        counted = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return self.processes.rows(counted)[0][0]

    def post(self, cookie: str, path: str = "", values: Mapping[str, str] | None = None) -> int:
        """Send the form as this person; give the status, or 0 when no answer came."""
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "needs": "", **(values or {})})
        headers = {
            "Cookie": f"sessionid={cookie}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("POST", path or self.path, body, headers)
            return connection.getresponse().status
        except (ConnectionError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def sign_up(self, cookies: Sequence[str]) -> list[int]:
        """Let all of them send the form at once; give the statuses in their order."""
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            return list(pool.map(self.post, cookies))

    def states(self, rows: str = REGISTRATIONS) -> list[tuple[str, str]]:
        """Give key and state of every registration, or of every booking of a series, in the order they were made."""
        return self.processes.rows(_STATES[rows])

    def keys(self, state: str, rows: str = REGISTRATIONS) -> list[str]:
        """Give the keys of what is in a state, in the order in which they were committed."""
        return [key for key, found in self.states(rows) if found == state]

    def count(self, state: str, rows: str = REGISTRATIONS) -> int:
        """Give how many are in a state."""
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
