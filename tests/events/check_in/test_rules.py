"""When people can be checked in, what a tap does, and how long someone was there."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.check_in.rules import Tap, Window, decide_tap, decide_window, moment_of, total_minutes, window_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# A Thursday, 10:00 to 12:00 in Amsterdam.
START = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)
END = START + timedelta(hours=2)


def amsterdam(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "opens_at", "closes_at"),
    [
        pytest.param(START, END, START - timedelta(days=1), amsterdam(2027, 2, 13), id="plain day"),
        pytest.param(
            amsterdam(2027, 3, 27, 10),
            amsterdam(2027, 3, 27, 12),
            amsterdam(2027, 3, 26, 10),
            amsterdam(2027, 3, 29),
            id="clock goes forward the day after",
        ),
        pytest.param(
            amsterdam(2027, 3, 28, 10),
            amsterdam(2027, 3, 28, 12),
            amsterdam(2027, 3, 27, 9),
            amsterdam(2027, 3, 30),
            id="clock went forward that night: a day of 24 hours",
        ),
        pytest.param(
            amsterdam(2027, 2, 11, 20),
            amsterdam(2027, 2, 12, 1),
            amsterdam(2027, 2, 10, 20),
            amsterdam(2027, 2, 14),
            id="past midnight",
        ),
    ],
)
def test_window_is_from_a_day_before_to_the_end_of_the_day_after(starts_at, ends_at, opens_at, closes_at):
    assert window_of(starts_at=starts_at, ends_at=ends_at, zone=AMSTERDAM) == (opens_at, closes_at)


@pytest.mark.parametrize(
    ("is_planned", "at", "expected"),
    [
        pytest.param(True, START - timedelta(days=1, seconds=1), Window.BEFORE, id="too early"),
        pytest.param(True, START - timedelta(days=1), Window.OPEN, id="a day before"),
        pytest.param(True, END, Window.OPEN, id="over, still open"),
        pytest.param(True, amsterdam(2027, 2, 12, 23, 59), Window.OPEN, id="last minute of the day after"),
        pytest.param(True, amsterdam(2027, 2, 13), Window.OVER, id="midnight"),
        pytest.param(False, START, Window.NOT_PLANNED, id="cancelled or not announced"),
    ],
)
def test_when_people_can_be_checked_in(is_planned, at, expected):
    assert decide_window(is_planned=is_planned, starts_at=START, ends_at=END, zone=AMSTERDAM, at=at) == expected


@pytest.mark.parametrize(
    ("is_present", "wants_in", "last_at", "expected"),
    [
        pytest.param(False, True, None, Tap.DONE, id="comes in"),
        pytest.param(True, True, START, Tap.ALREADY, id="is in"),
        pytest.param(True, False, START, Tap.DONE, id="undone"),
        pytest.param(False, False, None, Tap.ALREADY, id="was never in"),
        pytest.param(False, True, START, Tap.DONE, id="in again after an undo"),
        pytest.param(False, True, START + timedelta(minutes=9), Tap.OUTDATED, id="tapped before a later undo"),
        pytest.param(True, False, START + timedelta(minutes=9), Tap.OUTDATED, id="undone before a later check-in"),
        pytest.param(True, True, START + timedelta(minutes=9), Tap.ALREADY, id="is in, whoever was first"),
    ],
)
def test_what_a_tap_does(is_present, wants_in, last_at, expected):
    moment = START + timedelta(minutes=5)
    assert decide_tap(is_present=is_present, wants_in=wants_in, last_at=last_at, moment=moment) == expected


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        pytest.param(timedelta(0), START, id="now"),
        pytest.param(timedelta(minutes=7), START - timedelta(minutes=7), id="kept for seven minutes"),
        pytest.param(timedelta(seconds=-5), START, id="a clock can't tell of the future"),
        pytest.param(timedelta(days=400), START - timedelta(days=1), id="not before check-in opened"),
    ],
)
def test_a_kept_tap_has_its_own_moment(ago, expected):
    assert moment_of(at=START, ago=ago, opens_at=START - timedelta(days=1)) == expected


def test_hours_of_a_series_are_added_up():
    dates = [(START, END), (START + timedelta(days=7), END + timedelta(days=7, minutes=30))]
    assert total_minutes(dates) == 270
    # 10:00 to 12:00 across the hour that is skipped is no meetup, but a night is: what passed counts.
    assert total_minutes([(amsterdam(2027, 3, 28, 1), amsterdam(2027, 3, 28, 4))]) == 120
