"""The page a phone keeps: what stands on it, for whom, and what tells the phone that it may."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe

from events.meetups.states import OccurrenceState
from events.registrations.states import RegistrationState
from events.registrations.tickets import TicketPicture, ticket_of, ticket_pictures
from network.members.sessions import session_tag
from tests.factories.events import START, MeetupFactory, OccurrenceFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

PAGE = "/mijn/op-zak/"
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
ROOM = "https://vergader.example/kamer-42"
OFF = {"state": OccurrenceState.CANCELLED, "reason": "Ziek.", "cancelled_at": NOW}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _nobody_draws():
    """Take out whoever draws tickets: these tests say who does."""
    drawing = ticket_pictures.items()
    for name, _draw in drawing:
        ticket_pictures.unregister(name)
    yield
    for name, draw in drawing:
        ticket_pictures.register(name, draw)


@pytest.fixture
def sign_up(portal):
    """Give someone a registration for a date of its own."""

    def make(member, *, title="Een bijeenkomst", days=0, date=None, **values):
        meetup = MeetupFactory(page__parent=portal.agenda, page__title=title)
        starts_at = START + timedelta(days=days)
        occurrence = OccurrenceFactory(
            **{"meetup": meetup, "starts_at": starts_at, "online_url": ROOM, "city": "Zwolle"} | (date or {})
        )
        return RegistrationFactory(occurrence=occurrence, member=member, **values)

    return make


@pytest.fixture
def drawn():
    """Someone checks people in, and draws a ticket for who comes on site."""

    def draw(row):
        if row.mode != "on_site":
            return None
        return TicketPicture(svg=mark_safe(f'<svg data-ticket="{row.pk}"></svg>'), code="K7-PQ2")

    ticket_pictures.register("test", draw)
    yield draw
    ticket_pictures.unregister("test")


def read(client, member):
    client.force_login(member)
    return client.get(PAGE)


def test_page_holds_when_where_and_the_moment_it_was_made_with_its_zone(client, coach, sign_up):
    sign_up(coach, title="Tweede", days=7)
    sign_up(coach, title="Eerste")

    text = read(client, coach).content.decode()

    assert text.index("Eerste") < text.index("Tweede")
    assert "donderdag 11 februari 2027, 10.00 tot 12.00 (Nederlandse tijd, CET)" in text
    assert "Brugzaal, Zwolle" in text
    assert "zoals ze waren op maandag 4 januari 2027 om 09.00 (Nederlandse tijd, CET)" in text
    # Shown only by the service worker.
    assert '<div class="notice" role="status" data-pocket-kept hidden>' in text


def test_page_is_of_who_asks_and_of_coming_dates_only(client, coach, other_coach, sign_up):
    sign_up(coach, title="Van mij")
    sign_up(other_coach, title="Van een ander")
    sign_up(coach, title="Voorbij", days=-60)
    sign_up(coach, title="Afgemeld", state=RegistrationState.WITHDRAWN)

    text = read(client, coach).content.decode()

    assert "Van mij" in text
    assert [name for name in ("Van een ander", "Voorbij", "Afgemeld") if name in text] == []


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get(PAGE)
    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={PAGE}")


def test_the_online_address_is_for_who_comes_online(client, coach, sign_up):
    sign_up(coach, mode="online")
    assert ROOM in read(client, coach).content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"mode": "on_site"},
        {"mode": "online", "state": RegistrationState.WAITLISTED, "queued_at": NOW},
        {"mode": "online", "date": OFF},
    ],
)
def test_the_online_address_is_for_nobody_else(client, coach, sign_up, values):
    sign_up(coach, **values)
    assert ROOM not in read(client, coach).content.decode()


def test_the_ticket_is_shown_to_who_comes(client, coach, sign_up, drawn):
    comes = sign_up(coach)
    waits = sign_up(coach, state=RegistrationState.WAITLISTED, queued_at=NOW)
    off = sign_up(coach, date=OFF)

    text = read(client, coach).content.decode()

    assert f'<svg data-ticket="{comes.pk}"></svg>' in text
    assert "K7-PQ2" in text
    assert comes.key not in text
    assert [row for row in (waits, off) if f'data-ticket="{row.pk}"' in text] == []
    assert "gaat niet door" in text


def test_without_a_picture_the_key_of_the_registration_stands_in(client, coach, sign_up):
    row = sign_up(coach)
    assert ticket_of(row) is None
    assert f"<strong>{row.key}</strong>" in read(client, coach).content.decode()


def test_an_offered_seat_says_until_when(client, coach, sign_up):
    sign_up(coach, state=RegistrationState.OFFERED, hold_ends_at=NOW + timedelta(days=1))
    text = read(client, coach).content.decode()
    assert "een plek wordt voor je bewaard tot dinsdag 5 januari 2027 om 09.00" in text


def test_page_says_whose_it_is_and_until_when_a_phone_may_show_it(client, coach, sign_up):
    sign_up(coach)

    answer = read(client, coach)

    mark = f'data-visitor="{answer.headers["X-Pocket"]}"'
    assert mark in answer.content.decode()
    assert mark in client.get("/mijn/").content.decode()
    assert len(answer.headers["X-Pocket"]) == 16
    assert parse_datetime(answer.headers["X-Pocket-Until"]) == client.session.get_expiry_date()
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_dates_there_is_nothing_to_keep(client, coach):
    answer = read(client, coach)
    assert "Je hebt geen komende datums." in answer.content.decode()
    assert [name for name in ("X-Pocket", "X-Pocket-Until") if name in answer.headers] == []


def test_each_session_and_each_member_has_another_mark(client, rf, coach, other_coach):
    def mark(of):
        browser = Client()
        browser.force_login(of)
        request = rf.get("/")
        request.user, request.session = of, browser.session
        return session_tag(request)

    marks = [mark(coach), mark(coach), mark(other_coach)]
    assert len(set(marks)) == 3
    assert coach.key not in "".join(marks)


def test_pages_for_visitors_say_so_and_errors_say_nothing(client, portal):
    assert 'data-visitor=""' in client.get("/account/login/").content.decode()
    assert 'data-visitor=""' in client.get("/verhalen/").content.decode()
    assert "data-visitor" not in client.get("/bestaat-niet/").content.decode()


def test_pages_where_dates_change_fill_the_pocket(client, coach, sign_up):
    row = sign_up(coach)
    client.force_login(coach)
    for address in ("/mijn/", PAGE, f"/mijn/aanmeldingen/{row.key}/"):
        assert "data-pocket-keep" in client.get(address).content.decode()
    assert "data-sign-out" in client.get("/account/logout/").content.decode()


def test_page_takes_the_same_queries_with_one_and_three_dates(client, coach, sign_up, drawn, django_assert_num_queries):
    sign_up(coach)
    client.force_login(coach)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as first:
        client.get(PAGE)
    sign_up(coach, days=1)
    sign_up(coach, days=2)
    with django_assert_num_queries(len(first)):
        client.get(PAGE)
