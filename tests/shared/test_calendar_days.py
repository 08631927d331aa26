import csv
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.shared.calendar_days.actions import DATA_FILE, load_school_holidays
from portal.shared.calendar_days.rules import (
    HolidayPeriod,
    add_working_days,
    add_working_hours,
    is_working_day,
    offer_deadline,
    working_days_between,
)
from portal.shared.models import SchoolHoliday

NL = ZoneInfo("Europe/Amsterdam")
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=NL)


def test_load_school_holidays_adds_each_once_and_keeps_corrections(db):
    added = load_school_holidays(at=AT)
    SchoolHoliday.objects.filter(region="zuid", name="herfstvakantie", starts_on__year=2027).update(
        starts_on=date(2027, 10, 22)
    )

    assert added == 63
    assert load_school_holidays(at=AT) == 0
    assert SchoolHoliday.objects.count() == 63


def test_no_school_holiday_is_longer_than_its_kind():
    longest = {"zomervakantie": 44}
    with DATA_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    wrong = [
        row
        for row in rows
        if not 9
        <= (date.fromisoformat(row["end"]) - date.fromisoformat(row["start"])).days + 1
        <= longest.get(row["name"], 16)
    ]

    assert wrong == []


def test_unknown_region_is_midden(db):
    load_school_holidays(at=AT)

    holidays = SchoolHoliday.objects.of_region(None).touching(date(2028, 2, 20), date(2028, 3, 1))

    assert holidays.periods() == [HolidayPeriod(date(2028, 2, 26), date(2028, 3, 5))]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-23", True),
        ("2026-11-21", False),
        ("2026-12-25", False),
        ("2027-03-26", False),
        ("2027-03-29", False),
        ("2027-04-27", False),
        ("2027-05-05", True),
        ("2030-05-06", True),
        ("2027-05-06", False),
    ],
    ids=[
        "monday",
        "saturday",
        "christmas",
        "good-friday",
        "easter-monday",
        "kings-day",
        "liberation",
        "plain",
        "ascension",
    ],
)
def test_is_working_day(day, works):
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-21", 0, "2026-11-23"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-24", 5, "2027-01-04"),
    ],
)
def test_add_working_days(day, count, expected):
    assert add_working_days(date.fromisoformat(day), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("2026-11-23", "2026-11-27", 5), ("2026-11-28", "2026-11-29", 0), ("2026-11-27", "2026-11-23", 0)],
)
def test_working_days_between(first, last, expected):
    assert working_days_between(date.fromisoformat(first), date.fromisoformat(last)) == expected


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-23 10:00", 48, "2026-11-25 10:00"),
        ("2026-11-20 15:00", 48, "2026-11-24 15:00"),
        ("2026-11-21 15:00", 24, "2026-11-24 00:00"),
        ("2026-12-24 12:00", 24, "2026-12-28 12:00"),
        ("2027-03-25 12:00", 24, "2027-03-30 12:00"),
    ],
    ids=["week", "over-the-weekend", "from-saturday", "over-christmas", "over-easter-and-summer-time"],
)
def test_add_working_hours(start, hours, expected):
    # Midnight that ends a working day and midnight that starts the next are one moment.
    assert add_working_hours(local(start), hours).isoformat() == local(expected).isoformat()


AUTUMN = HolidayPeriod(date(2026, 10, 17), date(2026, 10, 25))
CHRISTMAS = HolidayPeriod(date(2026, 12, 19), date(2027, 1, 3))
SUMMER = HolidayPeriod(date(2026, 7, 18), date(2026, 8, 30))
LATE = "2027-12-31 12:00"


@pytest.mark.parametrize(
    ("offered", "hours", "starts", "holidays", "expected"),
    [
        ("2026-11-23 10:00", 48, LATE, [], "2026-11-25 10:00"),
        ("2026-11-20 15:00", 48, LATE, [], "2026-11-24 15:00"),
        ("2026-11-23 10:00", 48, LATE, [AUTUMN, CHRISTMAS], "2026-11-25 10:00"),
        ("2026-10-15 10:00", 24, LATE, [AUTUMN], "2026-10-16 10:00"),
        ("2026-10-15 10:00", 48, LATE, [AUTUMN], "2026-10-26 10:00"),
        ("2026-10-16 10:00", 48, LATE, [AUTUMN], "2026-10-27 10:00"),
        ("2026-10-22 10:00", 48, LATE, [AUTUMN], "2026-10-28 10:00"),
        ("2026-10-25 10:00", 24, LATE, [AUTUMN], "2026-10-27 00:00"),
        ("2026-12-18 10:00", 48, LATE, [CHRISTMAS], "2026-12-30 10:00"),
        ("2026-07-20 10:00", 48, LATE, [SUMMER], "2026-07-29 10:00"),
        (
            "2026-10-16 10:00",
            48,
            LATE,
            [AUTUMN, HolidayPeriod(date(2026, 10, 27), date(2026, 11, 8))],
            "2026-10-27 10:00",
        ),
        ("2026-11-23 10:00", 48, "2026-11-25 19:00", [], "2026-11-24 19:00"),
        ("2026-10-16 10:00", 48, "2026-10-21 19:00", [AUTUMN], "2026-10-20 19:00"),
        ("2026-11-23 10:00", 48, "2026-11-24 10:00", [], None),
        ("2026-11-23 10:00", 48, "2026-11-23 19:00", [], None),
        ("2026-11-23 10:00", 48, "2026-11-20 19:00", [], None),
    ],
    ids=[
        "hours-in-the-week",
        "weekend-not-counted",
        "holidays-elsewhere-in-the-year",
        "ends-before-the-holiday",
        "ends-as-the-holiday-starts-5-days-more",
        "holiday-in-between",
        "offered-in-the-holiday-two-days-left",
        "offered-on-its-last-day-a-sunday",
        "christmas-five-working-days-at-most",
        "summer-five-days-at-most",
        "second-holiday-does-not-extend-again",
        "never-past-24-hours-before",
        "nor-by-a-holiday",
        "exactly-24-hours-before-is-automatic",
        "last-day-is-automatic",
        "started-already",
    ],
)
def test_offer_deadline(offered, hours, starts, holidays, expected):
    deadline = offer_deadline(offered_at=local(offered), starts_at=local(starts), school_holidays=holidays, hours=hours)

    assert deadline == (expected and local(expected))


def test_offer_deadline_reads_moments_in_any_zone():
    in_utc = offer_deadline(
        offered_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
        starts_at=datetime(2026, 12, 22, 23, 30, tzinfo=UTC),
        school_holidays=[],
        hours=24,
    )

    assert in_utc == local("2026-11-24 00:30")
