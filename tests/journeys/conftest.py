"""A real site for each journey: its own database and files, served by granian, read in Chromium.

The database is made once, by the commands a first start uses, and copied for each test.
"""

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
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "bruggen-demo"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "PORTAL_VAR_DIR": str(folder),
        "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
    }


def manage(folder: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(folder), check=True, capture_output=True
    )


@dataclass
class RunningSite:
    """A portal with demo content, on this machine only."""

    url: str
    folder: Path

    def page_id(self, address: str) -> int:
        """Look up the id that /beheer/ uses in its addresses."""
        with closing(sqlite3.connect(self.folder / "portal.sqlite3")) as database:
            rows = database.execute("SELECT id FROM wagtailcore_page WHERE url_path LIKE ?", [f"/%{address}"])
            return rows.fetchone()[0]

    def mails(self) -> list[EmailMessage]:
        """Send what waits, then read everything that was sent, oldest first."""
        manage(self.folder, "klok", "--once")
        files = sorted((self.folder / "mail").glob("*"), key=lambda file: file.stat().st_mtime)
        texts = [text for file in files for text in file.read_bytes().split(b"-" * 79 + b"\n") if text.strip()]
        return [message_from_bytes(text, policy=policy.default) for text in texts]

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails() if address in mail["To"]]


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    for command in ("migrate", "ensure_site", "seed_demo"):
        manage(folder, command)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def running_site(demo_folder, tmp_path):
    folder = tmp_path / "var"
    shutil.copytree(demo_folder, folder)
    port = free_port()
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--port", str(port), "portal.wsgi:application"],
            cwd=ROOT,
            env=environment(folder),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    site = RunningSite(f"http://127.0.0.1:{port}", folder)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{site.url}/robots.txt", timeout=2).close()
                break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert server.poll() is None, (tmp_path / "server.log").read_text()
                time.sleep(0.1)
        yield site
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": os.environ["PORTAL_TEST_CHROMIUM"], "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def visit(browser, running_site):
    """Open a window of its own for each person: visit(phone) → page with the site as base address."""
    windows = []

    def open_window(viewport=DESK, **options):
        context = browser.new_context(
            base_url=running_site.url, viewport=viewport, locale="nl-NL", timezone_id="Europe/Amsterdam", **options
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.console_errors = []
        page.on("console", lambda message: _note(page, message))
        page.on("pageerror", lambda error: page.console_errors.append(str(error)))
        windows.append(context)
        return page

    yield open_window
    for context in windows:
        context.close()


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
