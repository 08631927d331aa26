"""Many people book one series at once over HTTP: all its dates or none, never over the seats, one line, one mail each.

RELIABILITY G1, G2, G5 in small; SIGNUP_MEMBERS, SIGNUP_SEATS and SIGNUP_CONNECTIONS make it large.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.races.site import BOOKINGS, CONNECTIONS, MEMBERS, SEATS, Site

DATES = 3


@pytest.fixture
def site(tmp_path, database_address, request):
    is_unlocked = int(getattr(request, "param", False))
    found = Site(tmp_path, address=database_address, dates=DATES, SIGNUP_UNLOCKED=is_unlocked)
    try:
        yield found
    finally:
        found.close()


def seats_per_date(site) -> list[int]:
    """How many have or were offered a seat, at each date."""
    seated = (
        "SELECT occurrence_id, count(*) FROM events_registration WHERE state IN ('confirmed', 'offered') GROUP BY 1"
    )
    return [number for _date, number in site.processes.rows(seated)]


def mixed(site) -> list[tuple]:
    """Bookings of which a date stands otherwise than the whole."""
    return site.processes.rows(
        "SELECT b.key FROM events_seriesbooking b JOIN events_registration r ON r.series_booking_id = b.id "
        "WHERE r.state != b.state"
    )


def test_the_last_seats_of_a_series_go_to_as_many_bookings(site):
    statuses = site.sign_up(site.cookies)

    assert set(statuses) == {302}
    assert (site.count("confirmed", BOOKINGS), site.count("waitlisted", BOOKINGS)) == (SEATS, MEMBERS - SEATS)
    assert seats_per_date(site) == [SEATS] * DATES
    assert mixed(site) == []
    committed = [state for _key, state in site.states(BOOKINGS)]
    assert committed == ["confirmed"] * SEATS + ["waitlisted"] * (MEMBERS - SEATS)
    line = site.processes.rows("SELECT id FROM events_seriesbooking WHERE state = 'waitlisted' ORDER BY queued_at, id")
    assert line == sorted(line)
    mails = site.processes.rows("SELECT count(*), count(DISTINCT recipient_key) FROM shared_outboxmail")
    assert mails == [(MEMBERS, MEMBERS)]


def test_many_withdraw_from_a_series_while_others_leave_the_line_and_no_seat_stays_free(site):
    site.sign_up(site.cookies)
    owners = site.owners(BOOKINGS)
    leaving = [*site.keys("confirmed", BOOKINGS), *site.keys("waitlisted", BOOKINGS)[:3]]
    clicks = [*leaving, *leaving[:4]]

    def leave(key: str) -> int:
        return site.post(owners[key], f"/mijn/aanmeldingen/reeks/{key}/afmelden/")

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        statuses = list(pool.map(leave, clicks))

    assert set(statuses) <= {200, 302}
    seated = site.count("confirmed", BOOKINGS) + site.count("offered", BOOKINGS)
    assert (site.count("withdrawn", BOOKINGS), seated) == (len(leaving), SEATS)
    assert seats_per_date(site) == [SEATS] * DATES
    assert mixed(site) == []
    mails, people = site.told("events.registration_series_offered")
    assert mails == people >= SEATS
    assert site.deadlocks() == 0


def test_bookings_and_changed_settings_wait_for_each_other(site):
    settings = {
        "kind": "network",
        "admission": "direct",
        "eligibility": "everyone",
        "booking": "series",
        "waitlist_policy": "offer",
        "reminder_hours": "",
    }

    def step(number: int) -> int:
        if number % 4:
            return site.post(site.cookies[number])
        values = {**settings, "offer_hours": str(24 + number)}
        return site.post(site.organiser, site.settings_path, values)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        statuses = list(pool.map(step, range(MEMBERS)))

    assert set(statuses) == {302}
    assert seats_per_date(site) == [SEATS] * DATES
    assert mixed(site) == []


@pytest.mark.parametrize("site", [True], ids=["without lock"], indirect=True)
def test_without_the_lock_more_book_than_there_are_seats(site):
    site.sign_up(site.cookies)

    assert site.count("confirmed", BOOKINGS) > SEATS
