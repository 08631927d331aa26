"""Without JavaScript every form works, and what was typed stays when something is missing."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, settled


def test_message_with_a_mistake_keeps_what_was_typed(read):
    page = read(PHONE, java_script_enabled=False)
    page.goto("/doe-mee/")
    page.locator("#id_text").fill("Wij willen in september beginnen.")
    page.locator("#id_email").fill("geen adres")

    page.locator("main").get_by_role("button", name="Verstuur").click()

    expect(page).to_have_url(re.compile("/doe-mee/versturen/$"))
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("Wij willen in september beginnen.")
    expect(page.locator("#id_email")).to_have_value("geen adres")
    expect(page.locator("#id_email")).to_have_attribute("aria-invalid", "true")


def test_filters_and_search_work(read):
    page = read(DESK, java_script_enabled=False)
    page.goto("/verhalen/")
    before = page.locator("#resultaten article").count()
    page.locator(".facets").get_by_role("link", name="taal").first.click()
    expect(page).not_to_have_url(re.compile("/verhalen/$"))
    assert 0 < settled(page).locator("#resultaten article").count() < before

    page.goto("/zoeken/?q=servicedesk")
    expect(page.locator("main a").get_by_text("Twee dagen aan de servicedesk").first).to_be_visible()


def test_menu_opens_on_a_phone(read):
    page = read(PHONE, java_script_enabled=False)
    page.goto("/")
    page.locator(".drawer > summary").click()
    page.locator(".drawer nav").get_by_role("link", name="Verhalen").click()

    expect(page).to_have_url(re.compile("/verhalen/$"))


def test_reason_of_a_standing_opens(read):
    page = read(PHONE, java_script_enabled=False)
    page.goto("/wat-werkt/van-de-coach-een-tweede-servicedesk-maken/")
    page.get_by_text("Waarom “omstreden”?").click()

    expect(page.locator("details.more p").first).to_be_visible()
