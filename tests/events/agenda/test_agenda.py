"""The agenda as readers get it: what stands in it, what doesn't, filters, months, nearness."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from events.harvest.models import Harvest
from events.harvest.states import HarvestState
from events.meetups.states import MeetupKind, OccurrenceState
from network.institutions.actions import rename_institution
from search.index.registry import drafts_of_all, searchable_of
from tests.factories.events import START, MeetupPageFactory, OccurrenceFactory, RegistrationFactory, SessionFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory, ThemeFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def date_at(portal):
    def make(title="Werkplaats toetsen", *, starts_at=START, **changes):
        page = changes.pop("page", None) or MeetupPageFactory(parent=portal.agenda, title=title)
        return OccurrenceFactory(meetup__page=page, starts_at=starts_at, **changes)

    return make


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def titles(client, address: str) -> list[str]:
    return [item.title for item in client.get(address).context["items"]]


def test_coming_dates_stand_in_order_and_past_ones_apart(client, date_at):
    date_at("Later", starts_at=START + timedelta(days=9))
    date_at("Eerst")
    date_at("Geweest", starts_at=NOW - timedelta(days=3))

    assert titles(client, "/agenda/") == ["Eerst", "Later"]
    assert titles(client, "/agenda/?periode=geweest") == ["Geweest"]


def test_series_is_one_line_under_its_next_date(client, date_at):
    first = date_at("Intervisie", starts_at=NOW - timedelta(days=7))
    for weeks in (1, 5, 9):
        OccurrenceFactory(meetup=first.meetup, starts_at=NOW + timedelta(weeks=weeks))

    [item] = client.get("/agenda/").context["items"]

    assert item.day == NOW + timedelta(weeks=1)
    assert "en nog 2 datums" in item.meta


def test_series_stands_under_a_date_that_goes_on_and_folds_the_later_ones(client, date_at):
    off = {"state": OccurrenceState.CANCELLED, "cancelled_at": NOW, "reason": "Het is vakantie."}
    series = date_at("Inloopuur", starts_at=NOW + timedelta(days=1), **off).meetup
    date_at("Ertussen", starts_at=NOW + timedelta(days=3))
    for weeks in range(1, 8):
        OccurrenceFactory(meetup=series, starts_at=NOW + timedelta(weeks=weeks))

    between, item = client.get("/agenda/").context["items"]

    assert (between.title, item.title) == ("Ertussen", "Inloopuur")
    assert (item.day, item.seats) == (NOW + timedelta(weeks=1), "plek vrij")
    assert "en nog 6 datums" in item.meta
    page = text_of(client, series.page.url)
    assert page.index("Het is vakantie.") < page.index("2 latere datums")


def test_programme_says_round_and_seats_of_what_people_choose(client, date_at):
    occurrence = date_at("Conferentie")
    seat = RegistrationFactory(occurrence=occurrence)
    for title, seats in (("Vol", 1), ("Ruim", 5)):
        session = SessionFactory(occurrence=occurrence, title=title, is_chosen=True, seats=seats)
        seat.sessions.add(session)
    SessionFactory(occurrence=occurrence, title="Voor iedereen", room="Zaal 1")

    lines = {line.session.title: line.notes for line in client.get(occurrence.meetup.page.url).context["programme"]}

    assert lines == {
        "Vol": ("tot 10.45", "ronde 1", "vol"),
        "Ruim": ("tot 10.45", "ronde 1", "nog 4 plekken"),
        "Voor iedereen": ("Zaal 1",),
    }


def test_what_is_not_announced_or_not_published_is_nowhere(client, portal, date_at):
    date_at("Geheime datum", state=OccurrenceState.DRAFT)
    hidden = date_at("Ongepubliceerd")
    hidden.meetup.page.live = False
    hidden.meetup.page.save()
    closed = date_at("Besloten")
    PageViewRestriction.objects.create(page=closed.meetup.page, restriction_type="login")
    date_at("Zichtbaar")

    for address in ("/agenda/", "/agenda/?maand=2027-02", "/agenda/?soort=network"):
        text = text_of(client, address)
        assert "Zichtbaar" in text
        for word in ("Geheime datum", "Ongepubliceerd", "Besloten"):
            assert word not in text


def test_member_also_finds_what_is_for_members(client, coach, date_at):
    closed = date_at("Besloten")
    PageViewRestriction.objects.create(page=closed.meetup.page, restriction_type="login")
    client.force_login(coach)

    assert titles(client, "/agenda/") == ["Besloten"]


def test_cancelled_date_stays_with_its_reason(client, date_at):
    occurrence = date_at(
        "Uitlegvideo", state=OccurrenceState.CANCELLED, cancelled_at=NOW, reason="De begeleider is ziek."
    )

    assert "gaat niet door" in text_of(client, "/agenda/")
    assert "De begeleider is ziek." in text_of(client, occurrence.meetup.page.url)


def test_seats_are_said_in_words(client, date_at):
    occurrence = date_at(seats_on_site=3)
    RegistrationFactory.create_batch(2, occurrence=occurrence)

    assert "nog 1 plek" in text_of(client, "/agenda/")

    RegistrationFactory(occurrence=occurrence)
    assert "vol, met wachtlijst" in text_of(client, "/agenda/")
    assert titles(client, "/agenda/?plek=vrij") == []


def test_filters_narrow_and_count(client, portal, date_at):
    school = InstitutionFactory(slug="brug", name="Brugcollege", province="Utrecht")
    page = MeetupPageFactory(parent=portal.agenda, title="Webinar AI")
    page.themes.add(ThemeFactory(slug="ai"))
    page.save()
    date_at(page=page, meetup__kind=MeetupKind.WEBINAR, has_on_site=False, has_online=True)
    date_at("In Utrecht", meetup__institution=school)

    assert titles(client, "/agenda/?soort=webinar") == ["Webinar AI"]
    assert titles(client, "/agenda/?thema=ai") == ["Webinar AI"]
    assert titles(client, "/agenda/?online=ja") == ["Webinar AI"]
    assert titles(client, "/agenda/?online=nee") == ["In Utrecht"]
    assert titles(client, "/agenda/?provincie=Utrecht") == ["In Utrecht"]
    assert titles(client, "/agenda/?school=brug") == ["In Utrecht"]
    rename_institution(institution=school, name="Vechtcollege")
    assert titles(client, "/agenda/?school=brug") == ["In Utrecht"]
    assert titles(client, "/agenda/?soort=onzin&thema=%00&provincie=Mars") == ["Webinar AI", "In Utrecht"]


def test_member_sorts_by_nearness_to_the_own_school(client, coach, date_at):
    here = InstitutionFactory(latitude=52.09, longitude=5.12)
    far = InstitutionFactory(latitude=53.22, longitude=6.57)
    AffiliationFactory(member=coach, institution=here, state="confirmed")
    date_at("Ver weg", meetup__institution=far)
    date_at("Dichtbij", meetup__institution=here, starts_at=START + timedelta(days=3))
    client.force_login(coach)

    assert titles(client, "/agenda/?volgorde=dichtbij") == ["Dichtbij", "Ver weg"]
    assert "159 km van jouw school" in text_of(client, "/agenda/")


def test_month_shows_each_date_on_its_day(client, date_at):
    date_at("Op de elfde")
    date_at("In maart", starts_at=START + timedelta(days=30))

    text = text_of(client, "/agenda/?maand=2027-02")

    assert "Op de elfde" in text
    assert "In maart" not in text
    assert 'href="?maand=2027-03"' in text
    assert 'href="?maand=2027-01"' in text


def test_queries_stay_the_same_for_more_meetups(client, date_at):
    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    addresses = ("/agenda/?online=nee", "/agenda/?maand=2027-02")
    date_at(seats_on_site=9)
    before = [count(address) for address in addresses]
    for number in range(3):
        occurrence = date_at(f"Nog een {number}", seats_on_site=9, meetup__institution=InstitutionFactory())
        RegistrationFactory(occurrence=occurrence, member=MemberFactory())

    assert [count(address) for address in addresses] == before


def test_search_learns_of_many_meetups_in_as_many_queries_as_of_one(portal, date_at):
    def add(title: str) -> None:
        held = date_at(title, starts_at=NOW - timedelta(days=3), meetup__institution=school)
        SessionFactory(occurrence=held)
        Harvest.objects.create(
            occurrence=held, state=HarvestState.ONLINE, summary=f"Uitkomst van {title}", online_at=NOW
        )

    def bodies() -> tuple[list[str], int]:
        searchable = searchable_of("bijeenkomst")
        with CaptureQueriesContext(connection) as queries:
            found = drafts_of_all(searchable, list(searchable.all_objects().order_by("pk")))
        return [draft.body for (draft,) in found], len(queries)

    school = InstitutionFactory()
    add("Eerst")
    bodies()
    _one, before = bodies()
    MeetupPageFactory(parent=portal.agenda, title="Zonder datum")
    add("Tweede")
    add("Derde")

    found, after = bodies()
    assert after == before
    said = [re.findall(r"Uitkomst van \w+", body) for body in found]
    assert said == [["Uitkomst van Eerst"], [], ["Uitkomst van Tweede"], ["Uitkomst van Derde"]]


def test_a_date_at_another_school_stands_at_that_school(client, date_at):
    date = date_at(place="", institution=InstitutionFactory(name="Getij College"))
    date.meetup.institution = InstitutionFactory(name="Lindenwaard College")
    date.meetup.save()

    [item] = client.get("/agenda/").context["items"]

    assert "Getij College" in item.meta
    assert "Lindenwaard College" not in item.meta
    assert "Getij College" in client.get(date.meetup.page.url).context["next_date"].place


def test_a_date_of_several_days_says_until_when(client, date_at):
    date_at(ends_at=START + timedelta(days=1, hours=3))
    date_at("Avond", ends_at=datetime(2027, 2, 11, 23, 0, tzinfo=UTC))

    days, evening = client.get("/agenda/").context["items"]

    assert "do 10.00–vr 13.00 uur" in days.meta
    assert "do 10.00–24.00 uur" in evening.meta
    weeks = client.get("/agenda/?maand=2027-02").context["weeks"]
    titles = {day.day.day: [entry.title for entry in day.entries] for week in weeks for day in week if day.day}
    assert (titles[11], titles[12]) == (["Werkplaats toetsen", "Avond"], ["Werkplaats toetsen"])
