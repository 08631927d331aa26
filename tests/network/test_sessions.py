"""How long a session lasts, how all others are ended, and what the log says of signing in."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from network.members.actions import deactivate_member, reactivate_member, record_member
from network.members.middleware import OLDEST_SESSION
from network.models import Member
from portal.shared.log_lines import json_lines, mark_of
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
PASSWORD = "een-lang-wachtwoord"
OWN = "/mijn/profiel/"


@pytest.fixture
def person(site):
    member = MemberFactory(email="daan@school.example", password=PASSWORD)
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def signed_in(person) -> Client:
    browser = Client()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert is_in(browser)
    return browser


def is_in(browser) -> bool:
    return browser.get(OWN).status_code == 200


def test_a_session_ends_a_month_after_its_sign_in_however_much_it_is_used(person, settings):
    settings.SESSION_SAVE_EVERY_REQUEST = True
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        browser = signed_in(person)
        for days in range(0, OLDEST_SESSION.days + 1, 10):
            clock.move_to(begin + timedelta(days=days))
            assert is_in(browser)

        clock.move_to(begin + OLDEST_SESSION + timedelta(seconds=2))

        assert not is_in(browser)


def test_a_session_that_is_not_used_ends_after_two_weeks(person):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        browser = signed_in(person)

        clock.move_to(begin + timedelta(days=14, seconds=1))

        assert not is_in(browser)


def test_a_new_password_ends_the_other_sessions(person):
    here, phone = signed_in(person), signed_in(person)

    new = "vier-losse-woorden-samen"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (is_in(here), is_in(phone)) == (True, False)


def test_opening_a_closed_login_brings_no_session_back(person):
    browser = signed_in(person)

    deactivate_member(member=person)
    reactivate_member(member=person)

    assert not is_in(browser)


def test_closing_and_opening_a_login_by_hand_brings_no_session_back_and_a_change_of_name_ends_none(person):
    browser = signed_in(person)
    values = {"email": person.email, "name_prefix": "", "family_name": "Bos", "standing": person.standing}

    def record(**changed):
        member = Member.objects.get(pk=person.pk)
        record_member(member=member, given_name="Daan", groups=[], at=timezone.now(), **values, **changed)

    record(is_active=True)
    assert is_in(browser)
    record(is_active=False)
    record(is_active=True)
    assert not is_in(browser)


def test_an_address_that_someone_else_wrote_down_signs_nobody_else_out(person):
    other = MemberFactory(email="noor@school.example", password=PASSWORD)
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=other, email=person.email, verified=False)
    hers = signed_in(other)

    call_command("end_sessions", person.email)

    assert is_in(hers)
    assert Member.objects.get(pk=person.pk).session_mark


def test_an_operator_ends_the_sessions_of_one_person_or_all(person):
    other = MemberFactory(email="noor@school.example", password=PASSWORD)
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    hers, his = signed_in(other), signed_in(person)

    call_command("end_sessions", "Daan@school.example")
    assert (is_in(hers), is_in(his)) == (True, False)

    call_command("end_sessions", all=True)
    assert not is_in(hers)
    assert Session.objects.count() <= 1
    with pytest.raises(CommandError, match="Nobody signs in with"):
        call_command("end_sessions", "niemand@x.example")


def lines_of(caplog) -> list[tuple[str, str, str]]:
    rows = [json.loads(json_lines().format(record)) for record in caplog.records if record.name == "portal.accounts"]
    return [(row["event"], row["member"], row["client"]) for row in rows]


def test_each_try_to_sign_in_is_a_line_without_who_it_was(person, client, caplog):
    caplog.set_level(logging.INFO, "portal.accounts")

    client.post("/account/login/", {"login": person.email, "password": "mis"})
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    client.post("/account/logout/")

    here = mark_of("127.0.0.1")
    assert lines_of(caplog) == [
        ("account form account_login refused (200)", "-", here),
        ("account form account_login accepted", mark_of(person.key), here),
        ("account form account_logout accepted", "-", here),
    ]
    assert person.email not in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_a_wrong_code_and_a_wrong_second_step_are_lines_too(person, client, caplog):
    caplog.set_level(logging.INFO, "portal.accounts")
    client.post("/account/login/code/", {"email": person.email})

    client.post("/account/login/code/confirm/", {"code": "XXXXXX"})

    assert [event for event, _member, _client in lines_of(caplog)] == [
        "account form account_request_login_code accepted",
        "account form account_confirm_login_code refused (200)",
    ]


def test_a_refused_request_says_who_was_refused(coach, client, site, caplog):
    client.force_login(coach)

    client.get("/uitwisseling/eerder/")

    record = next(record for record in caplog.records if record.name == "django.request")
    row = json.loads(json_lines().format(record))
    assert (row["status"], row["member"]) == (404, mark_of(coach.key))
