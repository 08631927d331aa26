"""The rule of a whole series as tables: all dates or none, one line, one reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.registrations.rules import Outcome, Refusal, Seat, Shortage
from events.registrations.series_rules import (
    BookingInLine,
    FullDate,
    SeriesDate,
    bookings_that_move_up,
    coming_dates,
    decide_series_outcome,
    decide_series_refusal,
    find_full_date,
    fits_at,
)
from tests.events.registrations.test_rules import HERE, NOW, RULES, START, THERE, of

SERIES = replace(RULES, is_series=True, seats={"on_site": 2})


def date(pk, taken=(), **change):
    rules = replace(SERIES, starts_at=START + timedelta(weeks=pk), **change)
    return SeriesDate(pk, rules, tuple(taken))


def booking(pk, seat=HERE, dates=(1, 2, 3)):
    return BookingInLine(pk, seat, frozenset(dates))


@pytest.mark.parametrize(
    ("dates", "at", "expected"),
    [
        ([date(2), date(1)], NOW, [1, 2]),
        ([date(1), date(2)], START + timedelta(weeks=1), [2]),
        ([date(1, is_planned=False), date(2)], NOW, [2]),
        ([date(1)], START + timedelta(weeks=1), []),
    ],
    ids=["in order", "one has begun", "one does not go on", "all have begun"],
)
def test_a_booking_is_for_the_dates_still_to_come(dates, at, expected):
    assert [each.id for each in coming_dates(dates, at=at)] == expected


@pytest.mark.parametrize(
    ("dates", "person", "wants", "expected"),
    [
        ([date(1), date(2)], {}, HERE, None),
        ([], {}, HERE, Refusal.NOT_PLANNED),
        ([date(1, is_planned=False)], {}, HERE, Refusal.NOT_PLANNED),
        ([date(-9)], {}, HERE, Refusal.STARTED),
        ([date(-9), date(1)], {}, HERE, None),
        ([date(1, is_series=False)], {}, HERE, Refusal.PER_DATE),
        ([date(1, closes_at=NOW)], {}, HERE, Refusal.CLOSED),
        ([date(1, admission="closed")], {}, HERE, Refusal.BY_INVITATION),
        ([date(1)], {"is_guest": True}, HERE, Refusal.ACCOUNT_NEEDED),
        ([date(1, eligibility="members")], {"is_member": False}, HERE, Refusal.MEMBERS_ONLY),
        ([date(1), date(2, seats={"online": 5})], {}, HERE, Refusal.MODE_NOT_OFFERED),
        ([date(1, group_seats={7: 2})], {}, HERE, Refusal.GROUP_NEEDED),
    ],
)
def test_who_may_book_and_why_not(dates, person, wants, expected):
    person = {"is_guest": False, "is_member": True, **person}
    assert decide_series_refusal(dates, wants=wants, at=NOW, **person) == expected


FULL = [HERE, HERE]


@pytest.mark.parametrize(
    ("dates", "wants", "expected"),
    [
        ([date(1), date(2)], HERE, None),
        ([date(1), date(2, FULL), date(3, FULL)], HERE, FullDate(2, Shortage.MODE_FULL)),
        ([date(1), date(2, [of(5)], most_per_institution=1)], of(5), FullDate(2, Shortage.SCHOOL_MAXIMUM)),
        ([date(1), date(2, [of(5)], most_per_institution=1)], of(6), None),
        (
            [date(1, group_seats={7: 1}), date(2, [Seat("on_site", 7)], group_seats={7: 1})],
            Seat("on_site", 7),
            FullDate(2, Shortage.GROUP_FULL),
        ),
        ([date(1), date(2, FULL, seats={"on_site": 2, "online": 1})], THERE, FullDate(1, Shortage.MODE_FULL)),
    ],
    ids=["free", "the first full one", "school", "another school", "group", "a mode that one date lacks"],
)
def test_which_date_is_full(dates, wants, expected):
    assert find_full_date(dates, wants) == expected


@pytest.mark.parametrize(
    ("change", "taken", "in_line", "expected"),
    [
        ({}, [], 0, Outcome.SEAT),
        ({}, [], 3, Outcome.SEAT),
        ({}, FULL, 0, Outcome.WAITLIST),
        ({"admission": "approval"}, FULL, 0, Outcome.APPROVAL),
        ({"waitlist_limit": 0}, FULL, 0, Outcome.NO_WAITLIST),
        ({"waitlist_limit": 3}, FULL, 2, Outcome.WAITLIST),
        ({"waitlist_limit": 3}, FULL, 3, Outcome.WAITLIST_FULL),
    ],
)
def test_one_full_date_decides_for_the_whole_booking(change, taken, in_line, expected):
    dates = [date(1, **change), date(2, taken, **change)]
    assert decide_series_outcome(dates, in_line=in_line, wants=HERE) == expected


@pytest.mark.parametrize(
    ("dates", "line", "at", "expected"),
    [
        ([date(1), date(2)], [booking(10), booking(11), booking(12)], NOW, [10, 11]),
        ([date(1), date(2, FULL)], [booking(10)], NOW, []),
        ([date(1), date(2, FULL)], [booking(10, dates=[1, 2]), booking(11, dates=[1])], NOW, [11]),
        ([date(1, FULL), date(2)], [booking(10)], START + timedelta(weeks=1), [10]),
        ([date(1, FULL, is_planned=False), date(2)], [booking(10)], NOW, [10]),
        ([date(1)], [booking(10)], START + timedelta(weeks=1), []),
        ([date(1, [of(5)], most_per_institution=1)], [booking(10, of(5)), booking(11, of(6))], NOW, [11]),
    ],
    ids=[
        "as many as fit everywhere",
        "one full date holds the booking",
        "who has a seat at the full one already goes by",
        "the full date has begun",
        "the full date was cancelled",
        "nothing is to come",
        "who can't use the seat holds up nobody",
    ],
)
def test_which_bookings_move_up(dates, line, at, expected):
    assert [each.id for each in bookings_that_move_up(dates, line=line, at=at)] == expected


def test_a_date_that_joins_has_to_hold_everyone():
    assert fits_at(date(1), [HERE, HERE])
    assert not fits_at(date(1), [HERE, HERE, HERE])
    assert not fits_at(date(1), [THERE])
    assert fits_at(date(1, seats={"on_site": None}), [HERE] * 9)
