"""On a slow line people begin before the script is there: what they typed and opened by then stands."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MEMBER, PHONE, kept_back, settled


@pytest.fixture
def begin(read):
    """Open a window without service worker, which would have the script already."""
    return lambda viewport: read(viewport, service_workers="block")


def test_words_typed_before_the_script_get_their_suggestions(begin):
    page = begin(DESK)
    with kept_back(page, "portal.js"):
        page.goto("/verhalen/", wait_until="commit")
        page.locator("header input[type=search]").fill("toets")

    expect(page.get_by_role("listbox", name="Suggesties")).to_be_visible()
    settled(page)
    expect(page.get_by_role("listbox", name="Suggesties")).to_be_visible()


def test_question_typed_before_the_script_shows_what_resembles_it(begin):
    page = begin(PHONE)
    with kept_back(page, "questions.js"):
        page.goto("/vragen/stel/", wait_until="commit")
        page.get_by_label("Wat is je vraag?").fill("Hoe maak ik een filmpje met ondertitels")

    expect(page.get_by_role("link", name="Hoe maak ik ondertitels zonder veel werk?")).to_be_visible()


def test_filters_opened_before_the_script_stay_open(begin):
    page = begin(PHONE)
    with kept_back(page, "portal.js"):
        page.goto("/wat-werkt/", wait_until="commit")
        page.locator(".filters > summary").click()

    expect(settled(page).locator(".filters")).to_have_attribute("open", "")


def test_who_is_in_a_field_already_is_not_taken_to_the_summary(begin):
    page = begin(DESK)
    with kept_back(page, "portal.js"):
        page.goto("/styleguide/paginas/form/", wait_until="commit")
        page.locator("#id_name").focus()

    expect(settled(page).locator("#id_name")).to_be_focused()


def test_signing_out_before_the_script_takes_what_waits_along_too(begin, sign_in):
    page = sign_in(begin(PHONE), MEMBER)
    page.evaluate("localStorage.setItem('check-in:x', '{}'); sessionStorage.setItem('contribute:x', '{}')")
    with kept_back(page, "portal.js"):
        page.goto("/account/logout/", wait_until="commit")
        page.locator("main").get_by_role("button", name="Uitloggen").click()
        page.wait_for_url(lambda url: "/account/logout/" not in url, wait_until="commit")

    assert settled(page).evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
