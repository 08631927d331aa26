"""Signing up, signing in, and who becomes a member (DECISIONS 14; RELIABILITY G24)."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.urls import reverse

from network.errors import AccountClosed, AccountExists
from network.members.actions import deactivate_member, open_account
from network.members.adapters import WELCOME
from network.members.rules import Admission, decide_admission, domain_of
from network.models import Member
from portal.shared.models import OutboxMail
from tests.factories.network import InstitutionDomainFactory, MemberFactory

pytestmark = pytest.mark.django_db

PASSWORD = "een-lang-wachtwoord"


@pytest.fixture
def school(site):
    return InstitutionDomainFactory(domain="lindenwaard.example").institution


def sign_up(client, email, **fields):
    names = {"given_name": "Daan", "name_prefix": "'t", "family_name": "Hart"}
    return client.post(reverse("account_signup"), {"email": email, "password1": PASSWORD, **names, **fields})


def last_code(email):
    text = OutboxMail.objects.filter(to=email).latest("pk").text
    return re.search(r"\b([A-Z0-9]{3,4}-[A-Z0-9]{3,4}|[A-Z0-9]{6})\b", text)[1]


def verify(client, email):
    return client.post(reverse("account_email_verification_sent"), {"code": last_code(email)})


def prove_again(client):
    """Type the password once more, as who changes an address is asked to."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_sign_up_with_a_code_makes_a_member_of_a_known_staff_domain(client, school):
    sign_up(client, "Daan.tHart@Lindenwaard.example")
    before = Member.objects.get()
    assert (before.standing, before.email) == ("prospect", "daan.thart@lindenwaard.example")

    response = verify(client, "daan.thart@lindenwaard.example")

    member = Member.objects.get()
    place = member.affiliations.get()
    assert response.status_code == 302
    assert (member.name, member.sort_name, member.standing) == ("Daan 't Hart", "hart, daan, 't", "member")
    assert member.admitted_at is not None
    assert (place.institution, place.state, place.has_school_address) == (school, "claimed", True)
    assert str(WELCOME[Admission.MEMBER][1]) in messages_of(response)


@pytest.mark.parametrize("email", ["iemand@gmail.example", "iemand@sub.lindenwaard.example", "x@nlindenwaard.example"])
def test_sign_up_with_another_domain_makes_a_prospect(client, school, email):
    sign_up(client, email)

    response = verify(client, email)

    member = Member.objects.get()
    assert (member.standing, member.affiliations.count()) == ("prospect", 0)
    assert str(WELCOME[Admission.UNKNOWN][1]) in messages_of(response)


def test_sign_up_with_a_student_address_is_told_why_it_is_no_membership(client, school):
    InstitutionDomainFactory(institution=school, domain="student.lindenwaard.example", audience="students")
    sign_up(client, "noa@student.lindenwaard.example")

    response = verify(client, "noa@student.lindenwaard.example")

    member = Member.objects.get()
    assert (member.standing, member.affiliations.count()) == ("prospect", 0)
    assert str(WELCOME[Admission.STUDENT][1]) in messages_of(response)


def test_an_unverified_address_makes_nobody_a_member(client, school):
    sign_up(client, "daan@lindenwaard.example")

    client.post(reverse("account_email_verification_sent"), {"code": "XXXXXX"})

    assert Member.objects.get().standing == "prospect"


def test_sign_up_works_without_password(client, school):
    sign_up(client, "daan@lindenwaard.example", password1="")
    verify(client, "daan@lindenwaard.example")

    member = Member.objects.get()
    assert (member.standing, member.has_usable_password()) == ("member", False)


def test_a_prospect_becomes_member_at_sign_in_once_the_school_is_known(client, site):
    person = MemberFactory(email="daan@nieuweschool.example", standing="prospect")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    InstitutionDomainFactory(domain="nieuweschool.example")
    client.post(reverse("account_request_login_code"), {"email": person.email})

    client.post(reverse("account_confirm_login_code"), {"code": last_code(person.email)})

    person.refresh_from_db()
    assert person.standing == "member"


def test_signing_in_works_with_password_and_ends_when_the_login_is_closed(client, site):
    person = MemberFactory(email="daan@school.example", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert (response.status_code, client.get(reverse("members:edit_profile")).status_code) == (302, 200)

    deactivate_member(member=person)
    assert client.get(reverse("members:edit_profile")).status_code == 302


def test_account_mail_belongs_to_the_person_in_the_outbox(client, site):
    person = MemberFactory(email="daan@school.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    client.post(reverse("account_request_login_code"), {"email": person.email})

    mail = OutboxMail.objects.get()
    assert (mail.purpose, mail.to) == ("account.login_code", person.email)
    assert (mail.recipient_kind, mail.recipient_key) == ("member", person.key)


def masked(response, email):
    """Give an answer without what differs for every request or session: tokens, codes and the address itself."""
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "TOKEN", text)
    text = re.sub(r'data-visitor="[^"]+"', "SESSION", text)
    return response.status_code, response.headers.get("Location"), text.replace(email, "EMAIL")


REQUESTS = {
    "sign-up": ("account_signup", {"email": "{}", "password1": PASSWORD, "given_name": "A", "family_name": "B"}),
    "code": ("account_request_login_code", {"email": "{}"}),
    "password": ("account_login", {"login": "{}", "password": "niet-dit-wachtwoord"}),
    "reset": ("account_reset_password", {"email": "{}"}),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_answers_and_mail_counts_are_the_same_for_known_and_unknown_addresses(client, site, name):
    url, data = REQUESTS[name]
    person = MemberFactory(email="bekend@school.example", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    answers, mails, pages = [], [], []

    for email in ("bekend@school.example", "onbekend@school.example"):
        client.cookies.clear()
        filled = {key: value.format(email) for key, value in data.items()}
        response = client.post(reverse(url), filled)
        answers.append(masked(response, email))
        mails.append(OutboxMail.objects.filter(to=email).count())
        if response.status_code == 302:
            pages.append(masked(client.get(response.headers["Location"]), email))

    assert answers[0] == answers[1]
    assert mails[0] == mails[1]
    assert pages[:1] == pages[1:]


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("a@staf.example", Admission.MEMBER),
        ("a@STAF.example", Admission.MEMBER),
        ("a@studenten.example", Admission.STUDENT),
        ("a@x.staf.example", Admission.UNKNOWN),
        ("staf.example", Admission.UNKNOWN),
        ("a@b@staf.example", Admission.MEMBER),
    ],
    ids=["staff", "other case", "student", "subdomain", "no address", "last at sign counts"],
)
def test_admission_matches_domains_exactly(email, expected):
    found = decide_admission(
        email=email, staff_domains=frozenset({"staf.example"}), student_domains=frozenset({"studenten.example"})
    )

    assert found is expected


def test_domain_of_a_text_without_at_sign_is_empty():
    assert domain_of("staf.example") == ""


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client, site):
    person = MemberFactory(email="daan@school.example", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for guess in range(5):
        client.post(reverse("account_login"), {"login": person.email, "password": f"gok-nummer-{guess}"})

    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    assert (response.status_code, "_auth_user_id" in client.session) == (200, False)


def test_a_second_address_of_a_school_makes_a_prospect_member(client, school):
    person = MemberFactory(email="daan@gmail.example", standing="prospect", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    prove_again(client)
    client.post(reverse("account_email"), {"action_add": "", "email": "daan@lindenwaard.example"})

    verify(client, "daan@lindenwaard.example")

    person.refresh_from_db()
    assert (person.standing, person.affiliations.get().institution) == ("member", school)


def test_an_admitted_member_stays_one_when_verifying_a_student_address(client, school):
    InstitutionDomainFactory(institution=school, domain="student.lindenwaard.example", audience="students")
    person = MemberFactory(email="daan@school.example", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    prove_again(client)
    client.post(reverse("account_email"), {"action_add": "", "email": "daan@student.lindenwaard.example"})

    response = verify(client, "daan@student.lindenwaard.example")

    person.refresh_from_db()
    assert person.standing == "member"
    assert str(WELCOME[Admission.STUDENT][1]) not in messages_of(response)


def test_the_form_of_a_new_key_speaks_dutch_and_holds_what_its_script_needs(client, coach):
    coach.set_password(PASSWORD)
    coach.save()
    EmailAddress.objects.create(user=coach, email=coach.email, verified=True, primary=True)
    client.force_login(coach)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.get(reverse("mfa_add_webauthn")).content.decode()

    assert '<label for="id_name">Naam</label>' in page
    assert '"credential": "id_credential"' in page
    assert 'id="mfa_webauthn_add" type="button"' in page


def test_adding_an_address_tells_nothing_about_whose_it_is(client, site):
    """The answer, the page after it and the number of mails are the same for a known and an unknown address."""
    known = MemberFactory(email="bekend@school.example", password=PASSWORD)
    EmailAddress.objects.create(user=known, email=known.email, verified=True, primary=True)
    answers, mails = [], []
    for number, email in enumerate(("bekend@school.example", "onbekend@school.example")):
        person = MemberFactory(email=f"ik{number}@school.example", password=PASSWORD)
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        client.cookies.clear()
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        prove_again(client)
        response = client.post(reverse("account_email"), {"action_add": "", "email": email})
        pages = [masked(response, email)]
        pages.append(masked(client.get(response.headers["Location"]), email))
        pages.append(masked(client.get(reverse("account_email")), email))
        answers.append(
            [
                (status, where, text.replace(person.email, "IK").replace(person.key, "KEY"))
                for status, where, text in pages
            ]
        )
        mails.append(OutboxMail.objects.filter(to=email).count())

    assert answers[0] == answers[1]
    assert mails == [1, 1]


def test_a_password_typed_before_the_address_was_proven_does_not_survive_its_owner(client, site):
    """Someone signs up with another person's address; the owner comes in by code, and the stranger stays out."""
    sign_up(client, "eigenaar@school.example")
    client.cookies.clear()
    client.post(reverse("account_request_login_code"), {"email": "eigenaar@school.example"})
    client.post(reverse("account_confirm_login_code"), {"code": last_code("eigenaar@school.example")})
    owner = Member.objects.get(email="eigenaar@school.example")
    assert (client.session["_auth_user_id"], owner.has_usable_password()) == (str(owner.pk), False)

    client.cookies.clear()
    client.post(reverse("account_login"), {"login": owner.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_who_proves_the_address_at_sign_up_keeps_the_password(client, school):
    sign_up(client, "daan@lindenwaard.example")
    verify(client, "daan@lindenwaard.example")

    assert Member.objects.get().has_usable_password()


def test_moving_to_another_school_adds_a_claim_there_and_keeps_the_account(client, school):
    other = InstitutionDomainFactory(domain="waddenkust.example").institution
    sign_up(client, "daan@lindenwaard.example")
    verify(client, "daan@lindenwaard.example")
    prove_again(client)
    client.post(reverse("account_email"), {"action_add": "", "email": "daan@waddenkust.example"})

    verify(client, "daan@waddenkust.example")

    member = Member.objects.get()
    places = {place.institution: place.has_school_address for place in member.affiliations.all()}
    assert places == {school: True, other: True}
    client.post(reverse("account_email"), {"action_primary": "", "email": "daan@waddenkust.example"})
    member.refresh_from_db()
    assert member.email == "daan@waddenkust.example"
    client.post(reverse("account_email"), {"action_remove": "", "email": "daan@lindenwaard.example"})
    assert [row.email for row in EmailAddress.objects.all()] == ["daan@waddenkust.example"]


@pytest.mark.parametrize(
    ("path", "is_steady"),
    [
        ("/account/signup/", True),
        ("/account/login/code/", True),
        ("/account/password/reset/", True),
        ("/netwerk/abc/bericht/", True),
        ("/mijn/berichten/abc/", True),
        ("/account/login/", False),
        ("/zoeken/", False),
    ],
)
def test_forms_that_must_not_tell_by_their_time_are_held_back(site, client, settings, monkeypatch, path, is_steady):
    settings.PORTAL_STEADY_MILLISECONDS, slept = 60_000, []
    monkeypatch.setattr("network.members.middleware.time.sleep", slept.append)

    client.post(path, {"email": "niemand@elders.example"})

    assert [seconds > 0 for seconds in slept] == ([True] if is_steady else [])


def test_an_invited_address_with_an_account_is_told_to_sign_in_and_a_closed_one_is_refused(coach):
    EmailAddress.objects.update_or_create(user=coach, email=coach.email, defaults={"verified": True, "primary": True})
    name = {"given_name": "Iemand", "name_prefix": "", "family_name": "Anders"}

    with pytest.raises(AccountExists):
        open_account(email=coach.email, **name)
    deactivate_member(member=coach)
    with pytest.raises(AccountClosed):
        open_account(email=coach.email, **name)
