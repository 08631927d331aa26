"""Each state of the page of results, for who sees it and who hears it; and a member who looks for a person nearby."""

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
