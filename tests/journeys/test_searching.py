"""Searching, the way people do it: with a slip of the fingers, for a person nearby, by keyboard, without scripts."""

import itertools
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MEMBER, PHONE
from tests.journeys.test_axe import violations

# Every state of the page of results; what it shows is checked, so that a state is not looked at unseen.
STATES = {
    "/zoeken/": "Typ een woord, een naam of een hele vraag.",
    "/zoeken/?q=servicedesk": "resultaten",
    "/zoeken/?q=servicedesk&pagina=2": "resultaten",
    "/zoeken/?q=servicedesk&soort=school&thema=bestaat-niet": "Geen resultaten met deze filters",
    "/zoeken/?q=fietsenstalling": "Niets gevonden voor “fietsenstalling”",
    "/zoeken/?q=koffiekra": "Bedoelde je",
    "/zoeken/?q=servicedesk+fietsenstalling": "In deze resultaten staat een deel ervan",
    "/zoeken/?q=stage": "Stagemarkt.nl",
}


def test_visitor_finds_a_story_with_a_slip_of_the_fingers(read):
    page = read(PHONE)
    page.goto("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("koffiekra")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=koffiekra")

    expect(page.locator(".did-you-mean")).to_contain_text("koffiekar")
    page.locator(".result-list").get_by_role("link", name="Met de koffiekar langs de teams").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Met de koffiekar langs de teams")
    assert page.console_errors == []


def test_member_finds_a_coach_nearby_who_knows_of_testing(read, sign_in):
    page = sign_in(read(DESK), MEMBER)
    page.goto("/zoeken/?q=toetsen")
    page.locator(".facets").get_by_role("link", name="mensen").click()
    page.wait_for_url("**soort=persoon**")
    people = page.locator(".result-list > li").count()
    page.locator(".facets a[href*='school=']").first.click()
    page.wait_for_url("**school=**")
    assert 0 < page.locator(".result-list > li").count() < people
    school = parse_qs(urlsplit(page.url).query)["school"][0]
    name = page.locator(".result-list h3 a").first.inner_text()

    page.locator(".result-list h3 a").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.goto(f"/netwerk/?school={school}")
    expect(page.locator("main")).to_contain_text(name)


def test_reader_chooses_a_suggestion_and_a_filter_by_keyboard(read):
    page = read(DESK)
    page.goto("/zoeken/")
    page.locator("#zoekvraag").focus()
    page.keyboard.type("koffiek")
    expect(page.get_by_role("option", name="Met de koffiekar langs de teams")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert page.locator("#zoekvraag").get_attribute("aria-activedescendant")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert page.locator("#zoekvraag").input_value() == "koffiek"
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Met de koffiekar langs de teams")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Met de koffiekar langs de teams")
    assert page.console_errors == []


def test_everything_works_without_javascript(read):
    page = read(DESK, java_script_enabled=False)
    page.goto("/zoeken/")
    page.locator("#zoekvraag").fill("servicedesk")
    page.locator("main").get_by_role("button", name="Zoek").click()
    everything = page.locator("#resultaten-kop").inner_text()
    page.locator(".facets").get_by_role("link", name="verhalen").click()
    narrowed = page.locator("#resultaten-kop").inner_text()
    assert "soort=verhaal" in page.url
    assert narrowed != everything
    page.locator(".chips").get_by_role("link", name="verhalen").first.click()
    assert page.locator("#resultaten-kop").inner_text() == everything
    page.locator("[rel=next]").click()
    assert "pagina=2" in page.url
    page.goto("/zoeken/?q=koffiekra")
    page.locator(".result-list h3 a").first.click()

    assert page.locator("h1").inner_text() == "Met de koffiekar langs de teams"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
def test_each_state_has_one_structure_and_no_violations(read, viewport):
    page, wrong = read(viewport), {}
    for path, words in STATES.items():
        page.goto(path)
        expect(page.locator("main")).to_contain_text(words)
        levels = page.locator("main :is(h1, h2, h3, h4)").evaluate_all("all => all.map(one => +one.tagName[1])")
        skips = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        if found := violations(page):
            wrong[path] = found
        if skips or page.locator("h1").count() != 1 or page.locator("main [role=search]").count() != 1:
            wrong[f"{path} structure"] = levels

    assert wrong == {}
