"""Limits on guessing hold over processes, and a forged header changes nothing (RELIABILITY G25)."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.races.processes import ROOT, wait_until

WORKERS, GUESSES, PEOPLE = 4, 80, 20
PER_ACCOUNT, PER_ADDRESS = 5, 10
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Site:
    """A site in four processes, and what it checked."""

    def __init__(self, port: int, log) -> None:
        self.port, self.log = port, log

    def checked(self) -> list[str]:
        return self.log.read_text().split() if self.log.exists() else []

    def ask(self, method: str, body: str = "", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, "/account/login/", body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response, text

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
        with ThreadPoolExecutor(16) as pool:
            return list(pool.map(self.guess, range(len(emails)), emails))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


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
        [sys.executable, "-m", "tests.races.guessing", "make", str(PEOPLE)], cwd=ROOT, env=environment, check=True
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
        assert wait_until(lambda: is_open(port)), (tmp_path / "server.log").read_text()
        yield Site(port, log)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


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
