"""Searching as people do: with a typing error, by keyboard through the suggestions, without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, MEMBER, PHONE

# In these journeys a word arrives at once, as from a phone's keyboard: no list of half a word comes in between, however
# slow the machine is; one journey types letter by letter.
HEADER = "header input[type=search]"


def test_visitor_finds_a_story_with_a_typing_error(read):
    page = read(PHONE)
    page.goto("/")
    box = page.locator("main input[type=search]")
    box.fill("servisedesk")
    box.press("Enter")

    expect(page.locator(".did-you-mean")).to_contain_text("Bedoelde je servicedesk")
    page.locator(".result").get_by_role("link", name="Twee dagen aan de servicedesk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Twee dagen aan de servicedesk")


def test_suggestions_work_by_keyboard(read):
    page = read(DESK)
    page.goto("/verhalen/")
    box = page.locator(HEADER)
    box.fill("toets")
    listbox = page.get_by_role("listbox", name="Suggesties")
    expect(listbox).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-controls") == listbox.get_attribute("id")
    expect(page.locator("header [role=status]")).to_contain_text("Kies met de pijltjes")

    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowUp")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None

    box.press("Escape")
    expect(listbox).to_have_count(0)
    expect(box).to_have_value("toets")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.get_attribute("aria-controls") is None

    box.press("ArrowDown")
    expect(listbox).to_be_visible()
    box.press("ArrowUp")
    last = page.get_by_role("option").last
    expect(last).to_have_attribute("aria-selected", "true")
    wanted = last.get_attribute("href")
    box.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_each_search_box_names_a_list_of_its_own(read):
    page = read(DESK)
    page.goto("/zoeken/")
    named = []
    for box in (page.locator(HEADER), page.locator("main input[type=search]")):
        box.fill("toets")
        expect(page.get_by_role("listbox")).to_have_count(1)
        expect(box).to_have_attribute("aria-expanded", "true")
        named.append(box.get_attribute("aria-controls"))
        assert page.get_by_role("listbox").get_attribute("id") == named[-1]

    assert len(set(named)) == 2


def test_enter_without_a_choice_asks_what_was_typed(read):
    page = read(DESK)
    page.goto("/")
    box = page.locator(HEADER)
    box.fill("toets")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Enter")

    page.wait_for_url("**/zoeken/?q=toets")


def test_each_search_box_suggests_and_a_click_opens(read):
    page = read(PHONE)
    for path, selector in (("/", "main"), ("/zoeken/", "main"), ("/bestaat-niet/", "main")):
        page.goto(path)
        page.locator(f"{selector} input[type=search]").press_sequentially("servicedesk", delay=5)
        expect(page.get_by_role("option", name="Twee dagen aan de servicedesk")).to_be_visible()
    page.get_by_role("option", name="Twee dagen aan de servicedesk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Twee dagen aan de servicedesk")


def test_an_answer_that_comes_late_shows_nothing(read):
    page = read(DESK)
    page.goto("/")
    waiting = []
    page.route("**/zoeken/suggesties/**", lambda route: waiting.append(route))
    box = page.locator(HEADER)
    with page.expect_request("**/zoeken/suggesties/**"):
        box.fill("toets")
    box.fill("")
    assert len(waiting) == 1
    waiting[0].fulfill(
        status=200, content_type="text/html", body='<div role="listbox"><a role="option" href="/">x</a></div>'
    )
    page.wait_for_timeout(200)

    expect(page.get_by_role("listbox")).to_have_count(0)


def test_member_is_offered_people_and_a_visitor_is_not(read, sign_in):
    visitor = read(DESK)
    visitor.goto("/")
    visitor.locator(HEADER).press_sequentially("noor", delay=20)
    expect(visitor.get_by_role("listbox")).to_be_visible()
    expect(visitor.get_by_role("group", name="Mensen")).to_have_count(0)

    member = sign_in(read(DESK), MEMBER)
    member.goto("/zoeken/?q=coach")
    member.locator(HEADER).press_sequentially("noor", delay=20)
    expect(member.get_by_role("group", name="Mensen")).to_contain_text("Noor Verhagen")
    expect(member.get_by_text("Leden vinden meer")).to_have_count(0)


def test_meetups_are_narrowed_to_what_comes_and_ordered(read):
    page = read(DESK)
    page.goto("/zoeken/?q=bijeenkomst")
    page.get_by_role("link", name="Eerstvolgende eerst").click()
    page.wait_for_url("**wanneer=komend&sorteer=eerstvolgende")
    expect(page.locator("[aria-label='Actieve filters']")).to_contain_text("Komt nog")
    days = page.locator(".result__day time.date").evaluate_all("all => all.map(one => one.getAttribute('datetime'))")
    assert days == sorted(days)
    assert days

    page.locator("[aria-label='Actieve filters'] a").first.click()
    page.wait_for_url("**/zoeken/?q=bijeenkomst")


def test_question_without_results_goes_on_to_people(read):
    page = read(PHONE)
    page.goto("/zoeken/?q=toetsleverancier")
    expect(page.get_by_text("Deze woorden lijken erop")).to_be_visible()
    page.get_by_role("link", name="Stel je vraag").click()

    page.wait_for_url("**/vragen/stel/?vraag=toetsleverancier")
    expect(page.locator("main")).to_contain_text("toetsleverancier")


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_page_works_without_javascript(read, viewport):
    page = read(viewport, java_script_enabled=False)
    page.goto("/zoeken/")
    box = page.locator("main input[type=search]")
    assert box.get_attribute("role") is None
    box.fill("meelopen")
    box.press("Enter")
    if viewport == PHONE:
        page.locator(".filters > summary").click()
    page.locator(".facets").get_by_role("link", name="gesloten").click()
    page.wait_for_url("**staat=dicht")
    shown = page.locator(".result .tag", has_text="gesloten").count()
    assert shown == page.locator(".result").count() > 0
