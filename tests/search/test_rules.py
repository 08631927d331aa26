"""The stretches of time that results are counted in."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from search.results.rules import span_of, spans_at

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEDNESDAY = date(2026, 11, 18)


def days(span) -> tuple[str, str]:
    return f"{span.since:%Y-%m-%d %H:%M %z}", f"{span.until:%Y-%m-%d %H:%M %z}"


def test_coming_and_past_meet_at_the_beginning_of_today():
    spans = {span.value: span for span in spans_at(WEDNESDAY, AMSTERDAM)}

    assert spans["komend"].since == spans["geweest"].until
    assert days(spans["geweest"])[1] == "2026-11-18 00:00 +0100"


@pytest.mark.parametrize(
    ("today", "until"),
    [
        pytest.param(date(2026, 11, 16), "2026-11-23", id="Monday"),
        pytest.param(WEDNESDAY, "2026-11-23", id="Wednesday"),
        pytest.param(date(2026, 11, 22), "2026-11-23", id="Sunday"),
        pytest.param(date(2026, 12, 31), "2027-01-04", id="across the year"),
    ],
)
def test_this_week_is_what_is_left_of_it(today, until):
    span = span_of("week", today, AMSTERDAM)

    assert (f"{span.since:%Y-%m-%d}", f"{span.until:%Y-%m-%d}") == (f"{today:%Y-%m-%d}", until)


def test_months_begin_in_amsterdam_whatever_the_season():
    assert days(span_of("2026-12", WEDNESDAY, AMSTERDAM)) == ("2026-12-01 00:00 +0100", "2027-01-01 00:00 +0100")
    assert days(span_of("2027-04", WEDNESDAY, AMSTERDAM)) == ("2027-04-01 00:00 +0200", "2027-05-01 00:00 +0200")


def test_months_are_listed_up_to_a_year_ahead_without_the_present_one():
    values = [span.value for span in spans_at(WEDNESDAY, AMSTERDAM)]

    assert values[:4] == ["komend", "week", "maand", "2026-12"]
    assert values[-2:] == ["2027-10", "geweest"]
    assert len(values) == len(set(values)) == 15


def test_a_month_outside_the_list_is_read_too():
    assert days(span_of("2024-02", WEDNESDAY, AMSTERDAM)) == ("2024-02-01 00:00 +0100", "2024-03-01 00:00 +0100")


@pytest.mark.parametrize("value", ["", "2026-00", "2026-13", "1999-01", "2026-1", "²026-01", "ooit", "2026-12 "])
def test_what_names_no_time_is_left_out(value):
    assert span_of(value, WEDNESDAY, AMSTERDAM) is None
