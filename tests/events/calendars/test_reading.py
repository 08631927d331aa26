"""What is read of someone's calendar, and what is refused, with a sentence."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.calendars.errors import CalendarTooLarge, NoDates, NotACalendar, TooManyDates, UnreadableCalendar
from events.calendars.reading import MOST_BYTES, read_calendar
from events.calendars.writer import calendar_bytes, event_bytes
from tests.events.calendars.test_writer import ENTRY

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event.strip()}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//\r\n{body}END:VCALENDAR\r\n".encode()


def test_our_own_calendar_is_read_back():
    [found] = read_calendar(calendar_bytes([event_bytes(ENTRY)]))

    assert (found.uid, found.title, found.place) == (ENTRY.uid, ENTRY.summary, ENTRY.location)
    assert (found.starts_at, found.ends_at) == (ENTRY.starts_at, ENTRY.ends_at)
    assert found.url == ENTRY.url


@pytest.mark.parametrize(
    ("lines", "starts", "ends", "is_all_day"),
    [
        ("DTSTART:20270701T100000\r\nDTEND:20270701T120000", (7, 1, 10), (7, 1, 12), False),
        ("DTSTART:20270701T100000Z\r\nDURATION:PT90M", (7, 1, 12), (7, 1, 13, 30), False),
        ("DTSTART;TZID=America/New_York:20270701T040000", (7, 1, 10), (7, 1, 11), False),
        ("DTSTART;VALUE=DATE:20270701", (7, 1), (7, 2), True),
        ("DTSTART:20270701T100000\r\nDTEND:20270701T090000", (7, 1, 10), (7, 1, 11), False),
        ("DTSTART:20270328T003000Z\r\nDURATION:PT2H", (3, 28, 1, 30), (3, 28, 4, 30), False),
    ],
)
def test_every_way_to_say_when(lines, starts, ends, is_all_day):
    [found] = read_calendar(calendar(f"UID:1\r\n{lines}"))

    def moment(month, day, *clock):
        return datetime(2027, month, day, *clock, tzinfo=AMSTERDAM)

    assert (found.starts_at, found.ends_at, found.is_all_day) == (moment(*starts), moment(*ends), is_all_day)


def test_each_uid_once_the_newest_version_and_in_order():
    found = read_calendar(
        calendar(
            "UID:b\r\nDTSTART:20270702T100000\r\nSUMMARY:Later",
            "UID:a\r\nDTSTART:20270701T100000\r\nSUMMARY:Oud\r\nSEQUENCE:1",
            "UID:a\r\nDTSTART:20270701T110000\r\nSUMMARY:Nieuw\r\nSEQUENCE:2",
            "UID:a\r\nDTSTART:20270708T110000\r\nRECURRENCE-ID:20270708T100000\r\nSUMMARY:Uitzondering",
            "UID:c\r\nDTSTART:20270703T100000\r\nRRULE:FREQ=SECONDLY\r\nSTATUS:CANCELLED",
        )
    )

    assert [each.title for each in found] == ["Nieuw", "Later", ""]
    assert (found[2].repeats, found[2].is_cancelled) == (True, True)


def test_a_broken_event_is_passed_over():
    found = read_calendar(
        calendar(
            "UID:1\r\nDTSTART:99990101T100000", "UID:2\r\nSUMMARY:Zonder begin", "UID:3\r\nDTSTART:20270701T100000"
        )
    )
    assert [each.uid for each in found] == ["3"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NotACalendar),
        (b"%PDF-1.7", NotACalendar),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", NoDates),
        (b"BEGIN:VCALENDAR\r\nSUMMARY;=:\x00\r\n:::\r\n", UnreadableCalendar),
        (
            b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 9000 + b"END:X\r\n" * 9000 + b"END:VCALENDAR\r\n",
            UnreadableCalendar,
        ),
        (calendar(), NoDates),
        (calendar("UID:1\r\nSUMMARY:Geen dag"), NoDates),
        (calendar(*["UID:1\r\nDTSTART:20270701T100000"] * 101), TooManyDates),
        (calendar("X-A:" + "x" * MOST_BYTES), CalendarTooLarge),
    ],
)
def test_a_refusal_says_what_is_wrong(content, error):
    with pytest.raises(error) as refusal:
        read_calendar(content)
    assert str(refusal.value).endswith(".")


@given(st.binary(max_size=400), st.integers(0, 400), st.integers(1, 40))
def test_no_file_breaks_the_reading(noise, position, width):
    whole = calendar_bytes([event_bytes(ENTRY)])
    for content in (b"BEGIN:VCALENDAR\r\n" + noise, whole[:position] + noise[:width] + whole[position + width :]):
        try:
            found = read_calendar(content)
        except UnreadableCalendar:
            continue
        assert all(each.starts_at < each.ends_at for each in found)
        assert all(each.ends_at - each.starts_at >= timedelta(0) for each in found)
