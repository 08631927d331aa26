"""What a calendar program reads of a date: lint by RFC 5545, time zone, escaping, and the file in a mail."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from events.calendars.attachments import calendar_attachment
from events.calendars.entries import CalendarEntry, EntryStatus, entry_of
from events.calendars.rules import clean_text, first_moment
from events.calendars.timezone import VTIMEZONE
from events.calendars.writer import Method, calendar_bytes, event_bytes
from events.meetups.states import MeetupKind, OccurrenceState
from events.models import Occurrence
from portal.shared.outbox.actions import deliver, post
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.models import OutboxMail
from tests.events.calendars.ics import lines_of, lint, values
from tests.factories.events import START, MeetupPageFactory, OccurrenceFactory
from tests.factories.network import InstitutionFactory, ThemeFactory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ENTRY = CalendarEntry(
    uid="5a1c2f9e-6f0e-4c3e-9d5e-0f1d2c3b4a59",
    starts_at=START,
    ends_at=START + timedelta(hours=2),
    changed_at=datetime(2027, 1, 5, 12, 30, tzinfo=UTC),
    sequence=3,
    status=EntryStatus.CONFIRMED,
    summary="Toetsen; hoe dan, samen?",
    description="Eén regel.\n\nNog een: met \\ en ; en ,",
    location="Brugzaal, Utrecht",
    categories=("werkplaats", "Toetsen, en meer"),
    url="https://bruggen.example/agenda/toetsen/",
    organiser='ROC "De Brug"',
)


def test_an_event_says_everything_once():
    lines = lint(
        calendar_bytes([event_bytes(ENTRY)], name="Agenda, alles", description="Wat er is.", url="https://x.example/")
    )

    assert values(lines, "SUMMARY") == [r"Toetsen\; hoe dan\, samen?"]
    assert values(lines, "DESCRIPTION")[1] == r"Eén regel.\n\nNog een: met \\ en \; en \,"
    assert values(lines, "CATEGORIES") == [r"werkplaats,Toetsen\, en meer"]
    assert "DTSTART;TZID=Europe/Amsterdam:20270211T100000" in lines
    assert "DTSTAMP:20270105T123000Z" in lines
    assert "LAST-MODIFIED:20270105T123000Z" in lines
    assert "SEQUENCE:3" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in lines
    assert "X-PUBLISHED-TTL:PT4H" in lines
    assert {r"NAME:Agenda\, alles", r"X-WR-CALNAME:Agenda\, alles", "METHOD:PUBLISH"} <= set(lines)
    [organiser] = [line for line in lines if line.startswith("ORGANIZER")]
    assert organiser == "ORGANIZER;CN=\"ROC 'De Brug'\":mailto:noreply@bruggenbouwen.example"


def test_the_same_entry_gives_the_same_bytes():
    assert event_bytes(ENTRY) == event_bytes(replace(ENTRY))


@pytest.mark.parametrize(
    "field", ["uid", "summary", "description", "location", "url", "online_address", "organiser", "categories"]
)
@given(text=st.text(st.characters(), max_size=120))
def test_no_value_can_add_a_line(field, text):
    hostile = f"x{text}\r\nATTENDEE:mailto:a@b.example\nEND:VEVENT\r\x0b\x85\u2028"
    value = (hostile, text) if field == "categories" else hostile

    lines = lint(calendar_bytes([event_bytes(replace(ENTRY, **{field: value}))]))

    assert not values(lines, "ATTENDEE")
    assert lines.count("END:VEVENT") == 1


@given(text=st.text(max_size=300))
def test_what_is_written_is_read_back(text):
    content = calendar_bytes([event_bytes(replace(ENTRY, description=text))])
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")

    assert str(event.get("DESCRIPTION", "")) == clean_text(text)


def test_the_zone_agrees_with_the_zone_data():
    """Each change of the clock from 2024 to 2037: the last Sundays of March and October."""
    [zone] = icalendar.Calendar.from_ical(calendar_bytes([])).walk("VTIMEZONE")
    assert b"\r\n".join(line for line in VTIMEZONE.split(b"\r\n") if line) + b"\r\n" == VTIMEZONE
    ours = zone.to_tz(lookup_tzid=False)
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    while moment.year < 2038:
        assert moment.astimezone(ours).utcoffset() == moment.astimezone(AMSTERDAM).utcoffset(), moment
        moment += timedelta(hours=7)
    for day in (datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)):
        for minutes in range(0, 300, 15):
            at = day + timedelta(minutes=minutes)
            assert at.astimezone(ours).utcoffset() == at.astimezone(AMSTERDAM).utcoffset(), at


def test_both_hours_of_the_night_of_winter_time_are_kept_apart():
    first, second = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    for starts_at in (first, second):
        content = calendar_bytes(
            [event_bytes(replace(ENTRY, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3)))]
        )
        [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
        assert event["DTSTART"].dt.astimezone(UTC) == starts_at
        assert event["DTEND"].dt.astimezone(UTC) == starts_at + timedelta(hours=3)


def test_two_past_months_are_whole_months():
    assert first_moment(datetime(2027, 1, 31, 23, 30, tzinfo=UTC)) == datetime(2026, 12, 1, tzinfo=AMSTERDAM)
    assert first_moment(datetime(2027, 1, 31, 22, 30, tzinfo=UTC)) == datetime(2026, 11, 1, tzinfo=AMSTERDAM)


@pytest.fixture
def occurrence(portal):
    page = MeetupPageFactory(parent=portal.agenda, title="Toetsen op de iPad", slug="toetsen")
    page.themes = [ThemeFactory(name="Toetsen")]
    page.save()
    row = OccurrenceFactory(
        meetup__page=page,
        meetup__kind=MeetupKind.WORKSHOP,
        meetup__institution=InstitutionFactory(name="ROC De Brug"),
        city="Utrecht",
        has_online=True,
        online_url="https://video.example/geheim",
    )
    return Occurrence.objects.get(pk=row.pk)


@pytest.mark.django_db
def test_entry_of_a_date(occurrence, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://bruggen.example"
    entry = entry_of(occurrence, with_online_address=False)

    assert entry.summary == "Toetsen op de iPad"
    assert entry.location == "Brugzaal, Utrecht, of online"
    assert entry.categories == ("werkplaats", "Toetsen")
    assert entry.url == "https://bruggen.example/agenda/toetsen/"
    assert entry.organiser == "ROC De Brug"
    assert b"geheim" not in event_bytes(entry)
    known = event_bytes(entry_of(occurrence, with_online_address=True))
    assert b"CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://video.example/geheim" in known


@pytest.mark.django_db
def test_a_cancelled_date_says_so_and_why(occurrence):
    occurrence.state, occurrence.reason, occurrence.sequence = OccurrenceState.CANCELLED, "De spreker is ziek.", 1
    lines = lint(calendar_bytes([event_bytes(entry_of(occurrence, with_online_address=True))]))

    assert "STATUS:CANCELLED" in lines
    assert "SEQUENCE:1" in lines
    assert values(lines, "SUMMARY") == ["Gaat niet door: Toetsen op de iPad"]
    assert values(lines, "DESCRIPTION")[0].startswith("Deze bijeenkomst gaat niet door: De spreker is ziek.")
    assert not values(lines, "CONFERENCE")


def sent_part(attachment):
    post(
        OutgoingMail(
            purpose="test", idempotency_key="test:1", to="sanne@bruggen.example", subject="Je komt", text="Tot dan.",
            attachments=(attachment,),
        ),
        at=START,
    )  # fmt: skip
    deliver(at=START)
    raw = mail.outbox[-1].message().as_bytes()
    [part] = email.message_from_bytes(raw, policy=email.policy.default).iter_attachments()
    assert raw.count(b"charset") == 2  # of the text and of the file, each once
    return part


@pytest.mark.django_db
def test_a_mail_carries_the_date_as_a_file(occurrence):
    part = sent_part(calendar_attachment([occurrence], method=Method.PUBLISH, with_online_address=True))

    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_param("charset")) == ("PUBLISH", "utf-8")
    assert part.get_filename() == "bijeenkomst.ics"
    content = part.get_payload(decode=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    lines = lint(content)
    assert values(lines, "METHOD") == ["PUBLISH"]
    assert values(lines, "UID") == [occurrence.uid]
    assert not values(lines, "REFRESH-INTERVAL")
    assert OutboxMail.objects.get().attachments == []


@pytest.mark.django_db
def test_a_withdrawal_and_a_new_sign_up_follow_each_other(occurrence):
    """Same UID and SEQUENCE; the later DTSTAMP wins (RFC 5546, 2.1.5)."""
    at = occurrence.changed_at + timedelta(days=1)
    out = calendar_attachment([occurrence], method=Method.CANCEL, with_online_address=True, at=at)
    back = calendar_attachment(
        [occurrence], method=Method.PUBLISH, with_online_address=True, at=at + timedelta(hours=1), language="en"
    )

    assert out.name == "gaat-niet-door.ics"
    assert out.mimetype == "text/calendar; method=CANCEL"
    lines = lint(out.content)
    assert "STATUS:CANCELLED" in lines
    assert b"geheim" not in out.content
    again = lint(back.content)
    assert values(lines, "UID") == values(again, "UID")
    assert values(lines, "SEQUENCE") == values(again, "SEQUENCE")
    assert values(lines, "DTSTAMP") < values(again, "DTSTAMP")
    assert "of online" not in "".join(again)
    assert lines_of(back.content)
