"""What one process made of many dates, another one that just began takes over, byte for byte."""

import zlib
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from events.feeds.answers import COMPRESSED
from events.feeds.components import EVENTS, MANY, SHARED
from events.feeds.marks import names_mark
from events.feeds.public import BODIES
from events.models import Occurrence
from tests.events.feeds.conftest import NOW
from tests.factories.events import START, OccurrenceFactory
from tests.factories.network import InstitutionFactory

pytestmark = pytest.mark.django_db
FEED = "/agenda/feed.ics"
OF_EVENTS = "events_meetuppage_themes"


@pytest.fixture
def many(date_at):
    first = date_at()
    for day in range(1, MANY + 1):
        OccurrenceFactory(meetup=first.meetup, starts_at=START + timedelta(days=day))
    return first


def begin_anew():
    """Forget what a process keeps by itself."""
    for store in (EVENTS, BODIES, COMPRESSED):
        store.clear()


def asked(client):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(FEED)
    return response, sum(OF_EVENTS in query["sql"] for query in queries)


def test_a_process_that_begins_makes_no_event_that_another_one_made(client, many):
    first, made = asked(client)
    begin_anew()
    second, made_anew = asked(client)

    assert (made, made_anew) == (1, 0)
    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"]


def test_what_changed_since_is_made_anew_and_the_rest_is_not(client, many):
    asked(client)
    Occurrence.objects.filter(pk=many.pk).update(place="Zaal Kwartel", changed_at=NOW + timedelta(minutes=1))
    begin_anew()

    text = asked(client)[0].content.decode()

    assert text.count("Zaal Kwartel") == 1
    assert text.count("BEGIN:VEVENT") == MANY + 1


@pytest.mark.parametrize("kept", [b"kapot", zlib.compress(b"[1]"), zlib.compress(b"{"), "tekst", None])
def test_a_shared_row_that_can_not_be_read_costs_nothing_but_time(client, many, kept):
    first, _made = asked(client)
    cache.set(SHARED + names_mark(), kept)
    begin_anew()

    second, made = asked(client)

    assert made == 1
    assert second.content == first.content


@pytest.mark.parametrize("name", ["get", "set"])
def test_a_cache_that_is_away_takes_no_feed_with_it(client, many, monkeypatch, name):
    real = getattr(cache, name)

    def fail(key, *arguments, **options):
        if key.startswith(SHARED):
            raise DatabaseError
        return real(key, *arguments, **options)

    monkeypatch.setattr(f"events.feeds.components.cache.{name}", fail)
    assert asked(client)[0].content.count(b"BEGIN:VEVENT") == MANY + 1


def test_another_sender_gives_another_feed(client, many, settings):
    first, _made = asked(client)
    settings.DEFAULT_FROM_EMAIL = "Ander portaal <ander@portaal.example>"
    begin_anew()

    second, made = asked(client)

    assert made == 1
    assert second.headers["ETag"] != first.headers["ETag"]
    assert b"mailto:ander@portaal.example" in second.content


def test_the_label_of_a_school_shows_at_once(client, date_at):
    school = InstitutionFactory(name="ROC Noord")
    date = date_at(institution=school)
    first = client.get(FEED)
    school.label = "(voorbeeld)"
    school.save()

    second = client.get(FEED)

    assert date.institution == school
    assert second.headers["ETag"] != first.headers["ETag"]
