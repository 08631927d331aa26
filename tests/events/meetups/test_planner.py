"""The planner as organisers use it, without access to the editors' side, and as nobody else can."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.meetups.actions import set_organisers
from events.meetups.listeners import People
from events.meetups.models import Meetup, Occurrence
from events.meetups.series import local_moment
from events.meetups.states import OccurrenceState
from portal.shared.calendar_days.models import SchoolHoliday
from tests.events.meetups.conftest import NOW
from tests.factories.events import MeetupFactory, OccurrenceFactory, SessionFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db

DATE = {"day": "2027-03-18", "starts": "10:00", "ends": "12:00", "has_on_site": "on", "place": "Brugzaal"}
SERIES = {**DATE, "start": "2027-03-18", "frequency": "weekly", "interval": "1", "count": "3"}


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def meetup(agenda, coach):
    meetup = MeetupFactory(page__parent=agenda, page__title="Samen verder")
    set_organisers(meetup=meetup, organisers=[coach], at=NOW)
    return meetup


@pytest.fixture
def organiser(client, coach):
    client.force_login(coach)
    return client


def url(name, meetup, *more):
    return reverse(f"meetups:{name}", args=[meetup.key, *more])


def settings_of(form, **changes):
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value not in (None, False)}
    return {**values, **changes}


def test_a_date_is_added_shown_and_announced(organiser, meetup):
    page = organiser.post(url("new_date", meetup), DATE, follow=True)
    assert "donderdag 18 maart 2027, 10.00–12.00, Brugzaal" in page.content.decode()
    row = meetup.occurrences.get()
    assert (row.starts_at, row.state) == (local_moment(date(2027, 3, 18), time(10)), OccurrenceState.DRAFT)
    page = organiser.get(url("announce", meetup))
    assert "donderdag 18 maart 2027" in page.content.decode()
    organiser.post(url("announce", meetup), {"dates": [row.key]})
    row.refresh_from_db()
    assert row.state == OccurrenceState.PLANNED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends": "09:00"}, "ends"),
        ({"has_on_site": ""}, "has_on_site"),
        ({"day": "2027-03-28", "starts": "02:30"}, "starts"),
        ({"day": "2027-10-31", "starts": "02:30"}, "starts"),
        ({"day": "0002-03-18"}, "day"),
        ({"seats_on_site": "-1"}, "seats_on_site"),
    ],
)
def test_a_wrong_date_says_so_at_the_field_and_keeps_what_was_typed(organiser, meetup, change, field):
    page = organiser.post(url("new_date", meetup), {**DATE, **change})
    assert page.context["form"].errors.keys() == {field}
    assert 'value="Brugzaal"' in page.content.decode()
    assert not meetup.occurrences.exists()


def test_a_change_is_shown_before_it_happens_with_who_hears_of_it(organiser, meetup, counter):
    first = OccurrenceFactory(meetup=meetup, starts_at=local_moment(date(2027, 3, 18), time(10)))
    OccurrenceFactory(meetup=meetup, starts_at=local_moment(date(2027, 3, 25), time(10)))
    counter.numbers = {first.pk: People(on_site=7)}
    asked = {**DATE, "place": "Aula", "scope": "all"}
    page = organiser.post(url("date", meetup, first.key), asked)
    assert [line.title for line in page.context["lines"]] == [
        "donderdag 18 maart 2027, 10.00–12.00, Brugzaal",
        "donderdag 25 maart 2027, 10.00–12.00, Brugzaal",
    ]
    assert "wordt: Aula" in page.content.decode()
    assert [line.hears for line in page.context["lines"]] == [7, 0]
    assert set(meetup.occurrences.values_list("place", flat=True)) == {"Brugzaal"}
    organiser.post(url("date", meetup, first.key), {**asked, "confirm": "1"})
    assert set(meetup.occurrences.values_list("place", flat=True)) == {"Aula"}


def test_going_back_from_the_preview_loses_nothing(organiser, meetup):
    row = OccurrenceFactory(meetup=meetup)
    page = organiser.post(url("date", meetup, row.key), {**DATE, "place": "Aula", "back": "1"})
    assert 'value="Aula"' in page.content.decode()


def test_the_preview_shows_every_value_that_changes_and_no_other(organiser, meetup):
    row = OccurrenceFactory(meetup=meetup, seats_on_site=10)
    typed = {
        **DATE,
        "place": "Aula",
        "seats_on_site": "12",
        "has_online": "on",
        "online_url": "https://video.example/z",
    }
    page = organiser.post(url("date", meetup, row.key), typed)
    (line,) = page.context["lines"]
    assert [(value.label, value.was, value.now) for value in line.values if value.label != "Wanneer"] == [
        ("Gebouw en zaal", "Brugzaal", "Aula"),
        ("Plekken ter plekke", "10", "12"),
        ("Online", "nee", "ja"),
        ("Adres om online mee te doen", "niets", "https://video.example/z"),
    ]
    row.refresh_from_db()
    assert row.place == "Brugzaal"


def test_what_the_preview_carries_is_the_whole_form(organiser, meetup):
    row = OccurrenceFactory(meetup=meetup)
    page = organiser.post(url("date", meetup, row.key), {**DATE, "place": "Aula", "seats_on_site": "12"})
    form = page.context["form"]
    carried = {name: form[name].value() or "" for name in form.fields}
    organiser.post(url("date", meetup, row.key), {**carried, "confirm": "1"})
    row.refresh_from_db()
    assert (row.place, row.seats_on_site, row.has_on_site, row.has_online) == ("Aula", 12, True, False)


def test_a_cancellation_asks_a_reason_then_shows_what_goes(organiser, meetup):
    row = OccurrenceFactory(meetup=meetup)
    page = organiser.post(url("cancel", meetup, row.key), {"reason": ""})
    assert "reason" in page.context["form"].errors
    organiser.post(url("cancel", meetup, row.key), {"reason": "Ziek"})
    row.refresh_from_db()
    assert row.state == OccurrenceState.PLANNED
    organiser.post(url("cancel", meetup, row.key), {"reason": "Ziek", "confirm": "1"})
    row.refresh_from_db()
    assert (row.state, row.reason) == (OccurrenceState.CANCELLED, "Ziek")


def test_a_series_shows_its_dates_with_holidays_and_leaves_out_what_is_unticked(organiser, meetup):
    SchoolHoliday.objects.create(
        region="zuid", name="Voorjaarsvakantie", starts_on=date(2027, 3, 20), ends_on=date(2027, 3, 28)
    )
    page = organiser.post(url("series", meetup), SERIES).content.decode()
    assert "donderdag 25 maart 2027 – " in page
    assert "Voorjaarsvakantie (Zuid" in page
    assert not meetup.occurrences.exists()
    organiser.post(url("series", meetup), {**SERIES, "confirm": "1", "kept": ["2027-03-18", "2027-04-01"]})
    starts = meetup.occurrences.order_by("pk").values_list("starts_at", flat=True)
    assert list(starts) == [local_moment(date(2027, 3, 18), time(10)), local_moment(date(2027, 4, 1), time(10))]


@pytest.mark.parametrize(
    "change", [{"count": ""}, {"count": "61"}, {"until": "2037-01-01"}, {"interval": "0"}, {"until": "2027-01-01"}]
)
def test_a_series_that_can_not_be_is_refused(organiser, meetup, change):
    page = organiser.post(url("series", meetup), {**SERIES, **change})
    assert page.context["form"].errors


def test_settings_are_kept_with_groups_and_reminders(organiser, meetup):
    form = organiser.get(url("settings", meetup)).context["form"]
    typed = settings_of(form, kind="workshop", groups="Docenten: 6\nICT: 4", reminder_hours="24, 168", waitlist_limit=0)
    organiser.post(url("settings", meetup), typed)
    meetup.refresh_from_db()
    assert (meetup.kind, meetup.reminder_hours, meetup.waitlist_limit) == ("workshop", [168, 24], 0)
    assert list(meetup.seat_groups.values_list("name", "seats")) == [("Docenten", 6), ("ICT", 4)]
    kept = set(meetup.seat_groups.values_list("pk", flat=True))
    form = organiser.get(url("settings", meetup)).context["form"]
    organiser.post(url("settings", meetup), settings_of(form, groups="Docenten: 7\nICT: 4"))
    assert set(meetup.seat_groups.values_list("pk", flat=True)) == kept


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"groups": "Docenten"}, "groups"),
        ({"groups": "Docenten: 6\nDocenten: 7"}, "groups"),
        ({"reminder_hours": "morgen"}, "reminder_hours"),
        ({"opens_at": "2027-02-02T10:00", "closes_at": "2027-02-01T10:00"}, "closes_at"),
        ({"opens_at": "2027-03-28T02:30"}, "opens_at"),
        ({"offer_hours": "0"}, "offer_hours"),
    ],
)
def test_a_wrong_setting_says_so_at_the_field(organiser, meetup, change, field):
    form = organiser.get(url("settings", meetup)).context["form"]
    page = organiser.post(url("settings", meetup), settings_of(form, **change))
    assert page.context["form"].errors.keys() == {field}


def test_organisers_are_found_by_name_and_never_none(organiser, meetup, coach, other_coach):
    MemberFactory(given_name="Femke", family_name="Weg", is_active=False)
    page = organiser.get(url("organisers", meetup), {"naam": "fem"})
    assert [str(member) for member in page.context["found"]] == [str(other_coach)]
    address = f"{url('organisers', meetup)}?naam=fem"
    assert organiser.post(address, {}).context["form"].errors
    organiser.post(address, {"members": [coach.key, other_coach.key]})
    assert set(meetup.organisers.all()) == {coach, other_coach}
    organiser.post(url("organisers", meetup), {"members": [other_coach.key]})
    assert organiser.get(url("desk", meetup)).status_code == 404


def test_a_programme_with_a_round(organiser, meetup):
    row = OccurrenceFactory(meetup=meetup, starts_at=local_moment(date(2027, 3, 18), time(10)))
    item = {"starts": "10:00", "ends": "10:45", "is_chosen": "on", "seats": "5"}
    for title in ("Toetsen", "Apps"):
        organiser.post(url("programme", meetup, row.key), {**item, "title": title})
    page = organiser.get(url("programme", meetup, row.key))
    assert [(each["session"].title, each["round"]) for each in page.context["items"]] == [("Toetsen", 1), ("Apps", 1)]
    outside = organiser.post(url("programme", meetup, row.key), {**item, "title": "Laat", "ends": "13:00"})
    assert outside.context["form"].errors
    session = row.sessions.get(title="Apps")
    organiser.post(url("session", meetup, row.key, session.key), {**item, "title": "Apps en meer"})
    session.refresh_from_db()
    assert session.title == "Apps en meer"
    organiser.post(url("session", meetup, row.key, session.key), {"remove": "1"})
    assert row.sessions.count() == 1


def addresses(meetup):
    row = OccurrenceFactory(meetup=meetup)
    session = SessionFactory(occurrence=row)
    return [
        *(url(name, meetup) for name in ("desk", "announce", "new_date", "settings", "organisers", "series")),
        *(url(name, meetup, row.key) for name in ("date", "cancel", "programme")),
        url("session", meetup, row.key, session.key),
    ]


def test_a_foreign_meetup_answers_like_a_missing_one(client, meetup, other_coach):
    client.force_login(other_coach)
    for address in addresses(meetup):
        missing = address.replace(meetup.key, "z" * len(meetup.key))
        for method in (client.get, client.post):
            assert method(address).status_code == method(missing).status_code == 404


def test_a_date_of_another_meetup_is_not_found(organiser, agenda, meetup):
    other = OccurrenceFactory(meetup__page__parent=agenda)
    session = SessionFactory(occurrence=other)
    own = OccurrenceFactory(meetup=meetup)
    assert organiser.get(url("date", meetup, other.key)).status_code == 404
    assert organiser.get(url("cancel", meetup, other.key)).status_code == 404
    assert organiser.get(url("session", meetup, own.key, session.key)).status_code == 404


def test_a_visitor_signs_in_first(client, meetup):
    for address in addresses(meetup):
        assert client.get(address).status_code == 302


def test_looking_changes_nothing(organiser, meetup):
    asked = addresses(meetup)
    before = list(Occurrence.objects.values()), list(Meetup.objects.values())
    for address in asked:
        assert organiser.get(address).status_code == 200
    assert (list(Occurrence.objects.values()), list(Meetup.objects.values())) == before


def test_the_own_page_lists_what_someone_organises(organiser, client, meetup, other_coach):
    OccurrenceFactory(meetup=meetup)
    assert "Samen verder" in organiser.get("/mijn/").content.decode()
    client.force_login(other_coach)
    assert "Samen verder" not in client.get("/mijn/").content.decode()


def test_the_desk_costs_the_same_for_one_date_and_for_three(organiser, meetup, django_assert_num_queries):

    OccurrenceFactory(meetup=meetup)
    organiser.get(url("desk", meetup))
    with CaptureQueriesContext(connection) as one:
        organiser.get(url("desk", meetup))
    for days in (1, 2):
        OccurrenceFactory(meetup=meetup, starts_at=NOW + timedelta(days=days))
    with django_assert_num_queries(len(one)):
        organiser.get(url("desk", meetup))


def test_a_past_date_is_not_changed_any_more(organiser, meetup):
    past = OccurrenceFactory(meetup=meetup, starts_at=NOW - timedelta(days=3))
    assert organiser.get(url("date", meetup, past.key)).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("reminder_hours", "00002499999999999"),
        ("reminder_hours", "0000240000"),
        ("groups", "Docenten: 00001999999999999"),
    ],
)
def test_a_number_that_begins_with_noughts_is_as_large_as_it_is(organiser, meetup, field, typed):
    form = organiser.get(url("settings", meetup)).context["form"]
    page = organiser.post(url("settings", meetup), settings_of(form, **{field: typed}))
    assert page.status_code == 200
    assert page.context["form"].errors[field]


def test_a_date_of_several_days_keeps_them(organiser, meetup):
    start = local_moment(date(2027, 3, 18), time(20))
    row = OccurrenceFactory(meetup=meetup, starts_at=start, ends_at=start + timedelta(days=1, hours=-7))
    page = organiser.get(url("date", meetup, row.key))
    assert "vrijdag 19 maart 2027" in page.content.decode()
    typed = settings_of(page.context["form"], place="Poortzaal", confirm="ja")
    assert organiser.post(url("date", meetup, row.key), typed).status_code == 302
    row.refresh_from_db()
    assert (row.place, row.starts_at, row.ends_at) == ("Poortzaal", start, start + timedelta(days=1, hours=-7))
    organiser.post(url("date", meetup, row.key), {**typed, "last_day": "2027-03-20"})
    row.refresh_from_db()
    assert row.ends_at == local_moment(date(2027, 3, 20), time(13))
    page = organiser.post(url("date", meetup, row.key), {**typed, "last_day": "2027-03-17"})
    assert page.context["form"].errors.keys() == {"ends"}
