"""Every page of signing in and of the second step speaks as the rest does: our frame, je-form, in Dutch."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.html import strip_tags

from portal.shared.outbox.models import OutboxMail
from tests.factories.network import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FORMAL = re.compile(r"\b(u|uw)\b", re.IGNORECASE)
# Words of allauth that nobody put into Dutch.
ENGLISH = re.compile(r"\b(the|your|you|please|account has|sign in|password)\b", re.IGNORECASE)


def addresses(patterns, prefix: str = "") -> list[str]:
    """Give the addresses without parts to fill in."""
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "<" not in route and "(" not in route:
            found.append("/" + route.replace("^", "").replace("$", ""))
    return sorted(set(found))


PAGES = [path for path in addresses(get_resolver().url_patterns) if path.startswith("/account/")]


def words_of(response) -> str:
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main, f"a page without our frame: {response.request['PATH_INFO']} {response.status_code}"
    return re.sub(
        r"\s+", " ", strip_tags(re.sub(r"<(script|style|code|textarea).*?</\1>", "", main[0], flags=re.DOTALL))
    )


@pytest.fixture
def visitor(client, site):
    return client


@pytest.fixture
def member(client, site, db):
    """Someone who just signed in."""
    person = MemberFactory(email="noor@lindenwaard.example", given_name="Noor")
    person.set_password("een-lang-wachtwoord-7")
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    client.post("/account/login/", {"login": person.email, "password": "een-lang-wachtwoord-7"})
    # What changes how one signs in asks once more.
    client.post("/account/reauthenticate/", {"password": "een-lang-wachtwoord-7"})
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    return client, person


def judged(client, path: str) -> dict[str, str]:
    response = client.get(path, follow=True)
    is_page = response.headers["Content-Type"].startswith("text/html") and response.status_code not in (404, 405)
    # Some send on to the front page or the own page, which is no page of allauth.
    if not is_page or not response.request["PATH_INFO"].startswith("/account/"):
        return {}
    words = words_of(response)
    wrong = {f"{path}: formal": words for found in [FORMAL.search(words)] if found}
    return wrong | {f"{path}: English": words for found in [ENGLISH.search(words)] if found}


def test_pages_for_visitors_speak_dutch_to_je(visitor):
    wrong = {}
    for path in PAGES:
        wrong |= judged(visitor, path)

    assert len(PAGES) > 20
    assert wrong == {}


def test_pages_for_who_is_signed_in_speak_dutch_to_je(member):
    client, person = member
    wrong = {}
    for path in PAGES:
        if path != "/account/logout/":
            wrong |= judged(client, path)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    assert get_adapter().is_mfa_enabled(person)
    for path in PAGES:
        if path != "/account/logout/":
            wrong |= judged(client, path)

    assert wrong == {}


@pytest.mark.parametrize("asked", ["/account/login/code/", "/account/password/reset/", "/account/signup/"])
@pytest.mark.parametrize("is_known", [True, False])
def test_mails_of_an_account_speak_as_our_others_do(visitor, asked, is_known):
    email = "noor@lindenwaard.example"
    if is_known:
        person = MemberFactory(email=email)
        person.emailaddress_set.create(email=email, verified=True, primary=True)

    visitor.post(asked, {"email": email, "given_name": "Noor", "family_name": "Verhagen"})

    for mail in OutboxMail.objects.all():
        words = re.sub(r"https?://\S+", "", f"{mail.subject}\n{mail.text}")
        assert mail.text.startswith("Hallo,\n\n")
        assert not FORMAL.search(words)
        assert not ENGLISH.search(words)
        assert "testserver" not in words
    assert OutboxMail.objects.exists() or not is_known
