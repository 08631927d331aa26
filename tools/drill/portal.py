"""A portal as it runs on a server, on this machine: one database, one folder of files, and its processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tools.drill.browser import Browser

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "portal.example"
WEB = ("-m", "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "4", "--host", "127.0.0.1")
# Settings of this project that serve old code too: they come from the folder that is first on the path.
SETTINGS = "tools.drill.settings"
DEMO_SETTINGS = "portal.settings.development"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def obey_signals() -> None:
    """Let a request to stop end the drill as Ctrl-C does: its servers and processes first."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


class Failed(Exception):
    """A command of the portal ended badly."""


@dataclass
class Portal:
    """One portal.

    Parameters:
        folder: For uploads and private files: what a backup takes besides the database.
        database: Its address.
        mail_port: Of the SMTP server on this machine that takes its mail.
        search: Address of Elasticsearch; empty for the search in the database.
        index: What its index there is called.
        code: Whose code runs: this project's, or an older version's.
        settings: The module of its settings.
        asked: Each status with method and path that its browsers were given, in order.
    """

    folder: Path
    database: str
    mail_port: int = 9
    search: str = ""
    index: str = "drill"
    code: Path = ROOT
    settings: str = SETTINGS
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen] = field(default_factory=dict)
    asked: list[tuple[int, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Logs stand beside the folder: all that is in it goes with a backup.
        for path in (self.folder / "media", self.folder / "private", self.logs):
            path.mkdir(parents=True, exist_ok=True)

    @property
    def logs(self) -> Path:
        """Where each process writes what it says."""
        return self.folder.with_name(f"{self.folder.name}-log")

    @property
    def environment(self) -> dict[str, str]:
        """What every process of this portal is given."""
        hidden = ("PORTAL_", "DJANGO_", "PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
        engine = {
            "PORTAL_SEARCH_ENGINE": "elasticsearch",
            "PORTAL_ELASTICSEARCH_URL": self.search,
            "PORTAL_ELASTICSEARCH_INDEX": self.index,
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PORTAL_SECRET_KEY": "of-the-drill-only-and-no-secret-0123456789-abcdefghijklmnopqrstuvwxyz",
            "PORTAL_HOSTS": HOST,
            "PORTAL_BASE_URL": f"https://{HOST}",
            "PORTAL_DATABASE_URL": self.database,
            "PORTAL_VAR_DIR": str(self.folder),
            "PORTAL_SMTP_HOST": "127.0.0.1",
            "PORTAL_SMTP_PORT": str(self.mail_port),
            "PORTAL_SMTP_TLS": "false",
            "PORTAL_MAIL_FROM": "noreply@portal.example.nl",
            "PORTAL_CONTACT_EMAIL": "contact@portal.example.nl",
            "PORTAL_PEOPLE_PAGES_PER_HOUR": "100000",
            # The clock's jobs and the answers are the same without it, and each process starts seconds sooner.
            "PORTAL_SEARCH_MEANING": "false",
            "PYTHONPATH": os.pathsep.join([str(self.code), str(ROOT)]),
            "DRILL_PYTHON": sys.executable,
            **(engine if self.search else {}),
        }

    def run(self, *command: str, also: Mapping[str, str] | None = None, fails: bool = False) -> str:
        """Run a command beside the portal; gives what it printed.

        Parameters:
            command: Program and arguments.
            also: Variables on top of the portal's.
            fails: Whether it is to fail; then its words, errors included, are given.

        Raises:
            Failed: It ended otherwise than it should; with its last words.
        """
        done = subprocess.run(
            command,
            cwd=self.code,
            env=self.environment | dict(also or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if fails else subprocess.PIPE,
            text=True,
            check=False,
        )
        if bool(done.returncode) is not fails:
            words = f"{done.stdout}{done.stderr or ''}"[-4000:]
            raise Failed(f"{' '.join(command[:4])} ended with {done.returncode}:\n{words}")
        return done.stdout

    def manage(self, *arguments: str, also: Mapping[str, str] | None = None, fails: bool = False) -> str:
        """Run manage.py; gives what it printed."""
        return self.run(sys.executable, "manage.py", *arguments, also=also, fails=fails)

    def manage_all(self, *commands: str) -> str:
        """Run several commands of manage.py in one process, of this project's code; gives what they printed."""
        return self.run(sys.executable, "-m", "tools.drill.commands", *commands)

    def steps(self, *arguments: str, fails: bool = False) -> str:
        """Run the steps of a backup or a restore on this portal."""
        return self.run("sh", str(ROOT / "tools" / "drill" / "steps_here.sh"), *arguments, fails=fails)

    def start(self, *names: str) -> None:
        """Start some of web, worker and clock; returns once web answers that it is ready."""
        commands = {
            "web": (*WEB, "--port", str(self.port), "portal.wsgi:application"),
            "worker": ("manage.py", "worker"),
            "clock": ("manage.py", "klok"),
        }
        for name in names:
            with (self.logs / name).open("ab") as output:
                self.running[name] = subprocess.Popen(
                    [sys.executable, *commands[name]],
                    cwd=self.code,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        if "web" in names:
            self._wait_for_web()

    def _wait_for_web(self, seconds: float = 300) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.running["web"].poll() is None:
            try:
                if self.browser().get("/readyz").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise Failed(f"web is not ready:\n{(self.logs / 'web').read_text()[-4000:]}")

    def stop(self, *names: str) -> None:
        """Stop some of its processes, or all; what doesn't stop within half a minute is killed."""
        chosen = {name: self.running.pop(name) for name in names or tuple(self.running)}
        for process in chosen.values():
            process.terminate()
        for process in chosen.values():
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=30)

    @contextmanager
    def up(self, *names: str) -> Iterator["Portal"]:
        """Let web, worker and clock run, or those named, and stop them."""
        try:
            self.start(*(names or ("web", "worker", "clock")))
            yield self
        finally:
            self.stop()

    def browser(self) -> Browser:
        """Give a browser without cookies."""
        return Browser(self.port, HOST, log=self.asked)

    def signed_in(self, login: str, password: str = "bruggen-demo") -> Browser:
        """Give a browser in which someone signed in, through the form."""
        browser = self.browser()
        answer = browser.submit("/account/login/", {"login": login, "password": password})
        if not browser.cookies.keys() & {"__Host-sessie", "sessionid"} or answer.path.startswith("/account/"):
            raise Failed(f"{login} could not sign in: {answer.status} {answer.path}")
        return browser
