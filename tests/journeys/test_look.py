"""The design system in a browser: every component and sample page, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from portal.styleguide.pages import PAGES
from tests.journeys.conftest import DESK, PHONE, fits

SAMPLES = ["/styleguide/", *(f"/styleguide/paginas/{name}/" for name in sorted(PAGES))]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
def test_components_have_no_accessibility_violations(read, viewport):
    page = read(viewport)
    found = []
    for path in SAMPLES:
        page.goto(path)
        found += [(path, violation["id"]) for violation in Axe().run(page).response["violations"]]

    assert found == []


def test_components_fit_the_narrowest_phone(read):
    page = read({"width": 320, "height": 640})
    wide = []
    for path in SAMPLES:
        page.goto(path)
        if not fits(page):
            wide.append(path)

    assert wide == []


def test_thumb_reaches_every_button_and_field_on_a_phone(read):
    page = read(PHONE)
    small = []
    for path in SAMPLES:
        page.goto(path)
        small += page.evaluate(
            """() => [...document.querySelectorAll(
                 "main :is(button, .button, summary, .pick, .facet a, .chips a, .pager a, select)," +
                 ".masthead :is(a, summary)"
               )].filter((found) => found.checkVisibility() && found.getBoundingClientRect().height < 43.5)
                 .map((found) => found.outerHTML.slice(0, 80))"""
        )

    assert small == []


def test_escape_closes_the_menu_and_gives_the_focus_back(read):
    page = read(PHONE)
    page.goto("/styleguide/paginas/home/")
    page.locator(".drawer > summary").click()
    expect(page.locator(".drawer nav")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator(".drawer nav")).to_be_hidden()
    expect(page.locator(".drawer > summary")).to_be_focused()


def test_refused_form_puts_the_focus_on_its_summary(read):
    page = read(DESK)
    page.goto("/styleguide/paginas/form/")

    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Hoe heet je?").click()
    expect(page.locator("#id_name")).to_be_focused()


def test_filter_on_a_phone_keeps_its_panel_open_and_moves_the_focus_to_the_count(read):
    page = read(PHONE)
    page.goto("/styleguide/paginas/directory/")
    page.locator(".filters > summary").click()
    page.evaluate("window.stayed = true")

    page.locator(".facet").get_by_role("link", name="Limburg").click()
    page.wait_for_url("**?provincie=limburg")
    expect(page.locator("[data-count]")).to_be_focused()

    assert page.evaluate("window.stayed") is True
    expect(page.locator(".filters")).to_have_attribute("open", "")
    page.go_back()
    page.wait_for_url("**/directory/")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert page.evaluate("window.stayed") is True
