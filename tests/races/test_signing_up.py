"""Many people sign up at once over HTTP: never over the seats, a line without gap, one row and mail per person.

RELIABILITY G1, G2, G3, G5 in small; SIGNUP_MEMBERS, SIGNUP_SEATS and SIGNUP_CONNECTIONS make it large.
"""

import http.client
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from tests.races.processes import ROOT, Processes, wait_until
from tests.races.test_guessing import free_port, is_open

MEMBERS = int(os.environ.get("SIGNUP_MEMBERS", "40"))
SEATS = int(os.environ.get("SIGNUP_SEATS", "5"))
CONNECTIONS = int(os.environ.get("SIGNUP_CONNECTIONS", "16"))
WORKERS = 4
SCRIPT = ("-m", "tests.races.signing_up")
TOKEN = "t" * 32


class Site:
    """The site, its database, and people who are signed in."""

    def __init__(self, port: int, processes: Processes, made: dict) -> None:
        self.port, self.processes = port, processes
        self.path, self.cookies = made["path"], made["cookies"]

    def post(self, cookie: str, path: str = "") -> int:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "needs": ""})
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

    def keys(self, state: str) -> list[str]:
        rows = self.processes.rows("SELECT key, state FROM events_registration ORDER BY id")
        return [key for key, found in rows if found == state]

    def count(self, state: str) -> int:
        return len(self.keys(state))


@pytest.fixture
def site(tmp_path, database_address, request):
    is_unlocked = getattr(request, "param", False)
    processes = Processes(
        tmp_path,
        address=database_address,
        DJANGO_SETTINGS_MODULE="tests.races.guessing_settings",
        SIGNUP_UNLOCKED=int(is_unlocked),
        RACES_TABLES=int(bool(database_address)),
        PYTHONPATH=ROOT,
    )
    made = processes.run(*SCRIPT, "make", MEMBERS, SEATS)
    port = free_port()
    log = tmp_path / "server.log"
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


def test_exactly_the_seats_are_given_and_the_line_follows_who_came_first(site):
    statuses = site.sign_up(site.cookies)

    assert set(statuses) == {302}
    assert (site.count("confirmed"), site.count("waitlisted")) == (SEATS, MEMBERS - SEATS)
    committed = [state for (state,) in site.processes.rows("SELECT state FROM events_registration ORDER BY id")]
    assert committed == ["confirmed"] * SEATS + ["waitlisted"] * (MEMBERS - SEATS)
    line = site.processes.rows("SELECT id FROM events_registration WHERE state = 'waitlisted' ORDER BY queued_at, id")
    assert line == sorted(line)
    mails = site.processes.rows("SELECT count(*), count(DISTINCT recipient_key) FROM shared_outboxmail")
    assert mails == [(MEMBERS, MEMBERS)]


def test_fifty_equal_clicks_are_one_registration_and_one_mail(site):
    statuses = site.sign_up([site.cookies[0]] * 50)

    assert set(statuses) == {302}
    assert site.processes.rows("SELECT count(*) FROM events_registration") == [(1,)]
    assert site.processes.rows("SELECT count(*) FROM shared_outboxmail") == [(1,)]


def test_many_withdraw_while_others_leave_the_line_and_no_seat_stays_free(site):
    site.sign_up(site.cookies)
    by_member = "SELECT r.key FROM events_registration r JOIN network_member m ON m.id = r.member_id ORDER BY m.id"
    owners = dict(zip([key for (key,) in site.processes.rows(by_member)], site.cookies, strict=True))
    leaving = [*site.keys("confirmed"), *site.keys("waitlisted")[:3]]
    clicks = [*leaving, *leaving[:4]]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        statuses = list(pool.map(lambda key: site.post(owners[key], f"/mijn/aanmeldingen/{key}/afmelden/"), clicks))

    assert set(statuses) <= {200, 302}
    assert (site.count("withdrawn"), site.count("confirmed") + site.count("offered")) == (len(leaving), SEATS)
    told = (
        "SELECT count(*), count(DISTINCT recipient_key) FROM shared_outboxmail "
        "WHERE purpose = 'events.registration_offered'"
    )
    ((mails, people),) = site.processes.rows(told)
    assert mails == people >= SEATS


@pytest.mark.parametrize("site", [True], ids=["without lock"], indirect=True)
def test_without_the_lock_more_get_in_than_there_are_seats(site):
    site.sign_up(site.cookies)

    assert site.count("confirmed") > SEATS
