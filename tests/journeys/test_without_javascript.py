"""Without JavaScript every form works, and what was typed stays when something is missing."""

from tests.journeys.conftest import DESK, PHONE


def test_message_with_a_mistake_keeps_what_was_typed(read):
    page = read(PHONE, java_script_enabled=False)
    page.goto("/doe-mee/")
    page.locator("#id_text").fill("Wij willen in september beginnen.")
    page.locator("#id_email").fill("geen adres")

    page.locator("main").get_by_role("button", name="Verstuur").click()

    assert page.url.endswith("/doe-mee/versturen/")
    assert page.locator(".error-summary").is_visible()
    assert page.locator("#id_text").input_value() == "Wij willen in september beginnen."
    assert page.locator("#id_email").input_value() == "geen adres"
    assert page.locator("#id_email").get_attribute("aria-invalid") == "true"


def test_filters_and_search_work(read):
    page = read(DESK, java_script_enabled=False)
    page.goto("/verhalen/")
    before = page.locator("#resultaten article").count()
    page.locator(".facets").get_by_role("link", name="taal").first.click()
    assert 0 < page.locator("#resultaten article").count() < before

    page.goto("/zoeken/?q=servicedesk")
    assert page.locator("main a").get_by_text("Twee dagen aan de servicedesk").first.is_visible()


def test_menu_opens_on_a_phone(read):
    page = read(PHONE, java_script_enabled=False)
    page.goto("/")
    page.locator(".drawer > summary").click()
    page.locator(".drawer nav").get_by_role("link", name="Verhalen").click()

    assert page.url.endswith("/verhalen/")


def test_reason_of_a_standing_opens(read):
    page = read(PHONE, java_script_enabled=False)
    page.goto("/wat-werkt/van-de-coach-een-tweede-servicedesk-maken/")
    page.get_by_text("Waarom “omstreden”?").click()

    assert page.locator("details.more p").first.is_visible()
