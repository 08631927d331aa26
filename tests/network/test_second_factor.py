"""Editors and up need a second factor wherever they decide about what others wrote (DECISIONS 17)."""

import pytest
from allauth.mfa.models import Authenticator

from network.members.actions import ensure_groups
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
DESKS = ["/beheer/", "/beheer/berichten/", "/mijn/gesprekken/", "/mijn/bijdragen/abc/redactie/"]


@pytest.fixture(params=["Redacteuren", "Eindredacteuren", "Programmateam", "superuser"])
def staff(request, site, settings):
    settings.PORTAL_REQUIRE_MFA = True
    groups = ensure_groups()
    person = MemberFactory(email="staf@bruggenbouwen.example", is_superuser=request.param == "superuser")
    if request.param in groups:
        person.groups.add(groups[request.param])
    return person


@pytest.mark.parametrize("path", DESKS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_second_factor_every_desk_leads_to_setting_one_up(client, staff, path, method):
    client.force_login(staff)

    response = getattr(client, method)(path)

    assert (response.status_code, response.headers["Location"]) == (302, "/account/2fa/")


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_with_a_second_factor_the_desk_opens(client, staff, kind):
    Authenticator.objects.create(user=staff, type=kind, data={})
    client.force_login(staff)

    assert client.get("/beheer/").status_code == 200


def test_spare_codes_alone_are_no_second_factor(client, staff):
    Authenticator.objects.create(user=staff, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(staff)

    assert client.get("/beheer/").headers["Location"] == "/account/2fa/"


def test_own_pages_and_those_of_readers_stay_open(client, staff):
    client.force_login(staff)

    assert [client.get(path).status_code for path in ("/mijn/", "/mijn/profiel/", "/account/2fa/")] == [200, 200, 200]


def test_a_member_without_rights_is_not_asked(client, site, settings, coach):
    settings.PORTAL_REQUIRE_MFA = True
    client.force_login(coach)

    assert client.get("/mijn/gesprekken/").headers.get("Location") != "/account/2fa/"
