"""Search and kept pages follow the dates of a meetup."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events.agenda.tasks import follow_time
from events.meetups.actions import (
    add_occurrence,
    add_session,
    announce,
    cancel_occurrence,
    change_meetup,
    change_occurrence,
)
from events.meetups.plans import MeetupPlan, OccurrencePlan, SessionPlan
from portal.shared.jobs.registry import jobs
from portal.shared.pages.listeners import pages_changed
from search.index.models import Entry
from tests.factories.events import START, MeetupFactory, MeetupPageFactory, OccurrenceFactory
from tests.shared.caching.conftest import settle  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def date(portal):
    page = MeetupPageFactory(parent=portal.agenda, title="Samen toetsen")
    occurrence = OccurrenceFactory(meetup__page=page, starts_at=START)
    pages_changed([page.pk])
    return occurrence


def entry() -> Entry:
    return Entry.objects.get(kind="bijeenkomst")


def moved(date, **changes):
    return replace(OccurrencePlan.of(date), **changes)


def test_a_moved_date_is_found_on_its_new_day_and_place(date):
    assert entry().happens_at == START
    later = START + timedelta(days=7)

    change_occurrence(
        occurrence=date, plan=moved(date, starts_at=later, ends_at=later + timedelta(hours=1), place="Aula"), at=NOW
    )

    assert entry().happens_at == later
    assert "Aula" in entry().text.keywords
    assert entry().text.place.startswith("Aula")


def test_an_announced_and_a_cancelled_date(date):
    sooner = START - timedelta(days=3)
    plan = OccurrencePlan(starts_at=sooner, ends_at=sooner + timedelta(hours=1))
    first = add_occurrence(meetup=date.meetup, plan=plan, at=NOW)
    assert entry().happens_at == START

    announce(occurrence=first, at=NOW)
    assert entry().happens_at == sooner

    cancel_occurrence(occurrence=first, reason="Ziek.", at=NOW)
    assert entry().happens_at == START


def test_the_programme_and_the_kind(date):
    plan = SessionPlan(title="Kwartelronde", starts_at=date.starts_at, ends_at=date.ends_at)
    add_session(occurrence=date, plan=plan, at=NOW)
    change_meetup(meetup=date.meetup, plan=MeetupPlan(kind="webinar"), at=NOW)

    assert "Kwartelronde" in entry().text.body
    assert "webinar" in entry().text.keywords


def test_a_page_that_is_not_online_comes_into_no_index(portal):
    page = MeetupPageFactory(parent=portal.agenda, live=False)
    meetup = MeetupFactory(page=page)
    draft = add_occurrence(
        meetup=meetup, plan=OccurrencePlan(starts_at=START, ends_at=START + timedelta(hours=1)), at=NOW
    )
    announce(occurrence=draft, at=NOW)
    assert not Entry.objects.filter(kind="bijeenkomst").exists()


def test_a_series_goes_on_with_its_next_date_when_one_is_over(date, django_assert_num_queries):
    following = OccurrenceFactory(meetup=date.meetup, starts_at=START + timedelta(weeks=1), place="Aula")
    pages_changed([date.meetup.page_id])
    with time_machine.travel(date.ends_at - timedelta(minutes=1), tick=False), django_assert_num_queries(1):
        follow_time(timezone.now())
    assert entry().happens_at == START

    with time_machine.travel(date.ends_at + timedelta(minutes=5), tick=False):
        follow_time(timezone.now())
        assert (entry().happens_at, entry().boost) == (following.starts_at, 1.0)
        assert entry().text.place.startswith("Aula")

    with time_machine.travel(following.ends_at, tick=False):
        follow_time(timezone.now())
        assert (entry().happens_at, entry().boost) == (following.starts_at, 0.9)
        changed = entry().version
    with time_machine.travel(following.ends_at + timedelta(days=1), tick=False), django_assert_num_queries(1):
        follow_time(timezone.now())
    assert entry().version == changed


def test_the_clock_follows_the_dates():
    assert jobs.get("agenda.follow_time").every <= timedelta(hours=1)


@pytest.mark.parametrize("address", ["/agenda/", "/agenda/?maand=2027-02", "page"])
def test_a_kept_page_is_gone_as_soon_as_its_date_changes(date, settle, address):  # noqa: F811
    address = date.meetup.page.url if address == "page" else address
    settle()
    assert "Samen toetsen" in Client().get(address).content.decode()
    assert "gaat niet door" not in Client().get(address).content.decode().lower()

    cancel_occurrence(occurrence=date, reason="Ziek.", at=NOW)
    settle()

    assert "gaat niet door" in Client().get(address).content.decode().lower()
