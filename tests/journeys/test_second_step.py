"""Someone sets up a second step, loses the phone and comes in with a spare code; axe looks at each page on the way."""

import os
import time
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MEMBER, PASSWORD, PHONE, fits, settled, wait_until
from tests.journeys.test_axe import violations

STEP_SECONDS = 30
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Walk:
    """Goes through the pages; after each step both widths are looked at."""

    def __init__(self, page):
        self.page, self.wrong, self.seen = page, {}, []

    def look(self, name: str) -> None:
        settled(self.page)
        for viewport in (PHONE, DESK):
            self.page.set_viewport_size(viewport)
            where = f"{name} {viewport['width']}"
            if found := violations(self.page):
                self.wrong[where] = found
            if not fits(self.page):
                self.wrong[f"{where} wide"] = "scrolls sideways"
            if folder := os.environ.get("PORTAL_SHOTS"):
                self.page.screenshot(path=Path(folder) / f"{name}-{viewport['width']}.png", full_page=True)
        self.seen.append(name)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP_SECONDS))


def test_every_page_of_the_second_step_is_for_everyone(visit, running_site):
    # A key belongs to a name: browsers make none for a bare number.
    page = visit(DESK)
    home = running_site.url.replace("127.0.0.1", "localhost")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"{home}/account/login/?next=/account/2fa/")
    page.locator("#id_login").fill(MEMBER)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/login" not in url)
    walk = Walk(page)
    walk.look("overview-empty")

    page.goto(f"{home}/account/2fa/totp/activate/")
    walk.look("once-more")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("#authenticator_secret").wait_for()
    walk.look("app")
    page.locator("#id_code").fill("000000")
    page.locator("main form button[type=submit]").click()
    page.locator("[aria-invalid=true], .error-summary").first.wait_for()
    walk.look("app-wrong-code")
    secret = page.locator("#authenticator_secret").input_value()
    # A code of the last seconds of its half minute would be of the past on arrival.
    wait_until(page, f"Date.now() / 1000 % {STEP_SECONDS} < {STEP_SECONDS - 8}")
    page.locator("#id_code").fill(code_of(secret))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/recovery-codes/**")
    walk.look("spare-codes")
    spare = page.locator("#recovery_codes").input_value().split()
    assert len(spare) > 4
    page.goto(f"{home}/account/2fa/recovery-codes/generate/")
    walk.look("spare-codes-anew")
    page.goto(f"{home}/account/2fa/totp/deactivate/")
    walk.look("app-away")

    page.goto(f"{home}/account/2fa/webauthn/add/")
    walk.look("key-add")
    page.get_by_label("Naam", exact=True).fill("Mijn telefoon")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add" not in url)
    page.goto(f"{home}/account/2fa/webauthn/")
    walk.look("keys")
    page.locator("main a[href*='/edit/']").first.click()
    page.wait_for_url("**/edit/")
    walk.look("key-name")
    page.goto(f"{home}/account/2fa/webauthn/")
    page.locator("main a[href*='/remove/']").first.click()
    page.wait_for_url("**/remove/")
    walk.look("key-away")
    for path in ("", "reauthenticate/", "webauthn/reauthenticate/"):
        page.goto(f"{home}/account/2fa/{path}")
        walk.look(f"second-{path.replace('/', '-') or 'overview'}")

    page.goto(f"{home}/account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/logout/" not in url)
    page.goto(f"{home}/account/login/")
    page.locator("#id_login").fill(MEMBER)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/2fa/authenticate/**")
    walk.look("sign-in")
    page.locator("#id_code").fill(spare[0])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/account/" not in url)

    assert walk.wrong == {}
    assert len(walk.seen) == 15
    assert page.console_errors == []


def test_member_signs_in_with_a_passkey_and_no_password(visit, running_site):
    page = visit(PHONE)
    home = running_site.url.replace("127.0.0.1", "localhost")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"{home}/account/login/?next=/account/2fa/")
    page.locator("#id_login").fill(MEMBER)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/login" not in url)
    page.goto(f"{home}/account/2fa/webauthn/add/")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    # Its script makes the key; before it is there the button does nothing.
    page.wait_for_url("**/webauthn/add/")
    page.get_by_label("Naam", exact=True).fill("Mijn telefoon")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add" not in url)
    page.goto(f"{home}/account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/logout/" not in url)

    page.goto(f"{home}/account/login/?next=/mijn/profiel/")
    page.locator("#passkey_login").click()

    expect(page.locator("h1").first).to_have_text("Je profiel")
    assert page.console_errors == []
