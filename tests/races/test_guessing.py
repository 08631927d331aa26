"""Limits on guessing hold over processes, and a forged header changes nothing (RELIABILITY G25)."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from urllib.parse import urlencode

import pytest

from tests.races.processes import ROOT, wait_until

WORKERS, GUESSES, PEOPLE = 4, 80, 20
PER_ACCOUNT, PER_ADDRESS = 5, 10
# As long as a busy machine may take over one step; a test that takes longer says so, and goes on.
SECONDS = 120
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Site:
    """A site in four processes, and what it checked."""

    def __init__(self, port: int, log) -> None:
        self.port, self.log = port, log

    def checked(self) -> list[str]:
        return self.log.read_text().split() if self.log.exists() else []

    def ask(self, method: str, body: str = "", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        with closing(connection):
            connection.request(method, "/account/login/", body, headers)
            response = connection.getresponse()
            return response, response.read().decode()

    def guess(self, number: int, email: str) -> int:
        """Send one wrong password, each from an address of its own as far as the header says."""
        response, page = self.ask("GET")
        cookie = response.headers["Set-Cookie"].partition(";")[0]
        form = {"csrfmiddlewaretoken": TOKEN.search(page)[1], "login": email, "password": f"gok-nummer-{number}"}
        forged = f"203.0.113.{number}"
        answer, _text = self.ask(
            "POST",
            urlencode(form),
            **{
                "Cookie": cookie,
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": forged,
                "X-Real-IP": forged,
                "Forwarded": f"for={forged}",
            },
        )
        return answer.status

    def guess_all(self, emails: list[str]) -> list[int]:
        """Send all guesses, some at once; after one without an answer no other is begun.

        Else each of the others would wait as long for a site that stands still, for the better part of an hour in all.
        """
        with ThreadPoolExecutor(16) as pool:
            guesses = [pool.submit(self.guess, number, email) for number, email in enumerate(emails)]
            try:
                return [guess.result() for guess in guesses]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end(server: subprocess.Popen) -> None:
    """End a server and its workers, also one that doesn't listen any more."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        # The group outlives its first process as long as a worker runs; it is gone when the last one is.
        with suppress(ProcessLookupError):
            os.killpg(server.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=30)


@pytest.fixture(params=[False], ids=["limited"])
def site(tmp_path, request):
    port, log = free_port(), tmp_path / "checked"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.races.guessing_settings",
        "RACES_DATABASE_URL": f"sqlite:///{tmp_path / 'races.sqlite3'}",
        "GUESSING_LOG": str(log),
        "PYTHONPATH": str(ROOT),
        "GUESSING_UNLIMITED": str(int(request.param)),
    }
    subprocess.run(
        [sys.executable, "-m", "tests.races.guessing", "make", str(PEOPLE)],
        cwd=ROOT,
        env=environment,
        check=True,
        timeout=SECONDS,
    )
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", str(WORKERS)]
    with (tmp_path / "server.log").open("wb") as output:
        server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "tests.races.guessing:application"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        assert wait_until(lambda: is_open(port), seconds=SECONDS), (tmp_path / "server.log").read_text()
        yield Site(port, log)
    finally:
        end(server)


def test_a_site_that_stands_still_ends_the_guessing(monkeypatch, tmp_path):
    monkeypatch.setattr(sys.modules[__name__], "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=64) as deaf:
        asked = Site(deaf.getsockname()[1], tmp_path / "checked")
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            asked.guess_all(["lid0@x.example"] * 10_000)

    # All of them, sixteen at a time, would take two minutes.
    assert time.monotonic() - begun < 30


def test_of_many_guesses_at_once_few_passwords_are_checked(site):
    statuses = site.guess_all(["lid0@x.example"] * GUESSES)

    assert 1 <= len(site.checked()) <= PER_ACCOUNT + 1
    assert set(statuses) <= {200, 429}


def test_a_forged_address_gives_no_more_guesses_over_many_accounts(site):
    site.guess_all([f"lid{number % PEOPLE}@x.example" for number in range(40)])

    assert 1 <= len(site.checked()) <= PER_ADDRESS + 1


@pytest.mark.parametrize("site", [True], ids=["without limits"], indirect=True)
def test_without_limits_every_guess_is_checked(site):
    site.guess_all(["lid0@x.example"] * GUESSES)

    assert len(site.checked()) == GUESSES
