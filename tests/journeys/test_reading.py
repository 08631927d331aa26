"""A visitor reads: on a phone, by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, fits

PAGES = [
    "/",
    "/wat-werkt/",
    "/verhalen/",
    "/pilots/",
    "/aan-de-slag/",
    "/scholen/",
    "/bruggen/",
    "/zoeken/?q=servicedesk",
]


@pytest.mark.parametrize("viewport", [PHONE, DESK, {"width": 320, "height": 640}], ids=["390", "1280", "320"])
def test_visitor_reads_without_sideways_scrolling_or_errors(read, viewport):
    page = read(viewport)
    wide, errors = [], []
    for path in PAGES:
        assert page.goto(path).status == 200
        if not fits(page):
            wide.append(path)
        errors += [(path, text) for text in page.console_errors]
        page.console_errors.clear()

    assert (wide, errors) == ([], [])


def test_visitor_finds_a_story_and_reads_on(read):
    page = read(PHONE)
    page.goto("/")
    page.get_by_role("search").last.get_by_role("searchbox").or_(page.locator("main input[type=search]")).last.fill(
        "vaste dag"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=vaste+dag")
    page.get_by_role("link", name="Eén vaste dag, of niet beginnen").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Eén vaste dag, of niet beginnen")
    expect(page.get_by_text("Voorbeeldtekst. De school en de personen bestaan niet.")).to_be_visible()


def test_filters_work_without_javascript(read):
    page = read(DESK, java_script_enabled=False)
    page.goto("/wat-werkt/")
    expect(page.locator("article")).to_have_count(8)

    page.locator(".facets").get_by_role("link", name="omstreden").click()

    expect(page).to_have_url(re.compile("status=omstreden"))
    expect(page.locator("article")).to_have_count(2)


def test_filters_swap_in_place_with_javascript(read):
    page = read(DESK)
    page.goto("/wat-werkt/")
    page.evaluate("window.stayed = true")

    page.locator(".facets").get_by_role("link", name="omstreden").click()
    page.wait_for_url("**status=omstreden**")
    expect(page.locator("#resultaten article")).to_have_count(2)

    assert page.evaluate("window.stayed") is True


def test_keyboard_reaches_the_content_first(read):
    page = read(DESK)
    page.goto("/verhalen/")
    page.keyboard.press("Tab")

    expect(page.locator("a[href='#inhoud']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()
