"""Figures of exchanges, on plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from events.exchange_figures.rules import PersonalCount, Tally, hours_of, median_days, whole_days

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("people", "shown"), [(0, None), (1, None), (4, None), (5, 12), (6, 12)], ids=["0", "1", "4", "5", "6"]
)
def test_a_number_is_shown_from_five_people_up(people, shown):
    assert PersonalCount(people=people, number=12).shown == shown


@pytest.mark.parametrize(
    ("days", "middle"), [([], None), ([4], 4.0), ([9, 1, 5], 5.0), ([1, 2], 1.5)], ids=["none", "one", "odd", "even"]
)
def test_median_days(days, middle):
    assert median_days(iter(days)) == middle


@pytest.mark.parametrize(
    ("later", "days"),
    [
        (timedelta(hours=23), 0),
        (timedelta(days=1), 1),
        (timedelta(days=8, hours=20), 8),
        (timedelta(days=-3), 0),
    ],
)
def test_whole_days_between_two_moments(later, days):
    assert whole_days(NOON, NOON + later) == days


@pytest.mark.parametrize(
    ("spent", "hours"), [(None, 0), (timedelta(hours=3, minutes=30), 3.5), (timedelta(hours=4, minutes=10), 4.0)]
)
def test_hours_to_the_half_hour(spent, hours):
    assert hours_of(spent) == hours


def test_tally_adds_up():
    assert [Tally().total, Tally({"a": 2, "b": 3}).total] == [0, 5]
