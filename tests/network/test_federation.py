"""Signing in with a school account: known by `sub`, admitted as employee, and asked for what the school leaves out."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from network.members.actions import erase_member, open_account
from network.members.federation import SchoolClaims, claims_of
from network.models import Member
from portal.settings.sign_in import federation_providers
from portal.shared.models import OutboxMail
from tests.factories.network import InstitutionDomainFactory, InstitutionFactory, MemberFactory
from tests.shared.oidc_server import CLIENT_ID, SECRET, oidc_provider

pytestmark = pytest.mark.django_db
EMPLOYEE = {
    "sub": "urn:sub:1",
    "given_name": "Sanne",
    "family_name": "de Wit",
    "email": "sanne@lindenwaard.example",
    "eduperson_affiliation": ["employee", "member"],
    "schac_home_organization": "lindenwaard.example",
}


@pytest.fixture
def school(site):
    return InstitutionDomainFactory(domain="lindenwaard.example").institution


@pytest.fixture
def provider(settings, monkeypatch):
    with oidc_provider() as running:
        for name, value in {"URL": running.url, "NAME": "SURFconext", "CLIENT_ID": CLIENT_ID, "SECRET": SECRET}.items():
            monkeypatch.setenv(f"PORTAL_OIDC_{name}", value)
        settings.SOCIALACCOUNT_PROVIDERS = federation_providers()
        yield running


def come_in(client, provider, **claims):
    """Go to the school, and come back with what it says; give the last answer."""
    provider.claims = {name: value for name, value in {**EMPLOYEE, **claims}.items() if value}
    page = client.post("/account/oidc/school/login/?process=login")
    onward = re.search(r'content="0;url=([^"]+)"', page.content.decode())[1].replace("&amp;", "&")
    assert onward.startswith(f"{provider.url}/authorize?")
    state = parse_qs(urlsplit(onward).query)["state"][0]
    return client.get("/account/oidc/school/login/callback/", {"code": "abc", "state": state})


def last_code(email):
    text = OutboxMail.objects.filter(to=email).latest("pk").text
    return re.search(r"\b([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\b", text)[1]


def verify(client, email):
    return client.post(reverse("account_email_verification_sent"), {"code": last_code(email)})


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_without_the_setting_nothing_of_it_shows(client, site):
    assert "oidc" not in client.get("/account/login/").content.decode()
    assert client.post("/account/oidc/school/login/").status_code == 404


def test_the_sign_in_page_offers_it_and_asking_changes_nothing(client, site, provider):
    assert "Log in met SURFconext" in client.get("/account/login/").content.decode()
    assert client.get("/account/oidc/school/login/").status_code == 200
    assert provider.asked == []


def test_an_employee_verifies_the_address_once_and_is_a_member_of_the_school(client, school, provider):
    come_in(client, provider)
    assert signed_in(client) is None
    verify(client, EMPLOYEE["email"])

    member = Member.objects.get()
    place = member.affiliations.get()
    assert signed_in(client) == str(member.pk)
    assert (member.name, member.sort_name, member.standing) == ("Sanne de Wit", "wit, sanne, de", "member")
    assert (place.institution, place.has_school_address, place.state) == (school, True, "claimed")
    assert SocialAccount.objects.get().uid == "urn:sub:1"


def test_the_next_time_the_sub_is_enough_even_with_another_address(client, school, provider):
    come_in(client, provider)
    verify(client, EMPLOYEE["email"])
    client.logout()

    come_in(client, provider, email="sanne.nieuw@lindenwaard.example")

    assert (signed_in(client), Member.objects.count()) == (str(Member.objects.get().pk), 1)


@pytest.mark.parametrize("affiliation", [["student"], [], "student"])
def test_a_student_or_someone_unknown_comes_in_as_prospect(client, site, provider, affiliation):
    come_in(client, provider, eduperson_affiliation=affiliation, email="x@elders.example")
    verify(client, "x@elders.example")

    assert (Member.objects.get().standing, signed_in(client) is not None) == ("prospect", True)


def test_a_missing_address_is_asked_for_and_verified(client, school, provider):
    answer = come_in(client, provider, email="")
    assert answer.headers["Location"] == reverse("socialaccount_signup")
    form = client.get(answer.headers["Location"]).content.decode()
    assert ('value="Sanne"' in form, 'value="Wit"' in form) == (True, True)

    names = {"given_name": "Sanne", "name_prefix": "de", "family_name": "Wit"}
    client.post(answer.headers["Location"], {"email": "sanne@elders.example", **names})
    assert signed_in(client) is None
    verify(client, "sanne@elders.example")

    member = Member.objects.get()
    assert (signed_in(client), member.email, member.standing) == (str(member.pk), "sanne@elders.example", "member")


def test_an_address_of_someone_else_opens_nothing_and_tells_nothing(client, school, provider):
    owner = MemberFactory(email=EMPLOYEE["email"])
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)

    known = come_in(client, provider)
    client.cookies.clear()
    unknown = come_in(client, provider, sub="urn:sub:2", email="nieuw@lindenwaard.example")

    assert signed_in(client) is None
    assert SocialAccount.objects.filter(user=owner).count() == 0
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [OutboxMail.objects.filter(to=email).count() for email in (owner.email, "nieuw@lindenwaard.example")] == [
        1,
        1,
    ]


def test_a_school_account_with_an_unproven_address_does_not_survive_its_owner(client, school, provider):
    come_in(client, provider)
    assert SocialAccount.objects.count() == 1

    open_account(email=EMPLOYEE["email"], given_name="Sanne", name_prefix="", family_name="Echt")

    assert SocialAccount.objects.count() == 0


def test_who_moves_to_another_school_has_a_claim_there_at_the_next_sign_in(client, school, provider):
    other = InstitutionFactory(duo_codes="25AB, 30CD")
    come_in(client, provider)
    verify(client, EMPLOYEE["email"])
    client.logout()

    come_in(client, provider, schac_home_organization="", nlEduPersonHomeOrganizationId="30cd")

    assert {place.institution for place in Member.objects.get().affiliations.all()} == {school, other}


def test_nothing_of_the_school_account_stays_after_erasure(client, school, provider):
    come_in(client, provider)

    erase_member(member_key=Member.objects.get().key)

    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (
            {"userinfo": {"eduperson_affiliation": "Employee", "schac_home_organization": "X.nl"}},
            SchoolClaims(frozenset({"employee"}), "x.nl", ""),
        ),
        ({"id_token": {"affiliation": ["staff"]}}, SchoolClaims(frozenset({"staff"}), "", "")),
        (
            {"id_token": {"affiliation": ["student"]}, "userinfo": {"affiliation": ["faculty"]}},
            SchoolClaims(frozenset({"faculty"}), "", ""),
        ),
        ({"userinfo": None}, SchoolClaims(frozenset(), "", "")),
        ({}, SchoolClaims(frozenset(), "", "")),
    ],
    ids=["SURFconext", "Entree", "userinfo wins", "nothing", "empty"],
)
def test_claims_are_read_under_the_names_federations_use(sent, expected):
    assert claims_of(sent) == expected


def test_an_address_without_client_id_stops_the_start(monkeypatch):
    monkeypatch.setenv("PORTAL_OIDC_URL", "https://connect.example")
    monkeypatch.delenv("PORTAL_OIDC_CLIENT_ID", raising=False)

    with pytest.raises(ImproperlyConfigured, match="PORTAL_OIDC_CLIENT_ID"):
        federation_providers()
