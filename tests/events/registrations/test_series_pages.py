"""Signing up for a series on a phone: the box, one form, the booking with its dates, and what waits on /mijn/."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.meetups.states import Booking, OccurrenceState
from events.registrations.actions import SignUp, book_series, put_in, register, withdraw_booking
from events.registrations.models import MeetupQuestion, SeriesBooking
from events.registrations.sections import COMING_DATES
from events.registrations.todos import REGISTRATION_TODOS
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from tests.events.registrations.conftest import NOW
from tests.factories.events import START, MeetupFactory, OccurrenceFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
BOOKING_PAGES = ("booking", "leave_booking", "answer_booking", "change_booking")


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def series(agenda):
    meetup = MeetupFactory(page__parent=agenda, booking=Booking.SERIES)
    for number in range(3):
        OccurrenceFactory(meetup=meetup, starts_at=START + number * WEEK, seats_on_site=2)
    return meetup


@pytest.fixture
def reader(client, coach):
    client.force_login(coach)
    return client


def url(series):
    return reverse("registrations:sign_up_series", args=[series.page.slug])


def fill(series, number=2):
    members = MemberFactory.create_batch(number)
    return [book_series(meetup=series, member=member, sign_up=SignUp(), at=NOW) for member in members]


def box(client, series):
    return client.get(series.page.url).context["registration_box"]


def dates(series):
    return list(series.occurrences.order_by("starts_at"))


def test_the_box_is_about_all_dates(reader, series, coach):
    free = box(reader, series)
    assert (free.kind, free.url) == ("almost_full", url(series))
    assert "alle 3 datums" in free.text
    bookings = fill(series)
    assert box(reader, series).kind == "waitlist"
    mine = book_series(meetup=series, member=coach, sign_up=SignUp(), at=NOW)
    waiting = box(reader, series)
    assert waiting.kind == "waiting"
    assert waiting.text.startswith("Je staat op plek 1. Deze datum is vol: donderdag 11 februari 2027")
    withdraw_booking(booking=bookings[0], at=NOW)
    assert (box(reader, series).kind, box(reader, series).url) == (
        "offered",
        reverse("registrations:answer_booking", args=[mine.key]),
    )


def test_one_full_date_makes_the_series_full(reader, series, people):
    for member in people[:2]:
        put_in(occurrence=dates(series)[1], member=member, sign_up=SignUp(), by=people[5], reason="Gast.", at=NOW)
    assert box(reader, series).kind == "waitlist"
    (item,) = reader.get("/agenda/").context["items"]
    assert item.seats == "vol, met wachtlijst"
    assert [each.title for each in reader.get("/agenda/?plek=vrij").context["items"]] == []
    series.occurrences.update(seats_on_site=3)
    (item,) = reader.get("/agenda/?plek=vrij").context["items"]
    assert item.seats == "nog 1 plek"


def test_one_form_signs_up_for_all_dates(reader, series, coach):
    question = MeetupQuestion.objects.create(meetup=series, label="Welk vak?", is_required=True)
    page = reader.get(url(series))
    assert list(page.context["form"].fields) == [f"question_{question.key}", "needs"]
    assert len(page.context["dates"]) == 3
    wrong = reader.post(url(series), {"needs": "Een lift"})
    assert (wrong.status_code, wrong.context["form"]["needs"].value()) == (200, "Een lift")
    done = reader.post(url(series), {f"question_{question.key}": "Wiskunde", "needs": "Een lift"})
    booking = SeriesBooking.objects.get(member=coach)
    assert done.url == reverse("registrations:booking", args=[booking.key])
    page = reader.get(done.url)
    assert [each.state for each in page.context["dates"]] == ["bevestigd"] * 3
    assert "Een lift" in page.content.decode()
    assert reader.get(url(series)).url == done.url
    reader.post(reverse("registrations:change_booking", args=[booking.key]), {f"question_{question.key}": "Taal"})
    assert {row.answers.get().value for row in booking.registrations.all()} == {"Taal"}


def test_a_single_date_leads_to_the_series(reader, series):
    single = reverse("registrations:sign_up", args=[series.page.slug, dates(series)[0].key])
    assert reader.get(single).url == url(series)
    assert reader.post(single, {"needs": ""}).url == url(series)
    assert not SeriesBooking.objects.exists()


def test_a_series_asks_for_an_account(client, series):
    assert client.get(url(series)).url.startswith(reverse("account_login"))


def test_a_meetup_per_date_has_no_form_for_all_and_a_hidden_one_has_none_either(reader, series, date):
    assert reader.get(url(date.meetup)).status_code == 404
    assert reader.get(url(series)).status_code == 200
    series.occurrences.update(state=OccurrenceState.DRAFT)
    assert reader.get(url(series)).status_code == 404


def test_a_refusal_says_why_when_one_can_no_longer_sign_up(reader, series):
    series.closes_at = NOW
    series.save()
    page = reader.post(url(series), {"needs": ""})
    assert "Aanmelden is gesloten" in page.content.decode() or page.context["box"].kind == "closed"
    assert not SeriesBooking.objects.exists()


def test_leaving_out_one_date_says_that_the_rest_stays(reader, series, coach):
    booking = book_series(meetup=series, member=coach, sign_up=SignUp(), at=NOW)
    page = reader.get(reverse("registrations:booking", args=[booking.key]))
    leave = page.context["dates"][1].leave_url
    assert "Je houdt je plek in de reeks" in reader.get(leave).content.decode()
    reader.post(leave)
    page = reader.get(reverse("registrations:booking", args=[booking.key]))
    assert [each.state for each in page.context["dates"]] == ["bevestigd", "afgemeld", "bevestigd"]
    assert box(reader, series).text == "Je hebt een plek op 2 datums die nog komen: in de zaal."
    date_page = reader.get(page.context["dates"][0].url).content.decode()
    assert reverse("registrations:booking", args=[booking.key]) in date_page
    reader.post(page.context["dates"][0].leave_url)
    last = reader.get(reverse("registrations:booking", args=[booking.key])).context["dates"][2]
    assert last.leave_url == ""
    assert "laatste datum" in reader.get(last.url.rstrip("/") + "/afmelden/").content.decode()


def test_a_series_that_is_over_says_so_and_keeps_its_dates(reader, series, coach, time_machine):
    booking = book_series(meetup=series, member=coach, sign_up=SignUp(), at=NOW)
    time_machine.move_to(START + 3 * WEEK, tick=False)
    reader.force_login(coach)
    page = reader.get(reverse("registrations:booking", args=[booking.key]))
    assert "Alle datums van deze reeks zijn geweest." in page.content.decode()
    assert [each.state for each in page.context["dates"]] == ["geweest"] * 3
    assert reader.get(reverse("registrations:change_booking", args=[booking.key])).status_code == 404
    refused = reader.post(reverse("registrations:leave_booking", args=[booking.key]))
    assert "is begonnen" in refused.context["ask"]["refusal"]


def test_withdrawing_from_the_series_asks_first(reader, series, coach):
    booking = book_series(meetup=series, member=coach, sign_up=SignUp(), at=NOW)
    leave = reverse("registrations:leave_booking", args=[booking.key])
    assert reader.get(leave).status_code == 200
    assert SeriesBooking.objects.get().state == "confirmed"
    reader.post(leave)
    assert SeriesBooking.objects.get().state == "withdrawn"
    assert reader.get(reverse("registrations:booking", args=[booking.key])).context["box"] is None


@pytest.mark.parametrize(("says", "state"), [("ja", "confirmed"), ("nee", "withdrawn"), ("misschien", "offered")])
def test_an_offer_is_answered_once_for_all_dates(reader, series, coach, says, state):
    bookings = fill(series)
    mine = book_series(meetup=series, member=coach, sign_up=SignUp(), at=NOW)
    withdraw_booking(booking=bookings[0], at=NOW)
    (todo,) = REGISTRATION_TODOS.todos(coach, Viewer(member_key=coach.key, is_member=True), at=NOW)
    assert todo.deadline_at == NOW + timedelta(hours=48)
    page = reader.get(todo.url)
    assert len(page.context["dates"]) == 3
    assert 'name="antwoord" value="ja"' in page.content.decode()
    reader.post(todo.url, {"antwoord": says})
    assert SeriesBooking.objects.get(pk=mine.pk).state == state


def test_the_pages_of_one_date_of_who_waits_lead_to_the_series(reader, series, coach):
    fill(series)
    mine = book_series(meetup=series, member=coach, sign_up=SignUp(), at=NOW)
    row = mine.registrations.first()
    booking = reverse("registrations:booking", args=[mine.key])
    assert reader.get(reverse("registrations:mine", args=[row.key])).url == booking
    section = COMING_DATES.context(coach, Viewer(member_key=coach.key, is_member=True), at=NOW)
    (line,) = section["dates"]
    assert (line["url"], line["when"].endswith("en nog 2 datums")) == (booking, True)
    assert reader.post(reverse("registrations:leave", args=[row.key])).status_code == 200
    assert SeriesBooking.objects.get(pk=mine.pk).state == "waitlisted"


def test_switching_is_for_all_dates_and_only_where_all_offer_it(reader, series, coach):
    booking = book_series(meetup=series, member=coach, sign_up=SignUp(), at=NOW)
    address = reverse("registrations:switch_booking", args=[booking.key])
    series.occurrences.filter(pk=dates(series)[0].pk).update(has_online=True)
    assert reader.get(address).status_code == 404
    series.occurrences.update(has_online=True, online_url="https://video.example/zaal")
    assert reader.get(address).status_code == 200
    reader.post(address)
    assert set(booking.registrations.values_list("mode", flat=True)) == {"online"}
    page = reader.get(reverse("registrations:booking", args=[booking.key]))
    assert page.content.decode().count("https://video.example/zaal") == 3


def test_somebody_elses_booking_is_not_there(reader, series):
    (booking,) = fill(series, 1)
    for name in (*BOOKING_PAGES, "switch_booking"):
        assert reader.get(reverse(f"registrations:{name}", args=[booking.key])).status_code == 404
        assert reader.post(reverse(f"registrations:{name}", args=[booking.key])).status_code in (404, 405)
    assert SeriesBooking.objects.get().state == "confirmed"


def test_more_dates_cost_no_more_queries(reader, series, coach):
    fill(series)
    booking = book_series(meetup=series, member=coach, sign_up=SignUp(), at=NOW)
    pages = [series.page.url, reverse("registrations:booking", args=[booking.key]), "/agenda/"]

    def counted():
        numbers = []
        for page in pages:
            reader.get(page)
            with CaptureQueriesContext(connection) as queries:
                reader.get(page)
            numbers.append(len(queries))
        return numbers

    few = counted()
    withdraw_booking(booking=booking, at=NOW)
    for number in range(3, 6):
        OccurrenceFactory(meetup=series, starts_at=START + number * WEEK, seats_on_site=2)
    again = book_series(meetup=series, member=coach, sign_up=SignUp(), at=NOW)
    pages[1] = reverse("registrations:booking", args=[again.key])
    assert counted() == few


def test_planner_reads_what_the_choice_means_and_why_it_cannot_change(client, series, coach):
    series.organiser_rows.create(member=coach)
    client.force_login(coach)
    fill(series, 1)
    address = reverse("meetups:settings", args=[series.key])
    form = client.get(address).context["form"]
    assert "één rij voor de hele reeks" in str(form.fields["booking"].help_text)
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    page = client.post(address, {**values, "booking": "per_date"})
    assert list(page.context["form"].errors) == ["booking"]
    page = client.post(address, {**values, "allows_pairs": "on"})
    assert list(page.context["form"].errors) == ["allows_pairs"]


def test_the_preview_counts_one_mail_per_person_as_many_as_are_sent(client, series, coach):
    series.organiser_rows.create(member=coach)
    client.force_login(coach)
    fill(series, 3)
    first = dates(series)[0]
    address = reverse("meetups:date", args=[series.key, first.key])
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    more = client.post(address, {**values, "seats_on_site": "9", "scope": "one"})
    assert (more.context["mails"], more.context["moves_up"]) == (0, True)
    moved = {**values, "place": "Aula", "scope": "all"}
    assert client.post(address, moved).context["mails"] == 3
    client.post(address, {**moved, "confirm": "1"})
    assert OutboxMail.objects.filter(purpose="events.registration_series_changed").count() == 3
    cancel = reverse("meetups:cancel", args=[series.key, first.key])
    assert client.post(cancel, {"reason": "Ziek.", "scope": "all"}).context["mails"] == 3


def test_the_preview_of_a_single_date_counts_who_hears_of_it(client, date, coach):
    date.meetup.organiser_rows.create(member=coach)
    client.force_login(coach)
    for member in MemberFactory.create_batch(3):
        register(occurrence=date, member=member, sign_up=SignUp(), at=NOW)
    address = reverse("meetups:cancel", args=[date.meetup.key, date.key])
    assert client.post(address, {"reason": "Ziek."}).context["mails"] == 3
    client.post(address, {"reason": "Ziek.", "confirm": "1"})
    assert OutboxMail.objects.filter(purpose="events.registration_cancelled").count() == 3
