"""The page on which a member sees where the account is open, and ends that: what stands there, and what is kept."""

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.members.actions import deactivate_member, reactivate_member
from network.members.middleware import OLDEST_SESSION
from network.push.models import PushSubscription
from network.push.panel import SESSION_NAME
from network.sessions.actions import NO_ADDRESS
from network.sessions.rules import NOTED_EVERY
from portal.shared.registries.crossings import personal_data
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
PASSWORD = "een-lang-wachtwoord"
PAGE = "/account/sessions/"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36"
)


def with_address(email: str):
    member = MemberFactory(email=email, password=PASSWORD)
    EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
    return member


@pytest.fixture
def person(site):
    return with_address("daan@school.example")


def signed_in(person, agent="") -> Client:
    browser = Client(headers={"User-Agent": agent})
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert is_in(browser)
    return browser


def is_in(browser) -> bool:
    return browser.get("/mijn/profiel/").status_code == 200


def listed(browser) -> list[tuple[str, bool]]:
    return [(each.device, each.is_here) for each in browser.get(PAGE).context["sessions"]]


def place_of(browser, device: str) -> str:
    """Give the address of the button that ends this one."""
    row = next(each for each in browser.get(PAGE).context["sessions"] if each.device == device)
    return f"{PAGE}{row.pk}/end/"


def proves_who(browser) -> None:
    browser.post("/account/reauthenticate/", {"password": PASSWORD})


def test_the_page_names_each_browser_with_this_one_first(person):
    begin = timezone.now().replace(year=2027, month=1, day=4, hour=9, minute=0)
    with time_machine.travel(begin, tick=False) as clock:
        phone = signed_in(person, PHONE)
        clock.move_to(begin + timedelta(days=2, hours=3))
        laptop = signed_in(person, LAPTOP)
        page = laptop.get(PAGE)

    assert listed(laptop) == [("Firefox, Windows", True), ("Chrome, Android", False)]
    assert listed(phone) == [("Chrome, Android", True), ("Firefox, Windows", False)]
    text = " ".join(page.content.decode().split())
    assert "<strong>Firefox, Windows</strong> (dit apparaat)" in text
    assert "ingelogd op 6 januari 2027 · nu in gebruik" in text
    assert "ingelogd op 4 januari 2027 · laatst gebruikt op 4 januari 2027 om 10.00" in text
    assert text.count("Daar uitloggen") == 1


def test_one_is_ended_after_proving_who_one_is_and_the_others_stay(person):
    here, phone, other = signed_in(person, LAPTOP), signed_in(person, PHONE), signed_in(person)
    place = place_of(here, "Chrome, Android")

    asked = here.post(place)
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    assert is_in(phone)
    # Who proved it comes back to what was asked; nothing has to be clicked again.
    answer = here.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)

    assert "Je bent op dat apparaat uitgelogd." in answer.content.decode()
    assert [is_in(each) for each in (here, phone, other)] == [True, False, True]
    assert listed(here) == [("Firefox, Windows", True), ("", False)]


def test_all_others_are_ended_also_those_that_no_row_is_known_of(person):
    here, phone, older = signed_in(person, LAPTOP), signed_in(person, PHONE), signed_in(person)
    UserSession.objects.filter(user_agent="").delete()
    proves_who(here)

    answer = here.post(PAGE, follow=True)

    assert "Je bent op alle andere apparaten uitgelogd." in answer.content.decode()
    assert [is_in(each) for each in (here, phone, older)] == [True, False, False]
    assert listed(here) == [("Firefox, Windows", True)]
    assert Session.objects.filter(pk=phone.cookies["sessionid"].value).count() == 0


def test_looking_ends_nothing_and_a_visitor_sees_nothing(person):
    here, phone = signed_in(person, LAPTOP), signed_in(person, PHONE)
    place = place_of(here, "Chrome, Android")

    assert here.get(place).status_code == 405
    assert Client().get(PAGE).headers["Location"] == f"/account/login/?next={PAGE}"
    assert Client().post(place).headers["Location"].startswith("/account/login/")
    assert (is_in(here), is_in(phone)) == (True, True)


def test_somebody_elses_session_and_ones_own_are_as_missing(person):
    hers, his = signed_in(with_address("noor@school.example"), PHONE), signed_in(person, LAPTOP)
    proves_who(his)
    own = his.get(PAGE).context["sessions"][0].pk

    hidden = hers.get(PAGE).context["sessions"][0].pk
    answers = [his.post(f"{PAGE}{pk}/end/").status_code for pk in (hidden, own, 10**30)]

    assert answers == [404, 404, 404]
    assert (is_in(his), is_in(hers)) == (True, True)
    assert listed(his) == [("Firefox, Windows", True)]


def sign_out(browser, person):
    browser.post("/account/logout/")


def new_password(browser, person):
    new = "vier-losse-woorden-samen"
    browser.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})


def close_and_open(browser, person):
    deactivate_member(member=person)
    reactivate_member(member=person)


def by_an_operator(browser, person):
    call_command("end_sessions", person.email)


def everybody(browser, person):
    call_command("end_sessions", all=True)


@pytest.mark.parametrize(
    ("end", "by_phone"),
    [(sign_out, True), (new_password, False), (close_and_open, False), (by_an_operator, False), (everybody, False)],
)
def test_a_session_that_ended_in_another_way_is_not_shown_and_is_forgotten(person, client, end, by_phone):
    here, phone = signed_in(person, LAPTOP), signed_in(person, PHONE)
    assert len(listed(here)) == 2

    end(phone if by_phone else here, person)

    person.refresh_from_db()
    client.force_login(person)
    looking = here if is_in(here) else client
    assert [name for name, _here in listed(looking)] == (["Firefox, Windows", ""] if looking is here else [""])
    personal_data.get("sessions").outdate(at=timezone.now())
    assert not UserSession.objects.filter(user_agent="Chrome, Android").exists()
    assert UserSession.objects.filter(user=person).count() == (2 if looking is here else 1)


def test_one_that_was_not_used_or_lasted_too_long_is_not_shown(person, settings):
    settings.SESSION_SAVE_EVERY_REQUEST = True
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        used, unused = signed_in(person, LAPTOP), signed_in(person, PHONE)
        del unused
        for days in (10, 20, 29):
            clock.move_to(begin + timedelta(days=days))
            assert is_in(used)
        fresh = signed_in(person)
        assert listed(fresh) == [("", True), ("Firefox, Windows", False)]

        clock.move_to(begin + OLDEST_SESSION + timedelta(minutes=1))

        assert listed(fresh) == [("", True)]


def test_use_is_written_down_once_in_ten_minutes_and_by_nothing_else(person):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        browser = signed_in(person, LAPTOP)
        writes = []
        for seconds in (1, 599, 601, 900, 1202):
            clock.move_to(begin + timedelta(seconds=seconds))
            with CaptureQueriesContext(connection) as asked:
                browser.get("/mijn/profiel/")
            written = [one["sql"].split('"')[1] for one in asked if one["sql"].startswith(("INSERT", "UPDATE"))]
            writes.append(written)

    both = ["usersessions_usersession", "django_session"]
    assert writes == [[], [], both, [], both]
    assert UserSession.objects.get().last_seen_at == begin + timedelta(seconds=1202)


def test_a_new_password_leaves_one_row_for_this_browser_under_its_new_key(person):
    browser = signed_in(person, LAPTOP)
    since = UserSession.objects.get().created_at

    new_password(browser, person)

    row = UserSession.objects.get()
    assert (row.session_key, row.created_at) == (browser.cookies["sessionid"].value, since)


def test_a_session_from_before_the_list_comes_on_it_with_its_own_beginning(person):
    begin = timezone.now().replace(microsecond=0)
    with time_machine.travel(begin, tick=False) as clock:
        browser = signed_in(person, LAPTOP)
        UserSession.objects.all().delete()
        session = browser.session
        del session["session_noted"]
        session.save()

        clock.move_to(begin + timedelta(days=3))

        assert listed(browser) == [("Firefox, Windows", True)]
        assert UserSession.objects.get().created_at == begin


def test_no_address_and_no_version_is_kept(person):
    signed_in(person, LAPTOP)

    row = UserSession.objects.get()

    assert (row.ip, row.user_agent, row.data) == (NO_ADDRESS, "Firefox, Windows", {})
    assert "127.0.0.1" not in str(vars(row))


def test_the_number_of_queries_is_that_of_one_session(person):
    here = signed_in(person, LAPTOP)
    here.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        here.get(PAGE)
    for _number in range(3):
        signed_in(person, PHONE)

    with CaptureQueriesContext(connection) as four:
        here.get(PAGE)

    assert len(listed(here)) == 4
    assert len(four) == len(one)


def test_a_device_that_is_signed_out_from_here_shows_no_messages_any_more(person):
    here, phone = signed_in(person, LAPTOP), signed_in(person, PHONE)
    values = {"endpoint": "https://push.example/1", "p256dh": "x", "auth": "y", "device": "Chrome, Android"}
    device = PushSubscription.objects.create(member=person, created_at=timezone.now(), **values)
    session = phone.session
    session[SESSION_NAME] = device.key
    session.save()
    proves_who(here)

    here.post(place_of(here, "Chrome, Android"))

    assert not PushSubscription.objects.exists()


def test_it_is_in_the_copy_of_ones_data_without_what_opens_it_and_goes_with_its_owner(person):
    browser = signed_in(person, LAPTOP)
    signed_in(with_address("noor@school.example"), PHONE)
    data = personal_data.get("sessions")

    copy = data.export(person.key)

    assert [row["device"] for row in copy["sessions"]] == ["Firefox, Windows"]
    assert browser.cookies["sessionid"].value not in json.dumps(copy)
    data.erase(person.key, at=timezone.now())
    assert [row.user_agent for row in UserSession.objects.all()] == ["Chrome, Android"]


def test_ending_is_a_line_in_the_log(person, caplog):
    caplog.set_level("INFO", "portal.accounts")
    here = signed_in(person, LAPTOP)
    signed_in(person, PHONE)
    proves_who(here)

    here.post(place_of(here, "Chrome, Android"))

    assert "account form sessions:end accepted" in caplog.text


def test_notes_of_use_stay_minutes_apart():
    assert timedelta(minutes=5) <= NOTED_EVERY <= timedelta(hours=1)


def test_looking_at_the_address_of_a_button_ends_nothing(person):
    here, phone = signed_in(person), signed_in(person, PHONE)
    where = place_of(here, "Chrome, Android")
    proves_who(here)

    assert here.get(where).status_code == 405
    assert is_in(phone)
