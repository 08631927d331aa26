"""A feed is kept like a page, and gone from there as soon as anything changes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.feeds.actions import make_feed, token_of_feed
from events.meetups.actions import cancel_occurrence
from tests.events.feeds.conftest import NOW
from tests.shared.caching.conftest import settle  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
FEED = "/agenda/feed.ics?soort=network&online=nee"


def get(address, **headers):
    return Client().get(address, headers=headers)


def test_the_next_reader_costs_no_feed(date_at, settle):  # noqa: F811
    date_at()
    settle()
    first = get(FEED, **{"accept-encoding": "gzip"})
    with CaptureQueriesContext(connection) as queries:
        second = get(FEED, **{"accept-encoding": "gzip"})
        unchanged = get(FEED, **{"accept-encoding": "gzip", "if-none-match": first.headers["ETag"]})

    assert len(queries) <= 2
    assert second.content == first.content
    assert unchanged.status_code == 304
    assert get(FEED).headers.get("Content-Encoding") is None


def test_a_cancellation_shows_at_once(date_at, settle):  # noqa: F811
    date = date_at()
    settle()
    etag = get(FEED).headers["ETag"]
    cancel_occurrence(occurrence=date, reason="Ziek.", at=NOW)
    settle()

    assert b"STATUS:CANCELLED" in get(FEED, **{"if-none-match": etag}).content


def test_a_personal_feed_is_never_kept(coach, settle):  # noqa: F811
    address = reverse("feeds:personal", args=[token_of_feed(make_feed(member=coach, at=NOW))])
    settle()
    assert get(address).status_code == 200
    coach.is_active = False
    coach.save()
    assert get(address).status_code == 404
