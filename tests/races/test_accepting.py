"""Many say yes to one place at once over HTTP, and a yes meets a withdrawal: never two of them (RELIABILITY G6).

ACCEPT_APPLICATIONS makes it large.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.races.site import CONNECTIONS, Site

APPLICATIONS = int(os.environ.get("ACCEPT_APPLICATIONS", "20"))
DONE, REFUSED = 302, 200


class ExchangeSite(Site):
    """The site with applications for one place, and some with a place each."""

    script = ("-m", "tests.races.accepting")

    def __init__(self, folder, *, address="", **environment):
        made = self.prepare(folder, address, (APPLICATIONS,), environment)
        self.contended, self.apart = made["contended"], made["apart"]
        self.start()

    def answer(self, cookie: str, key: str, step: str) -> int:
        """Let one of the two take a step; give the status."""
        return self.post(cookie, f"/mijn/uitwisseling/aanvragen/{key}/{step}/", {"note": ""})

    def at_once(self, steps: list[tuple[str, str, str]]) -> list[int]:
        """Take all these steps at the same time; give the statuses in their order."""
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            return list(pool.map(lambda step: self.answer(*step), steps))

    def states_of(self, keys: list[str]) -> list[str]:
        """Give the states of these applications, in their order."""
        found = dict(self.processes.rows("SELECT key, state FROM events_application"))
        return [found[key] for key in keys]

    def mails(self) -> list[str]:
        """Give what is mailed about applications, by purpose."""
        rows = self.processes.rows("SELECT purpose FROM shared_outboxmail ORDER BY id")
        return [purpose.removeprefix("events.application_") for (purpose,) in rows]


@pytest.fixture
def site(tmp_path, database_address, request):
    unlocked = int(getattr(request, "param", False))
    found = ExchangeSite(tmp_path, address=database_address, ACCEPT_UNLOCKED=unlocked)
    try:
        yield found
    finally:
        found.close()


without_lock = pytest.mark.parametrize("site", [True], ids=["without lock"], indirect=True)


def accept_all(site) -> list[int]:
    return site.at_once([(cookie, key, "ja") for cookie, key in site.contended])


def held(site) -> int:
    return site.processes.rows("SELECT count(*) FROM events_application WHERE holds_place")[0][0]


def meet(site) -> list[tuple[int, int]]:
    """Let each host say yes while the guest withdraws; give both statuses per application."""
    steps = []
    for host, guest, key in site.apart:
        steps += [(host, key, "ja"), (guest, key, "intrekken")]
    statuses = site.at_once(steps)
    return list(zip(statuses[::2], statuses[1::2], strict=True))


def test_one_place_is_given_once_however_many_say_yes(site):
    statuses = accept_all(site)

    assert sorted(statuses) == sorted([DONE, *[REFUSED] * (APPLICATIONS - 1)])
    assert site.states_of([key for _cookie, key in site.contended]).count("accepted") == 1
    assert held(site) == 1
    assert site.mails() == ["accepted"]
    assert site.deadlocks() == 0


@without_lock
def test_without_the_lock_it_is_given_more_than_once(site):
    accept_all(site)

    assert held(site) > 1


def test_a_yes_and_a_withdrawal_never_both_come_true(site):
    pairs = meet(site)

    assert all(sorted(pair) == [REFUSED, DONE] for pair in pairs)
    states = site.states_of([key for _host, _guest, key in site.apart])
    assert states == ["accepted" if accepted == DONE else "withdrawn" for accepted, _withdrawn in pairs]
    assert sorted(site.mails()) == sorted(states)
    assert held(site) == states.count("accepted")
    assert site.deadlocks() == 0


@without_lock
def test_without_the_lock_some_are_both(site):
    pairs = meet(site)

    assert (DONE, DONE) in pairs
