"""A passkey is added, opens the account without a password, and is removed; under our content policy."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MEMBER, PASSWORD, PHONE


@pytest.fixture
def phone(visit, running_site):
    """Give a phone that can make passkeys; they belong to a name, so the site is asked for by its name."""
    page = visit(PHONE)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.site = running_site.url.replace("127.0.0.1", "localhost")
    return page


def sign_in_by_password(page):
    page.goto(f"{page.site}/account/login/")
    page.locator("#id_login").fill(MEMBER)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def test_a_passkey_is_added_used_to_sign_in_and_removed(phone):
    sign_in_by_password(phone)
    phone.goto(f"{phone.site}/account/2fa/webauthn/add/")
    phone.locator("#id_name").fill("Mijn telefoon")
    phone.locator("#id_passwordless").check()
    phone.locator("#mfa_webauthn_add").click()
    phone.wait_for_url(lambda url: "/webauthn/add" not in url)
    phone.goto(f"{phone.site}/account/2fa/webauthn/")
    expect(phone.get_by_role("heading", name="Mijn telefoon")).to_be_visible()

    phone.goto(f"{phone.site}/account/logout/")
    phone.locator("main form button").first.click()
    phone.goto(f"{phone.site}/account/login/?next=/mijn/")
    phone.get_by_role("button", name="Gebruik een passkey").click()
    phone.wait_for_url(lambda url: url.endswith("/mijn/"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Noor")

    phone.goto(f"{phone.site}/account/2fa/webauthn/")
    phone.get_by_role("link", name="Haal weg").first.click()
    phone.locator("main form button").first.click()
    phone.goto(f"{phone.site}/account/2fa/webauthn/")
    expect(phone.get_by_text("Mijn telefoon")).to_have_count(0)
    assert phone.console_errors == []
