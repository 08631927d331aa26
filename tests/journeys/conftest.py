"""A real site for each journey: its own database and files, served by granian, read in Chromium.

The database is made once, by the commands a first start uses, for all test processes together. Who only reads shares
one running site (`read`); who writes gets a copy (`visit`), because what one journey writes must not be there in the
next.
"""

import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from tests.journeys.console import Console

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "bruggen-demo"
MEMBER, OTHER = "noor.verhagen@roc-lindenwaard.example", "femke.hoekstra@waddenkust.example"
COORDINATOR = "sanne.dewit@roc-lindenwaard.example"
MODERATOR, LEADER = "moderator@bruggenbouwen.example", "programma@bruggenbouwen.example"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# What the clock does every minute; here at once, due or not.
SEND_MAIL = (
    "from django.utils import timezone\n"
    "from portal.shared.outbox.actions.delivery import deliver\n"
    "deliver(at=timezone.now())"
)


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "PORTAL_VAR_DIR": str(folder),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        # Any key: journeys see the choices about messages on devices.
        "PORTAL_VAPID_PRIVATE_KEY": "A" * 42 + "E",
    }


def manage(folder: Path, *arguments: str) -> str:
    """Run a command of the portal on this folder's database; gives what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def settled(page):
    """Wait until the page that a click opened is whole, before asking what it holds or lacks at this moment; gives it.

    A click ends when the answer begins: by then nothing may be there yet, and what isn't there counts as missing.
    """
    page.wait_for_load_state()
    return page


def wait_until(page, script: str) -> object:
    """Give what the script says, once that is something: what a worker does has no moment a page can wait for.

    `page.wait_for_function` would do, but for the site's own policy: it lets no page look a second time by `eval`.
    """
    for _attempt in range(100):
        if found := page.evaluate(script):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"not within ten seconds: {script}")


def fits(page) -> bool:
    """Say whether the whole page needs no scrolling sideways."""
    return settled(page).evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@contextmanager
def kept_back(page, script: str) -> Iterator[None]:
    """Keep a script of static/js/ from the page until the end of the block, as a slow line does.

    The window must be one without service worker, which would answer in its place.
    """
    waiting = []
    page.route(f"**/js/{script}", lambda route: waiting.append(route))
    yield
    for route in waiting:
        route.continue_()
    page.unroute(f"**/js/{script}")


def sign_out(page) -> None:
    """Sign out the way people do, and wait for the page after it."""
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Uitloggen").click()
    page.wait_for_url(lambda url: "/account/logout/" not in url)


def type_password_again(page) -> None:
    """Answer the question who is there, when it is asked."""
    if "/account/reauthenticate/" in settled(page).url:
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(lambda url: "/account/reauthenticate/" not in url)


def subject_of(mail: EmailMessage) -> str:
    """Give the subject on one line: a long one is folded on the wire."""
    return " ".join(mail["Subject"].split())


@dataclass
class RunningSite:
    """A portal with demo content, on this machine only."""

    url: str
    folder: Path
    console: Console

    def manage(self, *arguments: str) -> str:
        """Run a command of the portal on this site; gives what it printed."""
        return self.console.run(*arguments)

    def rows(self, query: str, *values) -> list[tuple]:
        """Read from the database, next to the running site."""
        with closing(sqlite3.connect(self.folder / "portal.sqlite3")) as database:
            return database.execute(query, values).fetchall()

    def page_id(self, address: str) -> int:
        """Look up the id that /beheer/ uses in its addresses."""
        return self.rows("SELECT id FROM wagtailcore_page WHERE url_path LIKE ?", f"/%{address}")[0][0]

    def mails(self) -> list[EmailMessage]:
        """Send what waits, then read everything that was sent; mails of one moment come in no order."""
        self.manage("shell", "-c", SEND_MAIL)
        files = sorted((self.folder / "mail").glob("*"), key=lambda file: file.stat().st_mtime_ns)
        texts = [text for file in files for text in file.read_bytes().split(b"-" * 79 + b"\n") if text.strip()]
        return [message_from_bytes(text, policy=policy.default) for text in texts]

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails() if address in mail["To"]]

    def mail_to(self, address: str, subject: str) -> EmailMessage:
        """Give the newest mail to this person whose subject begins so; fails with the subjects there are.

        What a browser was just asked to do may still be under way, so a mail that is not there is asked for again.
        """
        for _attempt in range(10):
            mails = self.mails_to(address)
            found = [mail for mail in mails if subject_of(mail).startswith(subject)]
            if found:
                return found[-1]
            time.sleep(0.5)
        raise AssertionError([subject_of(mail) for mail in mails])


def made_once(tmp_path_factory, worker_id: str, name: str, make: Callable[[Path], None]) -> Path:
    """Give a folder that the first test process makes; the others wait until it is whole."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder, half = shared / name, shared / f"{name}-half"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            make(half)
            half.rename(folder)
    return folder


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory, worker_id) -> Path:
    """Give a site as it is on its first day: no members, no texts."""

    def make(folder: Path) -> None:
        folder.mkdir()
        for command in ("migrate", "ensure_site"):
            manage(folder, command)

    return made_once(tmp_path_factory, worker_id, "empty", make)


@pytest.fixture(scope="session")
def demo_folder(empty_folder, tmp_path_factory, worker_id) -> Path:
    """Give a site with the demo."""

    def make(folder: Path) -> None:
        shutil.copytree(empty_folder, folder)
        manage(folder, "seed_demo")

    return made_once(tmp_path_factory, worker_id, "demo", make)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/robots.txt", timeout=2).close()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
    return True


@contextmanager
def served(original: Path, folder: Path) -> Iterator[RunningSite]:
    """Serve a copy of this site until the end of the block."""
    shutil.copytree(original, folder)
    port, log_file = free_port(), folder / "server.log"
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    with log_file.open("wb") as log:
        server = subprocess.Popen(
            [*command, "--port", str(port), "portal.wsgi:application"],
            cwd=ROOT,
            env=environment(folder),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    site = RunningSite(f"http://127.0.0.1:{port}", folder, Console(partial(environment, folder)))
    try:
        deadline = time.monotonic() + 60
        while not answers(site.url):
            assert server.poll() is None, log_file.read_text()
            assert time.monotonic() < deadline, log_file.read_text()
            time.sleep(0.05)
        yield site
    finally:
        site.console.close()
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


@pytest.fixture
def running_site(demo_folder, tmp_path):
    """Serve a copy for one journey that writes."""
    with served(demo_folder, tmp_path / "var") as site:
        yield site


@pytest.fixture(scope="session")
def reading_site(demo_folder, tmp_path_factory):
    """Serve the demo for everyone who only reads."""
    with served(demo_folder, tmp_path_factory.mktemp("reading") / "var") as site:
        yield site


@pytest.fixture(scope="session")
def empty_site(empty_folder, tmp_path_factory):
    """Serve a site of the first day for everyone who only reads."""
    with served(empty_folder, tmp_path_factory.mktemp("first-day") / "var") as site:
        yield site


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": os.environ["PORTAL_TEST_CHROMIUM"], "args": ["--no-sandbox", "--disable-gpu"]}


@contextmanager
def windows(browser, site: RunningSite):
    """Give a way to open a window for each person; all are closed at the end of the block."""
    contexts = []

    def open_window(viewport=DESK, **options):
        context = browser.new_context(
            base_url=site.url, viewport=viewport, locale="nl-NL", timezone_id="Europe/Amsterdam", **options
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.console_errors = []
        page.on("console", lambda message: _note(page, message))
        page.on("pageerror", lambda error: page.console_errors.append(str(error)))
        contexts.append(context)
        return page

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browser, running_site):
    """Open a window of its own for each person: visit(PHONE) → page with the site as base address."""
    with windows(browser, running_site) as open_window:
        yield open_window


@pytest.fixture
def read(browser, reading_site):
    """Open a window on the shared site, for who changes nothing."""
    with windows(browser, reading_site) as open_window:
        yield open_window


def _note(page, message) -> None:
    if message.type == "error":
        page.console_errors.append(message.text)


@pytest.fixture
def sign_in():
    """Sign someone in by password, the way they would."""

    def act(page, email: str):
        page.goto("/account/login/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Wachtwoord", exact=False).first.fill(PASSWORD)
        page.locator("main form button[type=submit], main form button:not([type])").first.click()
        page.wait_for_url(lambda url: "/account/login" not in url)
        return page

    return act
