"""Meetups in feeds, at a fixed moment."""

from datetime import UTC, datetime

import pytest
import time_machine

from events.feeds.answers import COMPRESSED
from events.feeds.components import EVENTS
from events.feeds.public import BODIES
from tests.factories.events import START, MeetupPageFactory, OccurrenceFactory

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    for store in (EVENTS, BODIES, COMPRESSED):
        store.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def date_at(portal):
    def make(title="Werkplaats toetsen", *, starts_at=START, themes=(), **changes):
        page = changes.pop("page", None)
        if page is None:
            page = MeetupPageFactory(parent=portal.agenda, title=title)
            page.themes = list(themes)
            page.save()
        return OccurrenceFactory(meetup__page=page, starts_at=starts_at, **changes)

    return make
