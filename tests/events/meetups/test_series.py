"""When a series falls, over both changes of the clock, and what changing one, following or all does."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.meetups import errors
from events.meetups.actions.series import (
    add_series,
    announce_all,
    cancel_dates,
    change_dates,
    preview_cancellation,
    preview_change,
)
from events.meetups.listeners import People
from events.meetups.plans import OccurrencePlan
from events.meetups.rules import clashes, rounds_of
from events.meetups.series import (
    Closed,
    Frequency,
    Scope,
    SeriesRule,
    days_of,
    holidays_on,
    local_moment,
    rule_text,
    shift,
)
from portal.shared.calendar_days.rules import LOCAL_ZONE
from tests.events.meetups.conftest import NOW
from tests.factories.events import START, MeetupFactory

WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY


@pytest.mark.parametrize(
    ("rule", "start", "days"),
    [
        (SeriesRule(WEEKLY, count=3), date(2027, 3, 18), ["2027-03-18", "2027-03-25", "2027-04-01"]),
        (SeriesRule(WEEKLY, 2, count=3), date(2027, 10, 21), ["2027-10-21", "2027-11-04", "2027-11-18"]),
        (SeriesRule(WEEKLY, weekday=1, count=2), date(2027, 3, 18), ["2027-03-23", "2027-03-30"]),
        (SeriesRule(WEEKLY, until=date(2027, 4, 1)), date(2027, 3, 25), ["2027-03-25", "2027-04-01"]),
        (SeriesRule(MONTHLY, count=3), date(2027, 2, 11), ["2027-02-11", "2027-03-11", "2027-04-08"]),
        (SeriesRule(MONTHLY, count=3), date(2027, 4, 29), ["2027-04-29", "2027-05-27", "2027-06-24"]),
        (SeriesRule(MONTHLY, 3, until=date(2027, 9, 1)), date(2027, 2, 1), ["2027-02-01", "2027-05-03", "2027-08-02"]),
    ],
)
def test_days_of_a_series(rule, start, days):
    assert [day.isoformat() for day in days_of(rule, start)] == days


def test_a_series_without_dates_or_with_too_many_is_refused():
    with pytest.raises(errors.NoDates):
        days_of(SeriesRule(until=date(2027, 1, 1)), date(2027, 2, 1))
    with pytest.raises(errors.TooManyDates):
        days_of(SeriesRule(until=date(2037, 1, 1)), date(2027, 2, 1))
    with pytest.raises(errors.TooManyDates):
        days_of(SeriesRule(count=61), date(2027, 2, 1))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (SeriesRule(WEEKLY, 2, count=6), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=6"),
        (SeriesRule(MONTHLY, count=4), "FREQ=MONTHLY;INTERVAL=1;BYDAY=2TH;COUNT=4"),
        (SeriesRule(until=date(2027, 7, 1)), "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;UNTIL=20270701T215959Z"),
        (SeriesRule(until=date(2027, 12, 1)), "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;UNTIL=20271201T225959Z"),
    ],
)
def test_the_rule_as_calendars_write_it(rule, text):
    assert rule_text(rule, date(2027, 2, 11)) == text


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (date(2027, 3, 27), time(2, 30), datetime(2027, 3, 27, 1, 30, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (date(2027, 3, 28), time(15, 0), datetime(2027, 3, 28, 13, 0, tzinfo=UTC)),
        (date(2027, 10, 31), time(1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (date(2027, 10, 31), time(3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        (date(2027, 10, 31), time(15, 0), datetime(2027, 10, 31, 14, 0, tzinfo=UTC)),
    ],
)
def test_wall_clock_time_around_both_changes(day, clock, utc):
    assert local_moment(day, clock) == utc


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_an_hour_that_does_not_exist_or_comes_twice_is_refused_with_the_day(day):
    with pytest.raises(errors.NotAnHour, match=str(day.day)):
        local_moment(day, time(2, 30))


@pytest.mark.parametrize("day", [date(2027, 3, 25), date(2027, 4, 1), date(2027, 10, 28), date(2027, 11, 4)])
def test_what_moves_along_keeps_wall_clock_time(day):
    before, after = local_moment(date(2027, 3, 18), time(10)), local_moment(date(2027, 3, 16), time(13, 30))
    moved = shift(local_moment(day, time(10)), before, after).astimezone(LOCAL_ZONE)
    assert (moved.date(), moved.time()) == (day - timedelta(days=2), time(13, 30))


def test_holidays_are_named_with_their_regions():
    closed = [
        Closed("Voorjaarsvakantie", "Noord", date(2027, 2, 20), date(2027, 2, 28)),
        Closed("Voorjaarsvakantie", "Midden", date(2027, 2, 20), date(2027, 2, 28)),
        Closed("Voorjaarsvakantie", "Zuid", date(2027, 2, 13), date(2027, 2, 21)),
    ]
    assert holidays_on(date(2027, 2, 25), closed) == ["Voorjaarsvakantie (Noord, Midden)"]
    assert holidays_on(date(2027, 3, 4), closed) == []


class Item:
    def __init__(self, start: int, end: int) -> None:
        self.starts_at, self.ends_at = START + timedelta(minutes=start), START + timedelta(minutes=end)


@pytest.mark.parametrize(
    ("spans", "pairs", "rounds"),
    [
        ([(0, 45), (0, 45)], [(0, 1)], [(0, 1)]),
        ([(0, 45), (45, 90)], [], [(0,), (1,)]),
        # A long one runs on into the next round, which stays a round of its own.
        ([(60, 105), (0, 90), (0, 45)], [(0, 1), (1, 2)], [(1, 2), (0,)]),
        (
            [(0, 60), (0, 180), (120, 180), (120, 240), (190, 240)],
            [(0, 1), (1, 2), (1, 3), (2, 3), (3, 4)],
            [(0, 1), (2, 3), (4,)],
        ),
        ([], [], []),
    ],
)
def test_sessions_that_overlap_clash_and_form_a_round(spans, pairs, rounds):
    items = [Item(*span) for span in spans]
    assert clashes(items) == pairs
    assert [each.positions for each in rounds_of(items)] == rounds


# Dates in the database.


def _clock(row):
    local = row.starts_at.astimezone(LOCAL_ZONE)
    return local.date().isoformat(), local.time().isoformat("minutes")


@pytest.fixture
def series(agenda):
    """Four Thursdays at 10:00, two on each side of the change of 28 March, announced."""
    meetup = MeetupFactory(page__parent=agenda)
    rows = add_series(
        meetup=meetup,
        plan=OccurrencePlan(START, START, place="Brugzaal", seats_on_site=10),
        rule=SeriesRule(count=4),
        start=date(2027, 3, 18),
        starts=time(10),
        ends=time(12),
        at=NOW,
    )
    announce_all(meetup=meetup, at=NOW)
    return rows


def _clocks(meetup):
    return [_clock(row) for row in meetup.occurrences.order_by("pk")]


@pytest.mark.django_db
def test_a_series_keeps_its_hour_and_can_leave_out_a_day(agenda):
    meetup = MeetupFactory(page__parent=agenda)
    for _click in range(2):
        add_series(
            meetup=meetup,
            plan=OccurrencePlan(START, START),
            rule=SeriesRule(count=4),
            start=date(2027, 3, 18),
            starts=time(10),
            ends=time(12),
            skipped={date(2027, 4, 1)},
            at=NOW,
        )
    assert _clocks(meetup) == [("2027-03-18", "10:00"), ("2027-03-25", "10:00"), ("2027-04-08", "10:00")]
    meetup.refresh_from_db()
    assert meetup.recurrence == "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;COUNT=4"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scope", "hours"),
    [
        (Scope.ONE, ["10:00", "13:00", "10:00", "10:00"]),
        (Scope.FOLLOWING, ["10:00", "13:00", "13:00", "13:00"]),
        (Scope.ALL, ["13:00", "13:00", "13:00", "13:00"]),
    ],
)
def test_changing_one_following_or_all(series, scope, hours, counter):
    counter.numbers = {series[1].pk: People(on_site=2, waiting=1), series[3].pk: People(on_site=1)}
    second = series[1]
    plan = replace(
        OccurrencePlan.of(second),
        starts_at=local_moment(date(2027, 3, 25), time(13)),
        ends_at=local_moment(date(2027, 3, 25), time(15)),
    )
    foretold = preview_change(second, plan, scope, at=NOW)
    changed = change_dates(occurrence=second, plan=plan, scope=scope, at=NOW)
    assert [step.occurrence.pk for step in foretold] == sorted(row.pk for row in changed)
    assert sum(step.hears for step in foretold) == (3 if scope == Scope.ONE else 4)
    assert [clock for _day, clock in _clocks(second.meetup)] == hours


@pytest.mark.django_db
def test_exceptions_are_kept_when_all_change(series):
    first, moved, cancelled, _last = series
    elsewhere = local_moment(date(2027, 3, 26), time(9))
    plan = replace(OccurrencePlan.of(moved), starts_at=elsewhere, ends_at=elsewhere + timedelta(hours=1), place="Aula")
    change_dates(occurrence=moved, plan=plan, scope=Scope.ONE, at=NOW)
    cancel_dates(occurrence=cancelled, reason="Vrij", scope=Scope.ONE, at=NOW)
    later = local_moment(date(2027, 3, 18), time(14))
    plan = replace(
        OccurrencePlan.of(first),
        starts_at=later,
        ends_at=later + timedelta(hours=2),
        place="Kantine",
        seats_on_site=20,
    )
    change_dates(occurrence=first, plan=plan, scope=Scope.ALL, at=NOW)
    assert _clocks(first.meetup) == [
        ("2027-03-18", "14:00"),
        ("2027-03-26", "09:00"),
        ("2027-04-01", "10:00"),
        ("2027-04-08", "14:00"),
    ]
    rows = first.meetup.occurrences.order_by("pk")
    assert [(row.place, row.seats_on_site) for row in rows] == [
        ("Kantine", 20),
        ("Aula", 20),
        ("Brugzaal", 10),
        ("Kantine", 20),
    ]


@pytest.mark.django_db
def test_past_dates_stay_when_all_change(series):
    third = series[2]
    plan = replace(OccurrencePlan.of(third), place="Kantine")
    change_dates(occurrence=third, plan=plan, scope=Scope.ALL, at=series[1].ends_at)
    places = third.meetup.occurrences.order_by("pk").values_list("place", flat=True)
    assert list(places) == ["Brugzaal", "Brugzaal", "Kantine", "Kantine"]


@pytest.mark.django_db
def test_cancelling_the_following_tells_each_and_leaves_the_first(series, ear, counter):
    counter.numbers = {series[2].pk: People(on_site=5)}
    foretold = preview_cancellation(series[1], Scope.FOLLOWING, at=NOW)
    assert [(step.occurrence.pk, step.hears) for step in foretold] == [
        (series[1].pk, 0),
        (series[2].pk, 5),
        (series[3].pk, 0),
    ]
    cancel_dates(occurrence=series[1], reason="Geen spreker", scope=Scope.FOLLOWING, at=NOW)
    states = series[0].meetup.occurrences.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["planned", "cancelled", "cancelled", "cancelled"]
    assert [heard[0].pk for heard in ear.heard] == [row.pk for row in series[1:]]


@pytest.mark.django_db
def test_when_one_of_them_can_not_change_none_does(series, counter):
    counter.numbers = {series[3].pk: People(on_site=9)}
    plan = replace(OccurrencePlan.of(series[0]), seats_on_site=5)
    with pytest.raises(errors.SeatsTaken):
        change_dates(occurrence=series[0], plan=plan, scope=Scope.ALL, at=NOW)
    seats = series[0].meetup.occurrences.values_list("seats_on_site", flat=True)
    assert set(seats) == {10}


def test_a_series_whose_dates_were_cancelled_can_be_planned_anew(agenda):
    meetup = MeetupFactory(page__parent=agenda)
    plan = OccurrencePlan(starts_at=START, ends_at=START + timedelta(hours=2))
    values = {"rule": SeriesRule(count=2), "start": date(2027, 2, 11), "starts": time(10), "ends": time(12), "at": NOW}
    first = add_series(meetup=meetup, plan=plan, **values)
    announce_all(meetup=meetup, at=NOW)
    cancel_dates(occurrence=first[0], reason="Verkeerde zaal.", scope=Scope.ALL, at=NOW)
    again = add_series(meetup=meetup, plan=plan, **values)
    assert [row.starts_at for row in again] == [row.starts_at for row in first]
    assert add_series(meetup=meetup, plan=plan, **values) == []
