"""Signing up on a phone: what the box says, what the form asks, and what one can do with a registration."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.meetups.actions import cancel_occurrence
from events.meetups.states import Admission
from events.registrations.actions import SignUp, register, withdraw
from events.registrations.errors import Closed
from events.registrations.models import MeetupQuestion, Registration
from tests.events.registrations.conftest import NOW
from tests.factories.events import START, OccurrenceFactory, SessionFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def reader(client, coach):
    client.force_login(coach)
    return client


def url(date):
    return reverse("registrations:sign_up", args=[date.meetup.page.slug, date.key])


def box(client, date):
    page = client.get(date.meetup.page.url)
    assert page.status_code == 200
    return page.context["registration_box"]


def fill(date, number):
    return [
        register(occurrence=date, member=member, sign_up=SignUp(), at=timezone.now())
        for member in MemberFactory.create_batch(number)
    ]


def test_from_the_meetup_to_a_seat_in_two_taps(reader, date, coach):
    free = box(reader, date)
    assert (free.kind, free.url) == ("almost_full", url(date))
    answer = reader.post(free.url, {"needs": ""})
    row = Registration.objects.get()
    assert (row.member, row.state) == (coach, "confirmed")
    assert answer.url == reverse("registrations:mine", args=[row.key])
    assert reader.get(answer.url).status_code == 200
    assert reader.get(url(date)).status_code == 302
    assert box(reader, date).kind == "registered"


def test_reading_and_scanning_change_nothing(reader, date):
    row = register(occurrence=date, member=MemberFactory(), sign_up=SignUp(), at=NOW)
    reader.force_login(row.member)
    for name in ("mine", "leave", "answer", "change"):
        assert reader.get(reverse(f"registrations:{name}", args=[row.key])).status_code == 200
    assert Registration.objects.get().state == "confirmed"


def test_who_withdrew_or_whose_date_began_has_nothing_to_change(reader, date, coach, time_machine):
    row = register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW)
    address = reverse("registrations:change", args=[row.key])
    assert reader.get(address).status_code == 200

    time_machine.move_to(date.starts_at, tick=False)
    reader.force_login(coach)
    assert [reader.get(address).status_code, reader.post(address, {"needs": "Lift"}).status_code] == [404, 404]

    time_machine.move_to(NOW, tick=False)
    reader.force_login(coach)
    withdraw(registration=row, at=NOW)
    assert reader.get(address).status_code == 404


def test_the_box_says_one_thing(reader, date, coach, meetup):
    assert box(reader, date).kind == "almost_full"
    rows = fill(date, 2)
    assert box(reader, date).kind == "waitlist"
    mine = register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW)
    waiting = box(reader, date)
    assert (waiting.kind, waiting.text) == (
        "waiting",
        "Je staat op plek 1. Alle 2 plekken in de zaal zijn bezet. Je krijgt een mail als er een plek voor je is.",
    )
    withdraw(registration=rows[0], at=NOW)
    offered = box(reader, date)
    assert offered.kind == "offered"
    assert "6 januari 2027" in offered.text
    withdraw(registration=mine, at=NOW)
    meetup.opens_at = NOW + timedelta(days=1)
    meetup.save()
    assert box(reader, date).kind == "not_open"
    meetup.opens_at, meetup.closes_at = None, NOW
    meetup.save()
    assert box(reader, date).kind == "closed"
    meetup.admission = Admission.NONE
    meetup.save()
    assert box(reader, date).kind == "no_registration"
    cancel_occurrence(occurrence=date, reason="Ziek.", at=NOW)
    assert (box(reader, date).kind, box(reader, date).text) == ("cancelled", "Ziek.")


def test_the_school_that_is_full_says_so(reader, date, coach, meetup):
    school = InstitutionFactory()
    meetup.most_per_institution = 1
    meetup.save()
    AffiliationFactory(member=coach, institution=school)
    other = MemberFactory()
    AffiliationFactory(member=other, institution=school)
    register(occurrence=date, member=other, sign_up=SignUp(), at=NOW)
    register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW)
    assert "Van jouw school is er al 1 persoon" in box(reader, date).text


def test_the_form_asks_only_what_is_needed(reader, date, meetup):
    assert list(reader.get(url(date)).context["form"].fields) == ["needs"]
    date.has_online, date.online_url = True, "https://video.example/zaal"
    date.save()
    question = MeetupQuestion.objects.create(meetup=meetup, label="Welk vak?", is_required=True)
    group = meetup.seat_groups.create(name="ict", seats=1)
    session = SessionFactory(occurrence=date, is_chosen=True)
    form = reader.get(url(date)).context["form"]
    assert list(form.fields) == ["mode", "group", f"question_{question.key}", "round_0", "needs"]
    values = {"mode": "online", "group": group.key, "round_0": session.key, "needs": "Een lift"}
    page = reader.post(url(date), values)
    assert page.context["form"].errors.keys() == {f"question_{question.key}"}
    reader.post(url(date), {**values, f"question_{question.key}": "Wiskunde"})
    row = Registration.objects.get()
    assert (row.mode, row.seat_group, row.sessions.get()) == ("online", group, session)
    mine = reader.get(reverse("registrations:mine", args=[row.key])).content.decode()
    assert "https://video.example/zaal" in mine
    change = reverse("registrations:change", args=[row.key])
    assert reader.get(change).context["form"].initial["needs"] == "Een lift"
    reader.post(change, {f"question_{question.key}": "Taal", "round_0": "", "needs": ""})
    row = Registration.objects.get()
    assert (row.answers.get().value, row.sessions.count(), hasattr(row, "access_need")) == ("Taal", 0, False)


def test_a_long_session_that_runs_into_the_next_round_is_said_beside_it(reader, date):
    start = date.starts_at
    minutes = {"Lang": (0, 90), "Kort": (0, 45), "Later": (60, 90)}
    long, short, later = (
        SessionFactory(
            occurrence=date,
            title=title,
            is_chosen=True,
            starts_at=start + timedelta(minutes=first),
            ends_at=start + timedelta(minutes=last),
        )
        for title, (first, last) in minutes.items()
    )

    page = reader.post(url(date), {"round_0": long.key, "round_1": later.key, "needs": ""})

    errors = page.context["form"].errors
    assert errors == {"round_1": ["“Lang” duurt tot 11.30, dus daar kun je niet ook bij zijn. Kies een van de twee."]}
    assert not Registration.objects.exists()
    reader.post(url(date), {"round_0": short.key, "round_1": later.key, "needs": ""})
    assert set(Registration.objects.get().sessions.all()) == {short, later}


def test_who_is_signed_in_finds_the_link_of_a_drop_in_hour_on_its_day(client, coach, meetup, date, time_machine):
    meetup.admission = Admission.NONE
    meetup.save()
    date.has_on_site, date.has_online, date.online_url = False, True, "https://video.example/inloop"
    date.save()
    client.force_login(coach)
    assert (box(client, date).url, "Op de dag zelf" in box(client, date).text) == ("", True)

    time_machine.move_to(START - timedelta(hours=2), tick=False)
    client.force_login(coach)
    assert box(client, date).url == "https://video.example/inloop"
    client.logout()
    assert box(client, date).url == ""
    assert "video.example" not in client.get(meetup.page.url).content.decode()


def test_own_registration_brings_the_date_into_ones_calendar(reader, date, coach):
    reader.post(url(date), {"needs": ""})
    mine = reverse("registrations:mine", args=[Registration.objects.get().key])
    file = reverse("feeds:date", args=[date.meetup.page.slug, date.key])

    assert f'<a href="{file}">Zet deze datum in mijn agenda</a>' in reader.get(mine).content.decode()
    assert reader.get(file).headers["Content-Type"].startswith("text/calendar")

    withdraw(registration=Registration.objects.get(), at=NOW)
    page = reader.get(mine).content.decode()
    assert file not in page
    assert "Je bent niet meer aangemeld.</p>" in page


def test_withdraw_asks_first(reader, date, coach):
    row = register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW)
    leave = reverse("registrations:leave", args=[row.key])
    assert reader.post(leave).status_code == 302
    assert Registration.objects.get().state == "withdrawn"
    assert box(reader, date).kind == "almost_full"
    assert reader.get(reverse("registrations:mine", args=[row.key])).status_code == 200


@pytest.mark.parametrize(("says", "state"), [("ja", "confirmed"), ("nee", "withdrawn"), ("misschien", "offered")])
def test_an_offer_is_answered_on_its_page(reader, date, coach, says, state):
    rows = fill(date, 2)
    row = register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW)
    withdraw(registration=rows[0], at=NOW)
    address = reverse("registrations:answer", args=[row.key])
    assert 'name="antwoord" value="ja"' in reader.get(address).content.decode()
    reader.post(address, {"antwoord": says})
    assert Registration.objects.get(pk=row.pk).state == state


def test_an_offer_that_is_over_says_so(reader, date, coach, time_machine):
    rows = fill(date, 2)
    row = register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW)
    withdraw(registration=rows[0], at=NOW)
    time_machine.move_to(NOW + timedelta(hours=49), tick=False)
    page = reader.post(reverse("registrations:answer", args=[row.key]), {"antwoord": "ja"})
    assert "ging naar de volgende" in page.content.decode()


def test_switching_on_its_page(reader, date, coach):
    row = register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW)
    address = reverse("registrations:switch", args=[row.key])
    assert reader.get(address).status_code == 404
    date.has_online = True
    date.save()
    assert reader.get(address).status_code == 200
    reader.post(address)
    assert Registration.objects.get().mode == "online"


def test_somebody_elses_registration_is_not_there(reader, date):
    row = register(occurrence=date, member=MemberFactory(), sign_up=SignUp(), at=NOW)
    for name in ("mine", "leave", "answer", "change", "switch"):
        assert reader.post(reverse(f"registrations:{name}", args=[row.key])).status_code in (404, 405)
        assert reader.get(reverse(f"registrations:{name}", args=[row.key])).status_code == 404
    assert Registration.objects.get().state == "confirmed"


def test_a_date_nobody_knows_of_cannot_be_signed_up_for(reader, date):
    date.state = "draft"
    date.save()
    assert reader.get(url(date)).status_code == 404


def test_a_refusal_stands_on_the_form(reader, date, meetup):
    meetup.closes_at = NOW
    meetup.save()
    page = reader.post(url(date), {"needs": ""})
    assert (page.status_code, page.context["form"].non_field_errors()) == (200, [str(Closed.message)])
    assert not Registration.objects.exists()


def test_later_dates_have_their_own_link_and_cost_nothing_more(reader, date):
    OccurrenceFactory(meetup=date.meetup, starts_at=START + timedelta(days=7))
    reader.get(date.meetup.page.url)
    with CaptureQueriesContext(connection) as one:
        reader.get(date.meetup.page.url)
    OccurrenceFactory.create_batch(2, meetup=date.meetup, starts_at=START + timedelta(days=14))
    with CaptureQueriesContext(connection) as three:
        page = reader.get(date.meetup.page.url)
    assert len(page.context["other_dates"]) == 3
    assert len(one) == len(three)
