"""People without an account: a half hour to confirm, a page behind a link, and one's rows when the account comes."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from events.meetups.states import Eligibility
from events.registrations.actions import SignUp, erase_person, merge_guest, place_of, register, sweep, withdraw
from events.registrations.errors import NoSeatLeft
from events.registrations.models import Registration
from events.registrations.sections import COMING_DATES
from events.registrations.todos import REGISTRATION_TODOS
from events.registrations.views.signing_up import PER_CLIENT
from network.privacy.actions import erase_person as erase_person_everywhere
from portal.shared.audiences.rules import Viewer
from portal.shared.outbox.models import OutboxMail
from tests.events.registrations.conftest import NOW
from tests.factories.network import MemberFactory
from tests.limits import tried

pytestmark = pytest.mark.django_db

FORM = {"name": "Gast van Buiten", "email": " Gast@Buiten.example", "organisation": "Bedrijf", "needs": ""}


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


def url(date):
    return reverse("registrations:sign_up", args=[date.meetup.page.slug, date.key])


def link(name):
    mail = OutboxMail.objects.filter(purpose=f"events.registration_{name}").order_by("-pk").first()
    return re.search(r"/agenda/aanmelding/[^/\s]+/", mail.text)[0]


def guest():
    return Registration.objects.get(guest_email="gast@buiten.example")


def fill(date, number=2):
    return [
        register(occurrence=date, member=member, sign_up=SignUp(), at=NOW)
        for member in MemberFactory.create_batch(number)
    ]


def test_a_guest_holds_a_seat_and_confirms_on_a_page_that_asks(client, date):
    assert client.get(url(date)).status_code == 200
    assert "mail" in client.post(url(date), FORM).content.decode()
    row = guest()
    assert (row.state, row.hold_ends_at) == ("held", NOW + timedelta(minutes=30))
    assert Registration.objects.seated().count() == 1
    page = link("guest_confirm")
    for _scanner in range(3):
        assert client.get(page).status_code == 200
    assert guest().state == "held"
    for _click in range(2):
        assert client.post(page, {"stap": "bevestigen"}).status_code == 200
    assert guest().state == "confirmed"
    assert OutboxMail.objects.filter(purpose="events.registration_confirmed", to="gast@buiten.example").count() == 1
    client.post(page, {"stap": "afmelden"})
    assert guest().state == "withdrawn"


def test_after_half_an_hour_the_seat_goes_on_without_a_second_mail(client, date, time_machine):
    client.post(url(date), FORM)
    page = link("guest_confirm")
    fill(date)
    assert Registration.objects.waitlisted().count() == 1
    time_machine.move_to(NOW + timedelta(minutes=30), tick=False)
    assert "ging naar de volgende" in client.post(page, {"stap": "bevestigen"}).content.decode()
    assert guest().state == "lapsed"
    assert not Registration.objects.waitlisted().exists()
    assert OutboxMail.objects.filter(to="gast@buiten.example").count() == 1


def test_a_guest_for_a_full_date_holds_a_place_in_line_and_no_seat(client, date):
    rows = fill(date)
    client.post(url(date), FORM)
    assert Registration.objects.seated().count() == 2
    page = link("guest_confirm")
    client.post(page, {"stap": "bevestigen"})
    assert guest().state == "waitlisted"
    withdraw(registration=rows[0], at=NOW)
    assert guest().state == "offered"
    client.post(link("offered"), {"stap": "aannemen"})
    assert guest().state == "confirmed"


def test_signing_up_again_shows_the_same_and_says_it_by_mail(client, date):
    first = client.post(url(date), FORM).content
    client.post(link("guest_confirm"), {"stap": "bevestigen"})
    assert client.post(url(date), FORM).content == first
    assert Registration.objects.count() == 1
    assert OutboxMail.objects.filter(purpose="events.registration_guest_again").count() == 1


def test_an_address_is_not_flooded(client, date):
    for _try in range(6):
        page = client.post(url(date), FORM)
    assert page.context["form"].non_field_errors()
    assert OutboxMail.objects.count() <= 5


def test_where_an_account_is_needed_a_guest_signs_in(client, date):
    date.meetup.eligibility = Eligibility.ACCOUNTS
    date.meetup.save()
    assert "/account/login/" in client.post(url(date), FORM).url
    assert not Registration.objects.exists()


def test_a_guests_rows_become_the_members_with_the_better_of_two(client, date, coach):
    client.post(url(date), FORM)
    client.post(link("guest_confirm"), {"stap": "bevestigen"})
    page = link("guest_confirm")
    fill(date)
    own = register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW)
    assert own.state == "waitlisted"
    assert merge_guest(member=coach, email="GAST@buiten.example ", at=NOW) == 1
    assert merge_guest(member=coach, email="gast@buiten.example", at=NOW) == 0
    assert [row.state for row in Registration.objects.of(coach.key).active()] == ["confirmed"]
    assert not Registration.objects.filter(guest_email="gast@buiten.example").exists()
    assert client.get(page).status_code == 404


def test_the_log_of_mails_to_a_guest_goes_with_the_member_they_became(client, date, coach):
    client.post(url(date), FORM)
    merge_guest(member=coach, email="gast@buiten.example", at=NOW)
    # The address is none of theirs any more when they leave.
    assert erase_person_everywhere(member_key=coach.key, at=NOW)
    assert not OutboxMail.objects.filter(to="gast@buiten.example").exists()


def test_a_hold_that_is_over_is_not_revived_by_an_account(client, date, coach):
    client.post(url(date), FORM)
    assert merge_guest(member=coach, email="gast@buiten.example", at=NOW + timedelta(minutes=31)) == 1
    assert [row.state for row in Registration.objects.of(coach.key)] == ["lapsed"]


def test_a_guest_cannot_confirm_once_it_began(client, date, time_machine):
    client.post(url(date), FORM)
    page = link("guest_confirm")
    date.starts_at = NOW + timedelta(minutes=1)
    date.save()
    time_machine.move_to(NOW + timedelta(minutes=2), tick=False)
    assert "is begonnen" in client.post(page, {"stap": "bevestigen"}).content.decode()
    assert guest().state == "held"


def test_what_waits_and_what_comes_on_the_own_page(client, date, coach, django_assert_num_queries):
    rows = fill(date)
    register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW)
    viewer = Viewer(member_key=coach.key, is_member=True)
    assert list(REGISTRATION_TODOS.todos(coach, viewer, at=NOW)) == []
    withdraw(registration=rows[0], at=NOW)
    with django_assert_num_queries(2):
        (todo,) = REGISTRATION_TODOS.todos(coach, viewer, at=NOW)
    assert todo.deadline_at == NOW + timedelta(hours=48)
    # One for meetups, one that says whether there are other days.
    with django_assert_num_queries(2):
        section = COMING_DATES.context(coach, viewer, at=NOW)
    assert len(section["dates"]) == 1
    assert COMING_DATES.context(MemberFactory(), viewer, at=NOW) is None
    client.force_login(coach)
    assert "Mijn komende datums" in client.get("/mijn/").content.decode()
    sweep(NOW + timedelta(hours=48))
    assert list(REGISTRATION_TODOS.todos(coach, viewer, at=NOW + timedelta(hours=48))) == []


OFTEN = "Je meldde je heel vaak aan in korte tijd."


def test_from_one_place_so_many_sign_up_an_hour(client, date):
    def sign_up(name, **place):
        return client.post(url(date), {**FORM, "email": f"{name}@buiten.example"}, **place).content.decode()

    sign_up("een")
    tried(PER_CLIENT - 1)
    assert OFTEN not in sign_up("twee")
    assert OFTEN in sign_up("drie")
    assert OFTEN not in sign_up("drie", REMOTE_ADDR="203.0.113.9")
    assert sorted(Registration.objects.values_list("guest_email", flat=True)) == [
        f"{name}@buiten.example" for name in ("drie", "een", "twee")
    ]


def own_address(member):
    """A second address of a member, who proved it."""
    EmailAddress.objects.create(user=member, email="gast@buiten.example", verified=True)
    return member


def test_who_has_an_account_and_signed_up_without_it_finds_the_seat_there(client, date, coach):
    own_address(coach)
    client.post(url(date), FORM)
    page = link("guest_confirm")
    mine = reverse("registrations:mine", args=[guest().key])
    for _click in range(2):
        assert client.post(page, {"stap": "bevestigen"}).url == mine
    row = Registration.objects.get()
    assert (row.member, row.state, row.guest_email) == (coach, "confirmed", "")
    assert [mail.to for mail in OutboxMail.objects.filter(purpose="events.registration_confirmed")] == [coach.email]


def test_who_signed_up_with_and_without_the_account_has_one_seat(client, date, coach):
    own = register(occurrence=date, member=own_address(coach), sign_up=SignUp(), at=NOW)
    client.post(url(date), FORM)
    waits = fill(date, 1)[0]
    assert client.post(link("guest_confirm"), {"stap": "bevestigen"}).url == reverse(
        "registrations:mine", args=[own.key]
    )
    assert [row.pk for row in Registration.objects.of(coach.key).active()] == [own.pk]
    waits.refresh_from_db()
    assert waits.state == "offered"


def test_an_account_that_never_proved_the_address_gets_nothing(client, date, coach):
    EmailAddress.objects.create(user=coach, email="gast@buiten.example", verified=False)
    client.post(url(date), FORM)
    client.post(link("guest_confirm"), {"stap": "bevestigen"})
    assert (guest().state, guest().member) == ("confirmed", None)


@pytest.mark.parametrize("is_opened", [True, False])
def test_of_two_places_in_line_the_first_one_stays(client, date, coach, is_opened):
    fill(date)
    client.post(url(date), FORM)
    if is_opened:
        client.post(link("guest_confirm"), {"stap": "bevestigen"})
    own = register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW + timedelta(minutes=1))
    later = register(occurrence=date, member=MemberFactory(), sign_up=SignUp(), at=NOW + timedelta(minutes=2))
    assert (place_of(own), place_of(later)) == ((2, 3) if is_opened else (1, 2))
    merge_guest(member=coach, email="gast@buiten.example", at=NOW + timedelta(minutes=3))
    (row,) = Registration.objects.of(coach.key).active()
    assert (row.state, row.queued_at, place_of(row), place_of(later)) == ("waitlisted", NOW, 1, 2)


def test_an_own_place_before_that_of_the_guest_stays(client, date, coach):
    fill(date)
    own = register(occurrence=date, member=coach, sign_up=SignUp(), at=NOW - timedelta(minutes=1))
    client.post(url(date), FORM)
    merge_guest(member=coach, email="gast@buiten.example", at=NOW)
    assert [row.pk for row in Registration.objects.of(coach.key).active()] == [own.pk]


def test_who_leaves_takes_along_what_was_signed_up_with_an_address_of_theirs(client, date, coach):
    client.post(url(date), FORM)
    client.post(link("guest_confirm"), {"stap": "bevestigen"})
    erase_person(member=own_address(coach), at=NOW)
    row = Registration.objects.get()
    assert (row.state, row.guest_name, row.guest_email, row.erased_at) == ("withdrawn", "", "", NOW)


def test_who_leaves_leaves_what_was_signed_up_with_the_address_of_another(client, date, coach, other_coach):
    client.post(url(date), FORM)
    client.post(link("guest_confirm"), {"stap": "bevestigen"})
    own_address(coach)

    erase_person(member=other_coach, at=NOW)

    assert guest().state == "confirmed"


def test_a_full_date_without_a_waitlist_tells_nobody_who_signed_up(client, date, coach):
    client.post(url(date), FORM)
    client.post(link("guest_confirm"), {"stap": "bevestigen"})
    fill(date, 1)
    date.meetup.waitlist_limit = 0
    date.meetup.save()
    known, unknown = (client.post(url(date), {**FORM, "email": who}) for who in (FORM["email"], "ander@buiten.example"))
    for page in (known, unknown):
        assert page.context["form"].non_field_errors() == [NoSeatLeft.message]
    assert OutboxMail.objects.filter(purpose="events.registration_guest_again", to="gast@buiten.example").count() == 1
