"""What is read of a calendar that is followed: each date of the coming year once, whatever its writer had in mind."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from events.calendars.errors import NotACalendar, TooManyDates
from events.calendars.following import MOST_EVENTS, read_followed
from tests.events.calendars.test_reading import calendar

SINCE = datetime(2027, 2, 1, 9, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=366)
WEEKLY = "UID:reeks\r\nSUMMARY:Spreekuur\r\nDTSTART;TZID=Europe/Amsterdam:20270318T160000\r\nDURATION:PT1H"


def read(*events):
    return read_followed(calendar(*events), since=SINCE, until=UNTIL)


def test_a_series_keeps_its_hour_when_the_clock_changes():
    found = read(f"{WEEKLY}\r\nRRULE:FREQ=WEEKLY;COUNT=3")

    assert [f"{each.starts_at:%d-%m %H.%M}–{each.ends_at:%H.%M}" for each in found] == [
        "18-03 16.00–17.00",
        "25-03 16.00–17.00",
        "01-04 16.00–17.00",
    ]
    assert [each.recurrence for each in found] == ["20270318T150000Z", "20270325T150000Z", "20270401T140000Z"]


def test_a_moved_a_cancelled_and_an_excepted_date_of_a_series():
    found = read(
        f"{WEEKLY}\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=Europe/Amsterdam:20270408T160000",
        "UID:reeks\r\nSUMMARY:Later\r\nRECURRENCE-ID;TZID=Europe/Amsterdam:20270325T160000\r\nDTSTART:20270326T150000Z",
        "UID:reeks\r\nSTATUS:CANCELLED\r\nRECURRENCE-ID:20270401T140000Z\r\nDTSTART:20270401T140000Z",
    )

    assert [(each.recurrence, each.title, each.is_cancelled) for each in found] == [
        ("20270318T150000Z", "Spreekuur", False),
        ("20270325T150000Z", "Later", False),
        ("20270401T140000Z", "", True),
    ]
    assert f"{found[1].starts_at:%d-%m %H}" == "26-03 16"


def test_only_what_is_to_come_within_a_year():
    found = read(
        "UID:1\r\nDTSTART:20270131T100000\r\nSUMMARY:Voorbij",
        "UID:2\r\nDTSTART:20270201T093000\r\nDURATION:PT2H\r\nSUMMARY:Bezig",
        "UID:3\r\nDTSTART:20280301T100000\r\nSUMMARY:Ver weg",
    )
    assert [each.title for each in found] == ["Bezig"]


def test_days_without_times_last_whole_days_over_the_change_of_the_clock():
    [first, second] = read(
        "UID:1\r\nDTSTART;VALUE=DATE:20270327\r\nDTEND;VALUE=DATE:20270329\r\nRRULE:FREQ=YEARLY;COUNT=1",
        "UID:2\r\nDTSTART;VALUE=DATE:20270328",
    )
    assert [f"{each.starts_at:%d-%m %H} {each.ends_at:%d-%m %H}" for each in (first, second)] == [
        "27-03 00 29-03 00",
        "28-03 00 29-03 00",
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=1000000000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5",
        "FREQ=YEARLY;BYWEEKNO=60",
        "FREQ=WEEKLY;INTERVAL=1000000",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=MONTHLY;BYDAY=99MO",
        "FREQ=MONTHLY;BYHOUR=" + ",".join(str(hour) for hour in range(24)),
    ],
)
def test_a_rule_we_do_not_read_gives_the_first_date_at_once(rule):
    began = time.process_time()
    found = read(f"{WEEKLY}\r\nRRULE:{rule}")
    assert [each.recurrence for each in found] == ["20270318T150000Z"]
    assert time.process_time() - began < 1


def test_a_rule_without_end_ends_after_a_year():
    assert len(read(f"{WEEKLY}\r\nRRULE:FREQ=WEEKLY;COUNT=1000000000")) == 46


@pytest.mark.parametrize(
    "events",
    [
        ["UID:1\r\nDTSTART:20270701T100000"] * (MOST_EVENTS + 1),
        [f"UID:{n}\r\nDTSTART:20270301T100000\r\nRRULE:FREQ=DAILY" for n in range(3)],
        [f"UID:{n}\r\nDTSTART:20000101T100000\r\nRRULE:FREQ=DAILY" for n in range(1500)],
    ],
    ids=["events", "dates", "series from long ago"],
)
def test_more_than_anyone_looks_through(events):
    began = time.process_time()
    with pytest.raises(TooManyDates):
        read(*events)
    assert time.process_time() - began < 6


def test_broken_and_nameless_events_are_passed_over():
    found = read(
        "DTSTART:20270701T100000\r\nSUMMARY:Zonder naam",
        "UID:1\r\nDTSTART:99990101T100000",
        "UID:2\r\nDTSTART:20270701T100000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\nEXDATE:kapot",
        "UID:3\r\nDTSTART:20270702T100000",
    )
    assert {each.uid for each in found} <= {"2", "3"}
    assert "3" in {each.uid for each in found}


def test_an_empty_calendar_is_one():
    assert read() == []
    with pytest.raises(NotACalendar):
        read_followed(b"<html>", since=SINCE, until=UNTIL)
