"""A member lets a phone show messages, gets the first one from the portal, and signs out.

Chromium without a head has no push service, so `pushManager` is a stand-in that gives the keys of a browser at the push
service of the test, under an address that the portal takes for public until it sends. What the page, the portal, the
wire and the service worker do with it is real.
"""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MEMBER, PHONE, sign_out, wait_until
from tests.journeys.test_offline import SIGN_UP, wait_for_worker
from tests.network.push_service import make_certificate, push_service

STAND_IN = """(keys) => {
    const { p256dh, auth } = keys;
    const given = { toJSON: () => ({ endpoint: "https://push.example/a", keys: { p256dh, auth } }) };
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async (options) => {
        window.asked = options;
        return given;
    };
    Notification.requestPermission = async () => "granted";
}"""
CANCEL = """
from django.utils import timezone
from events.meetups.actions import cancel_occurrence
from events.models import Occurrence
date = Occurrence.objects.get(meetup__page__slug="op-afstand")
cancel_occurrence(occurrence=date, reason="De gespreksleider is ziek.", at=timezone.now())
"""
SEND = """
from django.conf import settings
from django.utils import timezone
from network.models import PushSubscription
from network.push.actions import send_waiting
PushSubscription.objects.update(endpoint="{endpoint}")
settings.PORTAL_PRIVATE_HOSTS = frozenset(["127.0.0.1"])
print(send_waiting(at=timezone.now()))
"""
PURPOSE = "Een afzegging"


@pytest.fixture
def service(tmp_path, monkeypatch):
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with push_service(certificate) as running:
        yield running


def test_a_phone_is_switched_on_by_a_click_and_shows_a_cancellation(visit, sign_in, running_site, service):
    running_site.manage("shell", "-c", SIGN_UP)
    page = sign_in(visit(PHONE), MEMBER)
    # Without a head nobody can say yes when the browser asks.
    page.context.grant_permissions(["notifications"])
    page.goto("/mijn/mail/")
    wait_for_worker(page)
    start = page.get_by_role("button", name="Toon meldingen op dit apparaat")
    expect(start).to_be_visible()
    expect(page.get_by_text("Deze browser toont geen meldingen van websites.")).to_be_hidden()

    # Without a choice the portal says what is missing, and the browser asks nothing.
    start.click()
    expect(page.get_by_role("alert")).to_contain_text("Kies ten minste één soort melding.")

    browser = service.subscribe()
    page.evaluate(STAND_IN, browser.keys)
    page.get_by_label(PURPOSE, exact=False).check()
    page.get_by_role("button", name="Toon meldingen op dit apparaat").click()
    expect(page.get_by_text("Dit apparaat krijgt vanaf nu meldingen.")).to_be_visible()
    expect(page.get_by_text("(dit apparaat)")).to_be_visible()
    expect(page.get_by_label(PURPOSE, exact=False)).to_be_checked()
    expect(page.get_by_role("button", name="Toon meldingen op dit apparaat")).to_have_count(0)

    running_site.manage("shell", "-c", CANCEL)
    assert running_site.manage("shell", "-v0", "-c", SEND.format(endpoint=browser.endpoint)).strip().endswith("1")
    [shown] = browser.shown
    assert shown["title"] == "Een bijeenkomst van jou gaat niet door"
    page.goto(shown["path"])
    expect(page.get_by_text("De gespreksleider is ziek.")).to_be_visible()

    # What the push service brings to a phone, brought here by hand: the worker shows it.
    devtools = page.context.new_cdp_session(page)
    devtools.send("ServiceWorker.enable")
    registrations = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
    page.reload()
    for _attempt in range(50):
        if registrations:
            break
        page.wait_for_timeout(100)
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": running_site.url, "registrationId": registrations[0]["registrationId"], "data": json.dumps(shown)},
    )
    titles = wait_until(
        page,
        """async () => {
            const shown = await (await navigator.serviceWorker.ready).getNotifications();
            return shown.length && shown.map((note) => [note.title, note.body, note.data.path]);
        }""",
    )
    assert titles == [[shown["title"], shown["text"], shown["path"]]]

    sign_out(page)
    assert running_site.rows("SELECT count(*) FROM network_pushsubscription") == [(0,)]
    assert page.console_errors == []


def test_without_javascript_the_page_says_why_not_and_keeps_the_choices(visit, sign_in):
    page = sign_in(visit(PHONE, java_script_enabled=False), MEMBER)
    page.goto("/mijn/mail/")

    expect(page.get_by_text("Deze browser toont geen meldingen van websites.")).to_be_visible()
    expect(page.get_by_role("button", name="Toon meldingen op dit apparaat")).to_be_hidden()
    page.get_by_label(PURPOSE, exact=False).check()
    page.get_by_role("button", name="Bewaar deze keuzes").click()

    expect(page.get_by_text("Je keuzes zijn bewaard.")).to_be_visible()
    expect(page.get_by_label(PURPOSE, exact=False)).to_be_checked()
