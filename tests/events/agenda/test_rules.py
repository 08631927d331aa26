"""Words of seats, distances and months, decided on plain values."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.agenda.rules import (
    DateFacts,
    Seats,
    SeatsKind,
    decide_seats,
    distance_km,
    month_of,
    next_month,
    weeks_of,
)

START = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)
BEFORE = START - timedelta(days=10)


def facts(**changes) -> DateFacts:
    given = {
        "starts_at": START,
        "ends_at": START + timedelta(hours=2),
        "is_cancelled": False,
        "admission": "direct",
        "opens_at": None,
        "closes_at": None,
        "has_waitlist": True,
        "left": {"on_site": 24},
    }
    return DateFacts(**given | changes)


@pytest.mark.parametrize(
    ("changes", "at", "expected"),
    [
        pytest.param({}, BEFORE, Seats(SeatsKind.PLENTY), id="plenty"),
        pytest.param({"left": {"on_site": None}}, BEFORE, Seats(SeatsKind.PLENTY), id="no limit"),
        pytest.param({"left": {"on_site": 4, "online": 0}}, BEFORE, Seats(SeatsKind.LEFT, 4), id="few left"),
        pytest.param({"left": {"on_site": 1}}, BEFORE, Seats(SeatsKind.LEFT, 1), id="the last one"),
        pytest.param({"left": {"on_site": 0}}, BEFORE, Seats(SeatsKind.WAITLIST), id="full, one can wait"),
        pytest.param({"left": {"on_site": -1}}, BEFORE, Seats(SeatsKind.WAITLIST), id="over the limit by an organiser"),
        pytest.param({"left": {"on_site": 0}, "has_waitlist": False}, BEFORE, Seats(SeatsKind.FULL), id="full"),
        pytest.param({"left": {"on_site": 0, "online": None}}, BEFORE, Seats(SeatsKind.PLENTY), id="online is free"),
        pytest.param({"admission": "none"}, BEFORE, Seats(SeatsKind.NO_REGISTRATION), id="drop in"),
        pytest.param({"admission": "closed"}, BEFORE, Seats(SeatsKind.BY_INVITATION), id="fixed group"),
        pytest.param({"opens_at": START - timedelta(days=5)}, BEFORE, Seats(SeatsKind.OPENS_LATER), id="not open yet"),
        pytest.param({"closes_at": BEFORE}, BEFORE, Seats(SeatsKind.CLOSED), id="closes this very moment"),
        pytest.param({}, START, Seats(SeatsKind.CLOSED), id="has started"),
        pytest.param({}, START + timedelta(hours=2), Seats(SeatsKind.OVER), id="is over"),
        pytest.param(
            {"is_cancelled": True, "left": {"on_site": 0}}, BEFORE, Seats(SeatsKind.CANCELLED), id="cancelled"
        ),
    ],
)
def test_seats_are_said_in_one_way(changes, at, expected):
    assert decide_seats(facts(**changes), at=at) == expected


def test_distance_is_that_over_the_ground():
    utrecht, groningen = (52.09, 5.12), (53.22, 6.57)

    assert round(distance_km(utrecht, groningen)) == 159
    assert distance_km(utrecht, utrecht) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-02", date(2027, 2, 1)),
        ("2027-13", None),
        ("2027", None),
        ("", None),
        ("1999-12", None),
        ("2101-01", None),
        ("0-0", None),
        ("9" * 30 + "-01", None),
        ("2027-02-11", None),
    ],
)
def test_month_is_read_or_refused(text, expected):
    assert month_of(text) == expected


def test_months_follow_each_other_over_the_year():
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert next_month(date(2027, 1, 1), steps=-1) == date(2026, 12, 1)


def test_weeks_begin_on_monday_and_leave_other_months_out():
    weeks = weeks_of(date(2027, 2, 1))

    assert weeks[0][0] == date(2027, 2, 1)
    assert len(weeks) == 4
    assert weeks_of(date(2027, 3, 1))[-1][3:] == [None] * 4
