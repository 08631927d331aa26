"""The seat rules as tables: who may sign up, who gets a seat, who moves up, until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from events.registrations.rules import (
    DateRules,
    InLine,
    Outcome,
    Refusal,
    Seat,
    Shortage,
    decide_deadline,
    decide_outcome,
    decide_refusal,
    due_reminder,
    find_shortage,
    guest_deadline,
    latest_deadline,
    pair_deadline,
    place_in_line,
    who_moves_up,
)
from portal.shared.calendar_days.rules import HolidayPeriod

START = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)
# A Monday.
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
HERE, THERE = Seat("on_site"), Seat("online")
RULES = DateRules(
    is_planned=True,
    starts_at=START,
    opens_at=None,
    closes_at=None,
    admission="direct",
    eligibility="everyone",
    seats={"on_site": 2, "online": None},
    group_seats={},
    most_per_institution=None,
    waitlist_limit=None,
)


def of(school, mode="on_site", group=None):
    return Seat(mode, group, school)


@pytest.mark.parametrize(
    ("change", "person", "wants", "expected"),
    [
        ({}, {}, HERE, None),
        ({"is_planned": False}, {}, HERE, Refusal.NOT_PLANNED),
        ({"starts_at": NOW}, {}, HERE, Refusal.STARTED),
        ({"admission": "none"}, {}, HERE, Refusal.NO_REGISTRATION),
        ({"admission": "closed"}, {}, HERE, Refusal.BY_INVITATION),
        ({"admission": "closed"}, {"by_organiser": True}, HERE, None),
        ({"opens_at": NOW + timedelta(minutes=1)}, {}, HERE, Refusal.NOT_OPEN_YET),
        ({"opens_at": NOW}, {}, HERE, None),
        ({"closes_at": NOW}, {}, HERE, Refusal.CLOSED),
        ({"closes_at": NOW + timedelta(minutes=1)}, {}, HERE, None),
        ({"closes_at": NOW}, {"by_organiser": True}, HERE, None),
        ({"starts_at": NOW}, {"by_organiser": True}, HERE, Refusal.STARTED),
        ({}, {"is_guest": True, "is_member": False}, HERE, None),
        ({"eligibility": "accounts"}, {"is_guest": True, "is_member": False}, HERE, Refusal.ACCOUNT_NEEDED),
        ({"eligibility": "accounts"}, {"is_member": False}, HERE, None),
        ({"eligibility": "members"}, {"is_member": False}, HERE, Refusal.MEMBERS_ONLY),
        ({"seats": {"on_site": 2}}, {}, THERE, Refusal.MODE_NOT_OFFERED),
        ({"group_seats": {1: 1}}, {}, of(None, group=2), Refusal.UNKNOWN_GROUP),
        ({"group_seats": {1: 2}, "seats": {"on_site": 2}}, {}, HERE, Refusal.GROUP_NEEDED),
        ({"group_seats": {1: 1}, "seats": {"on_site": 2}}, {}, HERE, None),
    ],
)
def test_who_may_sign_up(change, person, wants, expected):
    asked = {"is_guest": False, "is_member": True, **person}
    assert decide_refusal(replace(RULES, **change), wants=wants, at=NOW, **asked) == expected


@pytest.mark.parametrize(
    ("change", "taken", "wants", "expected"),
    [
        ({}, [HERE], [HERE], None),
        ({}, [HERE, HERE], [HERE], Shortage.MODE_FULL),
        ({}, [HERE, HERE], [THERE], None),
        ({}, [THERE] * 500, [THERE], None),
        ({}, [HERE, HERE, HERE], [HERE], Shortage.MODE_FULL),
        ({}, [HERE], [HERE, HERE], Shortage.MODE_FULL),
        ({"seats": {"on_site": 0}}, [], [HERE], Shortage.MODE_FULL),
        ({"group_seats": {1: 1}, "seats": {"on_site": 3}}, [of(None, group=1)], [of(9, group=1)], Shortage.GROUP_FULL),
        ({"group_seats": {1: 2}, "seats": {"on_site": 3}}, [HERE], [HERE], Shortage.KEPT_FOR_GROUPS),
        ({"group_seats": {1: 2}, "seats": {"on_site": 3}}, [HERE], [of(None, group=1)], None),
        ({"most_per_institution": 1}, [of(7)], [of(7)], Shortage.SCHOOL_MAXIMUM),
        ({"most_per_institution": 1}, [of(7)], [of(8)], None),
        ({"most_per_institution": 1}, [HERE], [HERE], None),
        ({"most_per_institution": 1}, [], [of(7), of(7)], Shortage.SCHOOL_MAXIMUM),
    ],
)
def test_what_keeps_someone_from_a_seat(change, taken, wants, expected):
    assert find_shortage(replace(RULES, **change), taken, wants) == expected


@pytest.mark.parametrize(
    ("change", "taken", "in_line", "wants", "expected"),
    [
        ({}, [], 0, [HERE], Outcome.SEAT),
        ({}, [HERE, HERE], 0, [HERE], Outcome.WAITLIST),
        ({"waitlist_limit": 0}, [HERE, HERE], 0, [HERE], Outcome.NO_WAITLIST),
        ({"waitlist_limit": 2}, [HERE, HERE], 1, [HERE], Outcome.WAITLIST),
        ({"waitlist_limit": 2}, [HERE, HERE], 2, [HERE], Outcome.WAITLIST_FULL),
        ({"waitlist_limit": 2}, [HERE, HERE], 1, [HERE, HERE], Outcome.WAITLIST_FULL),
        ({"admission": "approval"}, [HERE, HERE], 0, [HERE], Outcome.APPROVAL),
    ],
)
def test_what_a_sign_up_becomes(change, taken, in_line, wants, expected):
    assert decide_outcome(replace(RULES, **change), taken=taken, in_line=in_line, wants=wants) == expected


ONE, TWO = InLine((1,), (of(7),)), InLine((2,), (of(8),))
PAIR, ONLINE = InLine((3, 4), (of(7), of(8))), InLine((5,), (of(7, "online"),))


@pytest.mark.parametrize(
    ("change", "taken", "line", "expected"),
    [
        ({}, [HERE], [ONE, TWO], [ONE]),
        ({}, [], [TWO, ONE], [TWO, ONE]),
        ({}, [HERE, HERE], [ONE], []),
        ({}, [HERE, HERE, HERE], [ONE], []),
        ({}, [HERE], [PAIR, ONE], [ONE]),
        ({}, [], [PAIR, ONE], [PAIR]),
        ({"most_per_institution": 1}, [of(7)], [ONE, TWO], [TWO]),
        ({}, [HERE, HERE], [ONE, ONLINE], [ONLINE]),
        ({"starts_at": NOW}, [], [ONE], []),
        ({"is_planned": False}, [], [ONE], []),
    ],
)
def test_who_moves_up(change, taken, line, expected):
    assert who_moves_up(replace(RULES, **change), taken=taken, line=line, at=NOW) == expected


def test_a_place_counts_who_waits_for_the_same_mode():
    line = [ONE, ONLINE, PAIR]
    assert [place_in_line(line, pk, mode) for pk, mode in ((1, "on_site"), (5, "online"), (4, "on_site"))] == [1, 1, 3]
    assert place_in_line(line, 99, "on_site") == 0


HOLIDAY = [HolidayPeriod(datetime(2027, 1, 5).date(), datetime(2027, 1, 8).date())]  # noqa: DTZ001 - a day


@pytest.mark.parametrize(
    ("policy", "at", "holidays", "expected"),
    [
        ("offer", NOW, [], NOW + timedelta(hours=48)),
        ("automatic", NOW, [], None),
        # Four working days of the holiday are in it: Wednesday 6 January becomes Tuesday the 12th.
        ("offer", NOW, HOLIDAY, NOW + timedelta(days=8)),
        ("offer", START - timedelta(hours=30), [], START - timedelta(hours=24)),
        ("offer", START - timedelta(hours=24), [], None),
    ],
)
def test_until_when_a_seat_is_offered(policy, at, holidays, expected):
    assert decide_deadline(policy=policy, at=at, starts_at=START, hours=48, school_holidays=holidays) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOW, NOW + timedelta(hours=48)),
        (START - timedelta(hours=5), START - timedelta(hours=3)),
        (START - timedelta(hours=1), START),
    ],
)
def test_how_long_a_pair_holds(at, expected):
    assert pair_deadline(at=at, starts_at=START, hours=48, school_holidays=[]) == expected


@pytest.mark.parametrize(
    ("starts_in", "kept_for"),
    [(40, 16), (25, 1), (24, 2), (20, 2), (1, 1), (-1, -1)],
)
def test_until_when_a_seat_can_be_kept_once_its_date_moved(starts_in, kept_for):
    hour = timedelta(hours=1)
    assert latest_deadline(starts_at=NOW + starts_in * hour, at=NOW) == NOW + kept_for * hour


def test_a_guest_holds_half_an_hour_and_never_past_the_start():
    assert guest_deadline(at=NOW, starts_at=START) == NOW + timedelta(minutes=30)
    assert guest_deadline(at=START - timedelta(minutes=5), starts_at=START) == START


@pytest.mark.parametrize(
    ("before_start", "signed_up", "expected"),
    [
        (timedelta(hours=200), NOW, None),
        (timedelta(hours=168), NOW, 168),
        (timedelta(hours=25), NOW, 168),
        (timedelta(hours=24), NOW, 24),
        (timedelta(hours=3), NOW, 24),
        (timedelta(hours=3), START - timedelta(hours=5), None),
        (timedelta(0), NOW, None),
    ],
)
def test_which_reminder_is_due(before_start, signed_up, expected):
    asked = due_reminder(hours=[24, 168], starts_at=START, signed_up_at=signed_up, at=START - before_start)
    assert asked == expected
