"""Many people sign up at once over HTTP: never over the seats, a line without gap, one row and mail per person.

RELIABILITY G1, G2, G3, G5 in small; SIGNUP_MEMBERS, SIGNUP_SEATS and SIGNUP_CONNECTIONS make it large.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.races.site import CONNECTIONS, MEMBERS, SEATS, Site


@pytest.fixture
def site(tmp_path, database_address, request):
    found = Site(tmp_path, address=database_address, SIGNUP_UNLOCKED=int(getattr(request, "param", False)))
    try:
        yield found
    finally:
        found.close()


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
    assert site.deadlocks() == 0


def test_fifty_equal_clicks_are_one_registration_and_one_mail(site):
    statuses = site.sign_up([site.cookies[0]] * 50)

    assert set(statuses) == {302}
    assert site.processes.rows("SELECT count(*) FROM events_registration") == [(1,)]
    assert site.processes.rows("SELECT count(*) FROM shared_outboxmail") == [(1,)]


def test_many_withdraw_while_others_leave_the_line_and_no_seat_stays_free(site):
    site.sign_up(site.cookies)
    owners = site.owners()
    leaving = [*site.keys("confirmed"), *site.keys("waitlisted")[:3]]
    clicks = [*leaving, *leaving[:4]]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        statuses = list(pool.map(lambda key: site.post(owners[key], f"/mijn/aanmeldingen/{key}/afmelden/"), clicks))

    assert set(statuses) <= {200, 302}
    assert (site.count("withdrawn"), site.count("confirmed") + site.count("offered")) == (len(leaving), SEATS)
    mails, people = site.told("events.registration_offered")
    assert mails == people >= SEATS
    assert site.deadlocks() == 0


@pytest.mark.parametrize("site", [True], ids=["without lock"], indirect=True)
def test_without_the_lock_more_get_in_than_there_are_seats(site):
    site.sign_up(site.cookies)

    assert site.count("confirmed") > SEATS
