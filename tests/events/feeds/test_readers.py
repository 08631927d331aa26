"""Other programs read our feeds as we meant them: ical.js, libical, ical4j and vobject, over both clock changes."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from events.feeds.actions import make_feed, token_of_feed
from events.meetups.states import Mode, OccurrenceState
from events.models import Occurrence
from events.registrations.states import RegistrationState
from tests.factories.events import MeetupPageFactory, OccurrenceFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.readers]
READERS = ("ical_js", "libical", "ical4j", "vobject")
NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
# The clock goes forward on 28 March 2027 at 02:00 and back on 31 October at 03:00, both 01:00 in UTC.
CHANGES = (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), datetime(2027, 10, 31, 1, 0, tzinfo=UTC))
STEPS = (-49, -25, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 25, 49)
TITLE = "Toetsen; “hoe dan”, samen? Été, naïef en 日本 \\ klaar " * 2


def read_by(reader: str, path) -> list[dict]:
    environment = {**os.environ, "CALENDAR_READERS_PYTHON": sys.executable}
    command = [os.environ["PORTAL_TEST_CALENDAR_READERS"], reader, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def dates(portal):
    with time_machine.travel(NOW, tick=False):
        page = MeetupPageFactory(parent=portal.agenda, title=TITLE.strip(), lead="Eén,\ntwee; drie.")
        first = None
        for change in CHANGES:
            for hours in STEPS:
                starts_at = change + timedelta(hours=hours)
                kept = {"meetup": first.meetup} if first else {"meetup__page": page}
                row = OccurrenceFactory(
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(hours=3),
                    has_online=True,
                    online_url="https://video.example/geheim",
                    **kept,
                )
                first = first or row
        first.state, first.reason, first.cancelled_at, first.sequence = OccurrenceState.CANCELLED, "Ziek.", NOW, 2
        first.save()
        yield list(Occurrence.objects.order_by("starts_at"))


def meant(dates) -> list[tuple]:
    return [
        (
            date.uid,
            int(date.starts_at.timestamp()),
            int(date.ends_at.timestamp()),
            "CANCELLED" if date.state == OccurrenceState.CANCELLED else "CONFIRMED",
            date.sequence,
        )
        for date in dates
    ]


def as_read(events) -> list[tuple]:
    return [(event["uid"], event["start"], event["end"], event["status"], event["sequence"]) for event in events]


@pytest.mark.parametrize("reader", READERS)
def test_the_public_feed_is_read_as_it_was_meant(client, dates, tmp_path, reader):
    file = tmp_path / "feed.ics"
    file.write_bytes(client.get("/agenda/feed.ics").content)

    events = read_by(reader, file)

    assert as_read(events) == meant(dates)
    assert {event["summary"] for event in events[1:]} == {" ".join(TITLE.split())}
    assert all("Eén,\ntwee; drie." in event["description"] for event in events)


@pytest.mark.parametrize("reader", READERS)
def test_the_personal_feed_is_read_as_it_was_meant(client, coach, dates, tmp_path, reader):
    for date in dates:
        RegistrationFactory(occurrence=date, member=coach, state=RegistrationState.CONFIRMED, mode=Mode.ONLINE)
    token = token_of_feed(make_feed(member=coach, at=NOW))
    file = tmp_path / "own.ics"
    file.write_bytes(client.get(reverse("feeds:personal", args=[token])).content)

    events = read_by(reader, file)

    assert as_read(events) == meant(dates)
    assert all("https://video.example/geheim" in event["description"] for event in events[1:])
