"""The public feeds: what is in them, what never is, and when they say that nothing changed."""

import gzip
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from events.agenda.contexts import FACETS as AGENDA_FACETS
from events.agenda.contexts import ROOM
from events.feeds import views
from events.feeds.filters import FACETS
from events.meetups.actions import cancel_occurrence, change_occurrence
from events.meetups.plans import OccurrencePlan
from events.meetups.states import MeetupKind, OccurrenceState
from events.models import Occurrence
from network.models import Institution
from tests.events.calendars.ics import lint, values
from tests.events.feeds.conftest import NOW
from tests.factories.events import START, OccurrenceFactory
from tests.factories.network import InstitutionFactory, ThemeFactory

pytestmark = pytest.mark.django_db
FEED = "/agenda/feed.ics"


def feed(client, address=FEED, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response


def time_passes(**span):
    return time_machine.travel(NOW + timedelta(**span), tick=False)


def titles(client, address=FEED):
    return values(lint(feed(client, address).content), "SUMMARY")


def test_what_is_announced_is_in_the_feed_in_order(client, date_at):
    date_at("Later", starts_at=START + timedelta(days=9))
    date_at("Eerst")
    date_at("Niet aangekondigd", state=OccurrenceState.DRAFT)

    response = feed(client)

    assert values(lint(response.content), "SUMMARY") == ["Eerst", "Later"]
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "X-WR-CALNAME:Agenda van" in response.content.decode()


def test_what_a_visitor_may_not_see_is_in_no_feed(client, coach, date_at):
    """Nor is the address to take part online, for anyone."""
    hidden = date_at("Ongepubliceerd")
    hidden.meetup.page.live = False
    hidden.meetup.page.save()
    closed = date_at("Besloten")
    PageViewRestriction.objects.create(page=closed.meetup.page, restriction_type="login")
    draft = date_at("Concept", state=OccurrenceState.DRAFT)
    online = date_at("Online", has_online=True, online_url="https://video.example/geheim")
    client.force_login(coach)

    assert titles(client) == ["Online"]
    for date in (hidden, closed):
        slug = date.meetup.page.slug
        assert client.get(reverse("feeds:meetup", args=[slug])).status_code == 404
        assert client.get(reverse("feeds:date", args=[slug, date.key])).status_code == 404
    assert client.get(reverse("feeds:date", args=[draft.meetup.page.slug, draft.key])).status_code == 404
    slug = online.meetup.page.slug
    for address in (FEED, reverse("feeds:meetup", args=[slug]), reverse("feeds:date", args=[slug, online.key])):
        assert b"geheim" not in feed(client, address).content


def test_two_past_months_and_sixty_days_of_cancellations(client, date_at):
    date_at("December", starts_at=NOW - timedelta(days=60))
    date_at("November", starts_at=NOW - timedelta(days=63))
    for title, days in (("Net afgezegd", 59), ("Lang afgezegd", 61)):
        date_at(
            title, state=OccurrenceState.CANCELLED, reason="Te weinig mensen.", cancelled_at=NOW - timedelta(days=days)
        )

    assert titles(client) == ["December", "Gaat niet door: Net afgezegd"]


def test_feeds_know_every_filter_of_the_agenda():
    agenda = {facet.parameter for facet in AGENDA_FACETS}
    assert {facet.parameter for facet in FACETS} == agenda - {ROOM.parameter}


def test_filters_of_the_agenda(client, date_at):
    toetsen = ThemeFactory(name="Toetsen", slug="toetsen")
    school = InstitutionFactory(name="ROC De Brug", slug="roc-de-brug", province="Utrecht")
    date_at("Webinar", meetup__kind=MeetupKind.WEBINAR, has_online=True, has_on_site=False)
    date_at("Op school", themes=[toetsen], meetup__institution=school, starts_at=START + timedelta(days=1))

    assert titles(client, f"{FEED}?soort=webinar") == ["Webinar"]
    assert titles(client, f"{FEED}?online=ja") == ["Webinar"]
    assert titles(client, f"{FEED}?online=nee") == ["Op school"]
    assert titles(client, f"{FEED}?thema=toetsen&school=roc-de-brug&provincie=Utrecht") == ["Op school"]
    assert titles(client, f"{FEED}?thema=toetsen&soort=webinar") == []
    assert titles(client, f"{FEED}?utm=x&volgorde=dichtbij") == ["Webinar", "Op school"]
    name = values(lint(feed(client, f"{FEED}?thema=toetsen&school=roc-de-brug").content), "NAME")
    assert name[0].endswith(r": Toetsen\, ROC De Brug")


@pytest.mark.parametrize("query", ["thema=bestaat-niet", "school=weg", "soort=feest", "online=misschien", "thema=%00"])
def test_a_choice_that_is_gone_gives_an_empty_calendar(client, date_at, query):
    date_at()
    response = client.get(f"{FEED}?{query}")

    assert response.status_code == 200
    assert query == "thema=%00" or b"VEVENT" not in response.content


def test_a_subscription_to_a_school_outlives_its_merger(client, date_at):
    new = InstitutionFactory(name="ROC Samen", slug="roc-samen")
    Institution.objects.filter(pk=InstitutionFactory(slug="roc-oud").pk).update(merged_into=new)
    date_at("Bij de nieuwe school", meetup__institution=new)

    assert titles(client, f"{FEED}?school=roc-oud") == ["Bij de nieuwe school"]


def test_a_series_and_a_single_date_have_their_own_feed(client, date_at):
    first = date_at("Intervisie", starts_at=NOW - timedelta(days=200))
    second = OccurrenceFactory(meetup=first.meetup, starts_at=START)
    date_at("Iets anders")
    slug = first.meetup.page.slug

    series = lint(feed(client, reverse("feeds:meetup", args=[slug])).content)
    single = lint(feed(client, reverse("feeds:date", args=[slug, second.key])).content)

    assert values(series, "UID") == [first.uid, second.uid]
    assert values(single, "UID") == [second.uid]
    assert client.get(reverse("feeds:date", args=["anders", second.key])).status_code == 404
    assert client.get(reverse("feeds:date", args=[slug, "zzzzzzzzzzzzzz"])).status_code == 404


def test_the_same_bytes_and_304_until_something_changes(client, date_at):
    date = date_at()
    first = feed(client)
    etag = first.headers["ETag"]

    assert etag.startswith('"')
    assert feed(client).content == first.content
    with time_passes(hours=5):
        assert feed(client).content == first.content
        unchanged = client.get(FEED, headers={"if-none-match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["ETag"] == etag
    assert client.get(FEED, headers={"if-modified-since": first.headers["Last-Modified"]}).status_code == 304

    plan = OccurrencePlan.of(date)
    change_occurrence(occurrence=date, plan=replace(plan, place="Aula"), at=NOW + timedelta(minutes=1))
    changed = client.get(FEED, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert b"Aula" in changed.content
    assert b"SEQUENCE:1" in changed.content
    cancel_occurrence(occurrence=date, reason="Ziek.", at=NOW + timedelta(minutes=2))
    assert b"STATUS:CANCELLED" in client.get(FEED, headers={"if-none-match": changed.headers["ETag"]}).content


def test_page_school_and_theme_count_as_change(client, date_at):
    theme = ThemeFactory(name="Toetsen")
    school = InstitutionFactory(name="ROC Oud")
    date = date_at(themes=[theme], meetup__institution=school)
    tags = [feed(client).headers["ETag"]]
    page = date.meetup.page

    theme.name = "Toetsing"
    theme.save()
    tags.append(feed(client).headers["ETag"])
    school.name = "ROC Nieuw"
    school.save()
    tags.append(feed(client).headers["ETag"])
    page.title = "Nieuwe titel"
    page.last_published_at = NOW
    page.save()
    tags.append(feed(client).headers["ETag"])
    page.live = False
    page.save()
    tags.append(feed(client).headers["ETag"])

    assert len(set(tags)) == len(tags)


def test_304_comes_before_any_event_is_made(client, date_at, monkeypatch):
    date_at()
    etag = feed(client).headers["ETag"]

    def never(*args, **kwargs):
        raise AssertionError("made a feed that nobody needed")

    monkeypatch.setattr(views, "body_of", never)
    with CaptureQueriesContext(connection) as one:
        assert client.get(FEED, headers={"if-none-match": etag}).status_code == 304
    for days in (1, 2):
        date_at(starts_at=START + timedelta(days=days))
    monkeypatch.undo()
    etag = feed(client).headers["ETag"]
    with CaptureQueriesContext(connection) as three:
        assert client.get(FEED, headers={"if-none-match": etag}).status_code == 304
    assert len(one) == len(three) <= 6


def test_a_feed_takes_as_many_queries_for_one_date_as_for_three(client, date_at):
    counts = []
    date_at(starts_at=START - timedelta(days=1))
    feed(client)  # finds the roots of the sites
    for days in (0, 1, 2):
        date_at(starts_at=START + timedelta(days=days), themes=[ThemeFactory()])
        with CaptureQueriesContext(connection) as queries:
            feed(client)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_head_and_compressed(client, date_at):
    date_at()
    plain = feed(client)
    small = feed(client, **{"accept-encoding": "gzip, deflate"})
    head = client.head(FEED)

    assert gzip.decompress(small.content) == plain.content
    assert small.headers["ETag"].startswith('"')
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in small.headers["Vary"]
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == plain.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(plain.content))
    assert client.post(FEED).status_code == 405


def test_language_of_the_reader_does_not_change_the_bytes(client, date_at):
    date_at()
    assert feed(client).content == feed(client, **{"accept-language": "en"}).content


@pytest.mark.parametrize("broken", ["9999-12-31 23:59:59", "kapot", "2027-13-45 10:00:00"])
@pytest.mark.sqlite
def test_one_broken_row_does_not_break_the_feed(client, date_at, caplog, broken):
    """A row as no form can write it; PostgreSQL would refuse it."""
    date_at("Heel")
    row = date_at("Kapot", starts_at=START + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_occurrence SET ends_at = %s WHERE id = %s", [broken, row.pk])

    with caplog.at_level(logging.ERROR, logger="portal.events.feeds"):
        assert titles(client) == ["Heel"]

    assert f"Date {row.pk}" in caplog.text


@pytest.mark.sqlite
def test_a_broken_moment_of_change_does_not_break_the_feed(client, date_at):
    date_at("Heel")
    row = date_at("Kapot", starts_at=START + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_occurrence SET changed_at = 'zzz' WHERE id = %s", [row.pk])

    response = feed(client)
    assert values(lint(response.content), "SUMMARY") == ["Heel"]
    assert response.headers["Last-Modified"] == "Mon, 01 Feb 2027 09:00:00 GMT"


def test_nothing_is_written_by_reading(client, date_at):
    date_at()
    before = Occurrence.objects.values_list().get()
    with CaptureQueriesContext(connection) as queries:
        feed(client)
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert Occurrence.objects.values_list().get() == before


def test_a_meetup_page_offers_its_dates_as_files(client, date_at):
    page = date_at().meetup.page
    dates = [{"key": "bcdfghjkmnpqrs", "when": "straks", "starts_at": START}] * 2
    context = {"page": page, "next_date": dates[0], "later_dates": [], "kind": "webinar"}

    one = render_to_string("events/meetup.html", context)
    assert f'href="/agenda/{page.slug}/bcdfghjkmnpqrs.ics"' in one
    assert "alle datums" not in one
    several = render_to_string("events/meetup.html", context | {"later_dates": dates[1:]})
    assert f'href="/agenda/{page.slug}/agenda.ics"' in several


def test_another_title_is_a_later_version_in_calendars_and_no_new_sequence(client, date_at):
    date = date_at(changed_at=NOW)
    page = date.meetup.page
    page.title, page.last_published_at = "Nieuwe titel", NOW + timedelta(hours=1)
    page.save()
    lines = feed(client).content.decode().splitlines()
    assert {"SUMMARY:Nieuwe titel", "SEQUENCE:0", "DTSTAMP:20270201T100000Z", "LAST-MODIFIED:20270201T100000Z"} <= set(
        lines
    )
