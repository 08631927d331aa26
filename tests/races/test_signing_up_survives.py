"""Kills at a bad moment lose no sign-up that was confirmed on screen, and no mail (RELIABILITY G7, G9)."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.races.processes import wait_until
from tests.races.site import CONNECTIONS, MEMBERS, SEATS, Site
from tests.shared.mail_server import mail_service

KILLS = 3
# Delivers until nothing waits; what a killed one held is free after a second.
SENDER = ("-m", "tests.races.outbox", "deliver", 1)
PER_PERSON = "SELECT member_id, count(*) FROM events_registration GROUP BY member_id"
WITHOUT_MAIL = """
SELECT count(*) FROM events_registration r JOIN network_member m ON m.id = r.member_id
WHERE NOT EXISTS (SELECT 1 FROM shared_outboxmail o WHERE o."to" = m.email)
"""


@pytest.fixture
def service():
    with mail_service() as (fake, port):
        fake.port = port
        yield fake


@pytest.fixture
def site(tmp_path, database_address, service, request):
    apart = int(getattr(request, "param", False))
    found = Site(
        tmp_path, address=database_address, SIGNUP_MAIL_APART=apart, RACES_MAIL_PORT=service.port, PAUSE_AFTER_SEND=0.05
    )
    try:
        yield found
    finally:
        found.close()


def sign_up_under_kills(site) -> set[str]:
    """Let everybody sign up while the server is killed; give the cookies of who was told that it worked.

    Who got no answer stays at the screen: that person tries again afterwards, as people do.
    """
    acknowledged, lock = set(), threading.Lock()

    def try_once(cookie: str) -> None:
        if site.post(cookie) == 302:
            with lock:
                acknowledged.add(cookie)

    for kill in range(1, KILLS + 1):
        waiting = [cookie for cookie in site.cookies if cookie not in acknowledged]
        wanted = len(acknowledged) + max(1, len(waiting) // (KILLS + 2 - kill) // 2)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            tries = [pool.submit(try_once, cookie) for cookie in waiting]
            wait_until(lambda wanted=wanted: len(acknowledged) >= wanted)
            site.kill()
            for one in tries:
                one.result()
        site.start()
    return acknowledged


def emails_with_a_row(site) -> set[str]:
    query = "SELECT m.email FROM events_registration r JOIN network_member m ON m.id = r.member_id"
    return {email for (email,) in site.processes.rows(query)}


def test_killed_servers_lose_no_sign_up_that_was_acknowledged_and_no_mail(site):
    acknowledged = sign_up_under_kills(site)

    with_a_row = emails_with_a_row(site)
    told = {f"lid{site.cookies.index(cookie)}@x.example" for cookie in acknowledged}
    assert told <= with_a_row
    assert site.processes.rows(WITHOUT_MAIL) == [(0,)]

    assert set(site.sign_up([cookie for cookie in site.cookies if cookie not in acknowledged])) <= {302}
    assert sorted(number for _member, number in site.processes.rows(PER_PERSON)) == [1] * MEMBERS
    assert (site.count("confirmed"), site.count("waitlisted")) == (SEATS, MEMBERS - SEATS)
    assert site.processes.rows("SELECT count(*) FROM shared_outboxmail") == [(MEMBERS,)]


@pytest.mark.parametrize("site", [True], ids=["mail apart"], indirect=True)
def test_mail_that_is_posted_after_the_commit_is_lost_by_a_kill(site):
    sign_up_under_kills(site)

    assert site.processes.rows(WITHOUT_MAIL)[0][0] > 0


def test_killed_senders_send_the_mail_of_every_sign_up(site, service):
    site.sign_up(site.cookies)
    site.kill()

    for kill in range(KILLS):
        wanted = len(service.received) + MEMBERS // (KILLS + 2)
        sender = site.processes.start(*SENDER)
        assert wait_until(lambda wanted=wanted: len(service.received) >= wanted)
        time.sleep(0.02 * kill)
        sender.kill()
        sender.wait(timeout=30)
    assert site.processes.start(*SENDER).wait(timeout=120) == 0

    assert {mail["To"] for mail in service.received} == {f"lid{number}@x.example" for number in range(MEMBERS)}
    assert len(service.received) - MEMBERS <= KILLS
    copies = {(mail["To"], mail["Message-ID"]) for mail in service.received}
    assert len(copies) == MEMBERS
