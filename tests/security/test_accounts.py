"""Passwords, codes, second steps, sessions and school accounts, as ASVS 6, 7 and 10 ask; the ways themselves are tested
in tests/network/.
"""

import logging
import math
import re
import time
from datetime import timedelta

import jwt
import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.models import Member
from portal.settings import base
from portal.shared.log_lines import json_lines
from portal.shared.models import AuditLine, OutboxMail
from tests.factories.network import MemberFactory
from tests.network.test_federation import EMPLOYEE, come_in, provider, school, signed_in
from tests.shared.oidc_server import CLIENT_ID, SECRET

__all__ = ["provider", "school"]

pytestmark = pytest.mark.django_db
PASSWORD, OWN = "een-lang-wachtwoord", "/mijn/profiel/"
CODE = re.compile(r"\b([A-Z0-9]{3,4}-[A-Z0-9]{3,4}|[A-Z0-9]{6})\b")


@pytest.fixture
def person(site):
    member = MemberFactory(email="daan@school.example", password=PASSWORD)
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def sign_in(person, browser: Client | None = None) -> Client:
    browser = browser or Client()
    browser.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return browser


def is_in(browser) -> bool:
    return browser.get(OWN).status_code == 200


def ask_code(browser, person) -> str:
    browser.post("/account/login/code/", {"email": person.email})
    return CODE.search(OutboxMail.objects.filter(to=person.email).latest("pk").text)[1]


def with_app(person) -> str:
    """Give someone an app with codes, and its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def code_of_app(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


# Passwords.


def test_a_new_password_asks_for_the_old_one(person):
    browser, new = sign_in(person), "vier-losse-woorden-samen"

    for old in ("", "een-ander-wachtwoord"):
        answer = browser.post("/account/password/change/", {"oldpassword": old, "password1": new, "password2": new})
        assert answer.context["form"].errors["oldpassword"]

    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize("address", ["/account/login/", "/account/signup/", "/account/password/change/"])
def test_password_fields_are_masked_and_may_be_pasted_into(person, address):
    browser = sign_in(person) if "change" in address else Client()

    page = browser.get(address).content.decode()

    fields = re.findall(r"<input[^>]*name=\"[^\"]*password[^\"]*\"[^>]*>", page)
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert not re.search(r"maxlength|onpaste|readonly", field)


def test_passwords_are_kept_by_scrypt(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS

    kept = make_password(PASSWORD)

    # N = 2^14, r = 8, p = 5: what OWASP's cheat sheet gives as equal to its first choice.
    hasher = identify_hasher(kept)
    assert (hasher.algorithm, hasher.work_factor, hasher.block_size, hasher.parallelism) == ("scrypt", 2**14, 8, 5)
    assert make_password(PASSWORD) != kept


def test_a_reset_password_still_asks_for_the_second_step(person):
    with_app(person)
    browser = Client()
    browser.post("/account/password/reset/", {"email": person.email})
    link = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", OutboxMail.objects.latest("pk").text)[1]

    form = browser.get(link, follow=True).redirect_chain[-1][0]
    new = "vier-losse-woorden-samen"
    browser.post(form, {"password1": new, "password2": new})
    answer = browser.post("/account/login/", {"login": person.email, "password": new})

    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert not is_in(browser)


def test_a_link_for_a_new_password_dies_within_the_hour(person):
    browser = Client()
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        browser.post("/account/password/reset/", {"email": person.email})
        link = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", OutboxMail.objects.latest("pk").text)[1]

        clock.move_to(begin + timedelta(hours=1, seconds=2))

        assert "token_fail" in browser.get(link).context


# Codes and second steps.


def test_a_mailed_code_counts_once(person):
    browser, other = Client(), Client()
    code = ask_code(browser, person)

    browser.post("/account/login/code/confirm/", {"code": code})
    browser.post("/account/logout/")
    browser.post("/account/login/code/confirm/", {"code": code})

    assert not is_in(browser)
    assert not is_in(other)


def test_a_mailed_code_is_of_one_browser_only(person):
    mine, other = Client(), Client()
    code = ask_code(mine, person)
    ask_code(other, person)

    other.post("/account/login/code/confirm/", {"code": code})
    mine.post("/account/login/code/confirm/", {"code": code})

    assert (is_in(mine), is_in(other)) == (True, False)


def test_mailed_codes_hold_at_least_twenty_bits(person, settings):
    codes = set()
    for _number in range(12):
        settings.ACCOUNT_RATE_LIMITS = False
        codes.add(ask_code(Client(), person).replace("-", ""))

    # allauth draws from 20 consonants and 8 digits; even of 16 signs alone these would be enough.
    assert len(codes) == 12
    assert all(len(code) * math.log2(16) >= 20 for code in codes)


def test_codes_die_within_ten_minutes(person):
    browser = Client()
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        code = ask_code(browser, person)

        clock.move_to(begin + timedelta(minutes=10, seconds=1))
        browser.post("/account/login/code/confirm/", {"code": code})

    assert not is_in(browser)
    assert base.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT <= 600


def test_after_three_wrong_codes_a_right_one_is_refused(person):
    browser = Client()
    code = ask_code(browser, person)

    for _try in range(3):
        browser.post("/account/login/code/confirm/", {"code": "XXXXXX"})
    browser.post("/account/login/code/confirm/", {"code": code})

    assert not is_in(browser)


def test_a_code_of_an_app_counts_once(person):
    secret = with_app(person)
    first, second = sign_in(person), sign_in(person)
    code = code_of_app(secret)

    first.post("/account/2fa/authenticate/", {"code": code})
    second.post("/account/2fa/authenticate/", {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)


def test_a_lost_second_step_is_taken_away_by_an_operator_and_the_mail_proves_who_it_is(person):
    with_app(person)
    before = sign_in(person)

    call_command("drop_second_step", "Daan@school.example")

    assert not Authenticator.objects.exists()
    assert AuditLine.objects.filter(kind="sign_in.second_step_removed", object_key=person.key).count() == 1
    assert not is_in(before)
    assert not is_in(sign_in(person))
    browser = Client()
    browser.post("/account/login/code/confirm/", {"code": ask_code(browser, person)})
    assert is_in(browser)
    for address, said in ((person.email, "has no second step"), ("niemand@x.example", "Nobody signs in")):
        with pytest.raises(CommandError, match=said):
            call_command("drop_second_step", address)


def test_changing_addresses_or_the_second_step_asks_for_the_password_again(person):
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as clock:
        browser = sign_in(person)
        clock.move_to(begin + timedelta(minutes=6))

        addresses = browser.post("/account/email/", {"email": "nieuw@elders.example", "action_add": ""})
        steps = browser.get(reverse("mfa_activate_totp"))

    assert {answer.headers["Location"].partition("?")[0] for answer in (addresses, steps)} == {
        "/account/reauthenticate/"
    }
    assert not EmailAddress.objects.filter(email="nieuw@elders.example").exists()


# Sessions.


def test_a_session_key_holds_128_bits_and_is_new_at_each_sign_in(person):
    browser = Client()
    browser.get("/account/login/")
    keys = []
    for _time in range(3):
        sign_in(person, browser)
        keys.append(browser.session.session_key)
        browser.post("/account/logout/")

    assert len(set(keys)) == 3
    # 32 signs of 36.
    assert all(len(key) * math.log2(36) >= 128 for key in keys)


def test_a_session_is_dead_after_sign_out(person):
    browser = sign_in(person)
    cookie = browser.cookies["sessionid"].value

    browser.post("/account/logout/")

    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert not is_in(thief)
    assert not Session.objects.filter(session_key=cookie).exists()


@pytest.mark.parametrize("address", ["/", "/mijn/", OWN, "/zoeken/?q=les", "/account/email/", "/account/2fa/"])
def test_every_page_of_a_member_offers_to_sign_out(client, portal, coach, address):
    client.force_login(coach)

    assert "/account/logout/" in client.get(address).content.decode()


# School accounts.


def test_a_school_sign_in_that_this_browser_did_not_begin_opens_nothing(client, school, provider):
    provider.claims = EMPLOYEE
    victim = Client()
    for state in ("", "verzonnen"):
        victim.get("/account/oidc/school/login/callback/", {"code": "abc", "state": state})

    come_in(client, provider)
    stranger = Client()
    stranger.get("/account/oidc/school/login/callback/", {"code": "abc", "state": provider.asked[-1].get("state", "x")})

    assert signed_in(victim) is None
    assert signed_in(stranger) is None
    # The secret of this very browser goes along, so that a stolen code is worth nothing.
    assert len(provider.asked[-1]["code_verifier"][0]) >= 43


def refused_words(client, provider) -> bool:
    come_in(client, provider)
    return not Member.objects.exists() and signed_in(client) is None


def test_words_of_another_issuer_are_refused(client, school, provider):
    provider.fixed = {"iss": "https://elders.example"}

    assert refused_words(client, provider)


def test_a_server_that_names_another_issuer_is_refused(client, school, provider, monkeypatch):
    honest = provider.config
    monkeypatch.setattr(provider, "config", lambda: honest() | {"issuer": "https://elders.example"})
    provider.fixed = {"iss": "https://elders.example"}

    assert refused_words(client, provider)


def test_words_for_another_client_are_refused(client, school, provider):
    provider.fixed = {"aud": "een-ander-portaal"}

    assert refused_words(client, provider)


def test_words_of_yesterday_are_refused(client, school, provider):
    provider.fixed = {"exp": int(time.time()) - 60}

    assert refused_words(client, provider)


@pytest.mark.parametrize("kind", ["strange key", "nameless key", "none", "shared secret", "cut", "missing"])
def test_words_without_the_signature_of_the_school_are_refused(client, school, provider, kind):
    if kind == "strange key":
        provider.signing_key = ec.generate_private_key(ec.SECP256R1())
    else:
        made = {
            "none": lambda: jwt.encode(provider.words(), None, algorithm="none", headers={"kid": "proef"}),
            "shared secret": lambda: jwt.encode(provider.words(), SECRET, algorithm="HS256", headers={"kid": "proef"}),
            "nameless key": lambda: jwt.encode(provider.words(), provider.signing_key, algorithm="ES256"),
            "cut": lambda: provider.signed_id_token().rpartition(".")[0] + ".",
            "missing": lambda: None,
        }
        provider.id_token = made[kind]

    assert refused_words(client, provider)


def test_words_with_the_signature_of_the_school_are_believed(client, school, provider):
    come_in(client, provider)

    assert Member.objects.get().email == EMPLOYEE["email"]
    assert CLIENT_ID == "portaal"


# What is sent beside what a form asks.


def test_a_field_that_the_form_does_not_have_changes_nothing(client, site, coach):
    client.force_login(coach)
    profile = {"given_name": "Noor", "name_prefix": "", "family_name": "Verhagen", "about": "", "seeks_note": ""}
    more = {
        "is_superuser": "on",
        "is_staff": "on",
        "standing": "prospect",
        "email": "a@b.nl",
        "groups": "1",
        "key": "x",
    }

    client.post(OWN, {**profile, "availability": "", **more})

    after = Member.objects.get(pk=coach.pk)
    kept = ("is_superuser", "is_staff", "standing", "email", "key")
    assert [getattr(after, name) for name in kept] == [getattr(coach, name) for name in kept]
    assert not after.groups.exists()


def test_a_parameter_sent_twice_counts_once(client, portal):
    # In the address and in the form: the form is read, the address isn't.
    answer = client.post("/taal/?language=en", {"language": "nl", "next": "/"})

    assert answer.cookies["taal"].value == "nl"
    assert client.get("/zoeken/?q=eerst&q=laatst").status_code == 200


def test_what_was_typed_begins_no_line_in_the_log(client, site, caplog):
    caplog.set_level(logging.INFO)

    client.get("/bestaat-niet/%0d%0a2026-11-30 INFO portal.accounts accepted/")

    [record] = [record for record in caplog.records if record.name == "django.request"]
    line = json_lines().format(record)
    assert "\n" not in line
    assert "\r" not in line
