"""Two colleagues come together: both in, or neither."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from events.meetups.actions import change_occurrence, set_seats
from events.meetups.plans import OccurrencePlan
from events.registrations import errors
from events.registrations.actions import (
    Guest,
    Partner,
    SignUp,
    accept_offer,
    confirm_guest,
    erase_person,
    let_in,
    merge_guest,
    register,
    register_guest,
    register_pair,
    sweep,
    withdraw,
)
from events.registrations.models import Registration
from events.registrations.views.signing_up import PER_MEMBER
from network.members.actions import deactivate_member
from portal.shared.models import SecretLink
from portal.shared.outbox.models import OutboxMail
from tests.events.registrations.conftest import NOW
from tests.factories.events import START, OccurrenceFactory
from tests.factories.network import MemberFactory
from tests.limits import tried

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def date(date):
    date.meetup.allows_pairs = True
    date.meetup.save()
    return date


def pair(date, member, partner, at=NOW):
    return register_pair(occurrence=date, member=member, partner=Partner("Femke", partner), sign_up=SignUp(), at=at)


def states(date):
    return list(Registration.objects.filter(occurrence=date).order_by("pk").values_list("state", flat=True))


def mails(to):
    return [
        p.rpartition("_")[2] for p in OutboxMail.objects.filter(to=to).order_by("pk").values_list("purpose", flat=True)
    ]


def other(row):
    return Registration.objects.exclude(pk=row.pk).get(pair_key=row.pair_key)


def test_both_are_in_once_the_second_says_yes(date, coach, other_coach):
    row = pair(date, coach, f" {other_coach.email.upper()}")
    assert pair(date, coach, other_coach.email) == row
    assert states(date) == ["held", "offered"]
    assert row.hold_ends_at == NOW + timedelta(hours=48)
    accept_offer(registration=row, at=LATER)
    assert states(date) == ["held", "offered"]
    accept_offer(registration=other(row), at=LATER)
    assert states(date) == ["confirmed", "confirmed"]
    assert mails(coach.email)[-1] == mails(other_coach.email)[-1] == "confirmed"
    withdraw(registration=row, at=LATER)
    assert states(date) == ["withdrawn", "confirmed"]


def test_a_pair_holds_its_seats_no_longer_than_an_earlier_start_allows(date, coach, other_coach):
    row = pair(date, coach, other_coach.email)
    starts_at = LATER + timedelta(hours=20)
    plan = replace(OccurrencePlan.of(date), starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    change_occurrence(occurrence=date, plan=plan, at=LATER)
    ends = set(Registration.objects.filter(pair_key=row.pair_key).values_list("hold_ends_at", flat=True))
    assert ends == {LATER + timedelta(hours=2)}


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("is_full", [True, False], ids=["in line", "asked"])
def test_of_a_pair_both_are_let_in(date, coach, other_coach, which, is_full):
    for _seat in range(date.seats_on_site if is_full else 0):
        register(occurrence=date, member=MemberFactory(), sign_up=SignUp(), at=NOW)
    row = pair(date, coach, other_coach.email)
    assert states(date)[-2:] == (["waitlisted", "waitlisted"] if is_full else ["held", "offered"])
    halves = [row, other(row)]

    let_in(registration=halves[which], by=MemberFactory(), reason="Sprekers.", at=LATER)

    assert states(date)[-2:] == ["confirmed", "confirmed"]
    assert mails(coach.email)[-1] == mails(other_coach.email)[-1] == "promoted"
    withdraw(registration=row, at=LATER)
    assert states(date)[-2:] == ["withdrawn", "confirmed"]


@pytest.mark.parametrize(("seats", "after"), [(3, "confirmed"), (1, "waitlisted")])
def test_a_pair_of_which_one_comes_already_as_a_guest_leaves_the_other_on_their_own(
    date, coach, other_coach, seats, after
):
    set_seats(occurrence=date, on_site=seats, online=None, at=NOW)
    guest = register_guest(occurrence=date, guest=Guest("Femke", "femke@thuis.example"), sign_up=SignUp(), at=NOW)
    row = pair(date, coach, other_coach.email)
    link = SecretLink.objects.get(subject_key=guest.key)
    confirm_guest(registration=guest, link=link, at=NOW + timedelta(minutes=5))

    merge_guest(member=other_coach, email="femke@thuis.example", at=LATER)

    assert states(date) == ["confirmed", after, "withdrawn"]
    row.refresh_from_db()
    assert row.pair_key == ""
    assert mails(coach.email)[-1] == after


def test_who_has_no_account_answers_behind_a_link(client, date, coach):
    client.force_login(coach)
    address = reverse("registrations:sign_up", args=[date.meetup.page.slug, date.key])
    page = client.post(address, {"needs": "", "partner_name": "Bas", "partner_email": ""})
    assert page.context["form"].errors.keys() == {"partner_email"}
    client.post(address, {"needs": "", "partner_name": "Bas", "partner_email": "bas@elders.example"})
    client.logout()
    mail = OutboxMail.objects.get(to="bas@elders.example")
    assert coach.name in mail.text
    path = re.search(r"/agenda/aanmelding/[^/\s]+/", mail.text)[0]
    assert client.get(path).status_code == 200
    client.post(path, {"stap": "aannemen"})
    assert states(date) == ["confirmed", "confirmed"]


@pytest.mark.parametrize("who", ["first", "second"])
def test_one_who_withdraws_takes_the_other_along(date, coach, other_coach, who):
    row = pair(date, coach, other_coach.email)
    waits = register(occurrence=date, member=MemberFactory(), sign_up=SignUp(), at=NOW)
    withdraw(registration=row if who == "first" else other(row), at=LATER)
    assert states(date) == ["withdrawn", "withdrawn", "offered"]
    assert Registration.objects.get(pk=waits.pk).state == "offered"


def test_both_lapse_together(date, coach, other_coach):
    pair(date, coach, other_coach.email)
    assert sweep(NOW + timedelta(hours=48)) == 2
    assert states(date) == ["lapsed", "lapsed"]
    assert (mails(coach.email)[-1], mails(other_coach.email)[-1]) == ("lapsed", "lapsed")


def test_with_one_seat_left_both_wait_and_come_up_together(date, coach, other_coach):
    first = register(occurrence=date, member=MemberFactory(), sign_up=SignUp(), at=NOW)
    pair(date, coach, other_coach.email)
    assert states(date) == ["confirmed", "waitlisted", "waitlisted"]
    # One seat is free and the pair can't use it: nobody is passed by who takes it.
    single = register(occurrence=date, member=MemberFactory(), sign_up=SignUp(), at=NOW)
    assert single.state == "confirmed"
    withdraw(registration=first, at=LATER)
    assert states(date)[1:3] == ["waitlisted", "waitlisted"]
    withdraw(registration=single, at=LATER)
    assert states(date)[1:3] == ["offered", "offered"]


def test_in_the_last_day_a_pair_holds_two_hours(date, coach, other_coach):
    row = pair(date, coach, other_coach.email, at=START - timedelta(hours=5))
    assert row.hold_ends_at == START - timedelta(hours=3)


def test_an_erased_half_lets_the_other_go(date, coach, other_coach):
    pair(date, coach, other_coach.email)
    erase_person(member=coach, at=LATER)
    assert states(date) == ["withdrawn", "withdrawn"]
    assert mails(other_coach.email)[-1] == "off"


def test_refusals(date, coach, other_coach):
    with pytest.raises(errors.PartnerIsYou):
        pair(date, coach, coach.email)
    register(occurrence=date, member=other_coach, sign_up=SignUp(), at=NOW)
    with pytest.raises(errors.PartnerHasPlace):
        pair(date, coach, other_coach.email)
    date.meetup.allows_pairs = False
    date.meetup.save()
    with pytest.raises(errors.PairsNotAllowed):
        pair(date, coach, "bas@elders.example")
    assert states(date) == ["confirmed"]


def test_a_member_brings_so_many_an_hour_and_then_waits(client, date, coach):
    client.force_login(coach)
    dates = [date, *(OccurrenceFactory(meetup=date.meetup, seats_on_site=2, changed_at=NOW) for _more in range(2))]

    def bring(day):
        address = reverse("registrations:sign_up", args=[day.meetup.page.slug, day.key])
        return client.post(address, {"needs": "", "partner_name": "Bas", "partner_email": "bas@elders.example"})

    bring(dates[0])
    tried(PER_MEMBER - 1)
    assert bring(dates[1]).status_code == 302

    answer = bring(dates[2])

    assert "Je meldde je heel vaak aan in korte tijd." in answer.content.decode()
    assert (len(states(dates[1])), states(dates[2])) == (2, [])


def test_a_pair_of_which_one_can_not_sign_in_any_more_is_passed(date, coach, other_coach):
    first = [
        register(occurrence=date, member=member, sign_up=SignUp(), at=NOW) for member in MemberFactory.create_batch(2)
    ]
    pair(date, coach, other_coach.email)
    deactivate_member(member=other_coach)
    for row in first:
        withdraw(registration=row, at=NOW)
    assert set(Registration.objects.filter(member__in=[coach, other_coach]).values_list("state", flat=True)) == {
        "waitlisted"
    }
