"""Messages on devices about seats, changes and cancellations: who hears what, and what it doesn't say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.meetups.actions import cancel_occurrence, change_occurrence
from events.meetups.plans import OccurrencePlan
from events.meetups.states import WaitlistPolicy
from events.registrations.actions import Partner, SignUp, erase_person, register, register_pair, withdraw
from events.registrations.models import Registration
from events.registrations.notes import CANCELLATIONS, CHANGES, SEATS
from network.push.actions import add_device, choose_purposes, send_waiting
from network.push.models import PushMessage
from portal.shared.outbox.models import OutboxMail
from tests.events.registrations.conftest import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
SECRET_ROOM = "https://vergader.example/kamer-42"


@pytest.fixture
def phone(push_server):
    """Give a member a phone that shows messages of these purposes."""

    def switch_on(member, *purposes):
        browser = push_server.subscribe()
        add_device(member=member, device="Chrome, Android", at=NOW, **browser.keys)
        choose_purposes(member=member, purposes=purposes, at=NOW)
        return browser

    return switch_on


def sign_up(date, member, **values):
    return register(occurrence=date, member=member, sign_up=SignUp(**values), at=NOW)


def test_an_offered_seat_is_told_with_its_deadline_and_leads_to_the_answer(date, people, phone):
    rows = [sign_up(date, member) for member in people[:3]]
    waiting = phone(people[2], SEATS)

    withdraw(registration=rows[0], at=LATER)
    send_waiting(at=LATER)

    [shown] = waiting.shown
    rows[2].refresh_from_db()
    assert rows[2].state == "offered"
    assert shown["title"] == "Er is een plek vrij voor jou"
    assert shown["text"].startswith("Een bijeenkomst. Zeg voor ")
    assert "CET" in shown["text"]
    assert shown["path"].startswith(f"/mijn/aanmeldingen/{rows[2].key}/")


def test_an_offer_is_worth_nothing_after_its_deadline(date, people, phone):
    rows = [sign_up(date, member) for member in people[:3]]
    phone(people[2], SEATS)
    withdraw(registration=rows[0], at=LATER)
    rows[2].refresh_from_db()

    assert PushMessage.objects.get().expires_at == rows[2].hold_ends_at


def test_who_is_asked_along_hears_it_without_the_name_of_the_colleague(date, meetup, people, phone):
    meetup.allows_pairs = True
    meetup.save()
    people[0].given_name, people[0].family_name = "Noor", "Verhagen"
    people[0].save()
    asked = phone(people[1], SEATS)

    partner = Partner("Femke", people[1].email)
    register_pair(occurrence=date, member=people[0], partner=partner, sign_up=SignUp(), at=NOW)
    send_waiting(at=NOW)

    [shown] = asked.shown
    assert shown["title"] == "Een plek voor jou"
    assert "Zeg voor " in shown["text"]
    assert "Noor" not in str(shown)


def test_who_is_asked_along_on_the_waiting_list_has_no_seat_to_hear_of(date, meetup, people, phone):
    meetup.allows_pairs = True
    meetup.save()
    for member in people[2:4]:
        sign_up(date, member)
    phone(people[1], SEATS)

    partner = Partner("Femke", people[1].email)
    register_pair(occurrence=date, member=people[0], partner=partner, sign_up=SignUp(), at=NOW)

    assert OutboxMail.objects.filter(to=people[1].email, purpose="events.registration_pair_asked").exists()
    assert not PushMessage.objects.exists()


def test_who_moves_up_hears_it(date, meetup, people, phone):
    meetup.waitlist_policy = WaitlistPolicy.AUTOMATIC
    meetup.save()
    rows = [sign_up(date, member) for member in people[:3]]
    waiting = phone(people[2], SEATS)

    withdraw(registration=rows[0], at=LATER)
    send_waiting(at=LATER)

    assert [shown["title"] for shown in waiting.shown] == ["Je hebt een plek"]


def test_a_cancelled_date_sends_one_message_to_each_who_asked(date, people, phone):
    for member in people[:3]:
        sign_up(date, member)
    comes, waits = phone(people[0], CANCELLATIONS), phone(people[2], CANCELLATIONS)
    asked_other = phone(people[1], SEATS, CHANGES)

    cancel_occurrence(occurrence=date, reason="De spreker is ziek.", at=LATER)
    send_waiting(at=LATER)
    send_waiting(at=LATER + timedelta(days=1))

    assert [shown["title"] for shown in comes.shown] == ["Een bijeenkomst van jou gaat niet door"]
    assert [shown["title"] for shown in waits.shown] == ["Een bijeenkomst van jou gaat niet door"]
    assert asked_other.shown == []
    # And everyone has the mail.
    cancelled = OutboxMail.objects.filter(purpose="events.registration_cancelled")
    assert {mail.to for mail in cancelled} == {member.email for member in people[:3]}


def test_a_change_is_told_without_the_address_to_take_part(date, people, phone):
    date.seats_online, date.online_url, date.has_online = 10, SECRET_ROOM, True
    date.save()
    sign_up(date, people[0], mode="online")
    browser = phone(people[0], CHANGES)
    moved = replace(
        OccurrencePlan.of(date), starts_at=date.starts_at + timedelta(days=7), ends_at=date.ends_at + timedelta(days=7)
    )

    change_occurrence(occurrence=date, plan=moved, at=LATER)
    send_waiting(at=LATER)

    [shown] = browser.shown
    assert "18 februari 2027" in shown["text"]
    assert SECRET_ROOM in OutboxMail.objects.get(purpose="events.registration_changed").text
    assert "vergader.example" not in str(shown)
    assert people[0].email not in str(shown)


def test_a_message_speaks_the_language_of_its_reader(date, people, phone):
    people[0].interface_language = "en"
    people[0].save()
    sign_up(date, people[0])
    browser = phone(people[0], CANCELLATIONS)

    cancel_occurrence(occurrence=date, reason="De zaal is dicht.", at=LATER)
    send_waiting(at=LATER)

    assert [shown["title"] for shown in browser.shown] == ["A meetup of yours does not go on"]


def test_guests_and_members_without_a_device_cost_no_message(date, people, push_server):
    Registration.objects.create(
        occurrence=date, guest_name="Gast", guest_email="gast@elders.example", state="confirmed"
    )
    sign_up(date, people[0])
    choose_purposes(member=people[0], purposes=[CANCELLATIONS], at=NOW)

    cancel_occurrence(occurrence=date, reason="De zaal is dicht.", at=LATER)

    assert not PushMessage.objects.exists()


def test_who_left_gets_nothing(date, people, phone):
    sign_up(date, people[0])
    browser = phone(people[0], CANCELLATIONS)
    erase_person(member=people[0], at=LATER)

    cancel_occurrence(occurrence=date, reason="De zaal is dicht.", at=LATER)
    send_waiting(at=LATER)

    assert browser.shown == []
