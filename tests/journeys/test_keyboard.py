"""By keyboard only: every stop shows where you are, and everything that a mouse opens opens with Enter too."""

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, settled

MOST_STOPS = 90
# Of the element that has the focus: its words, and whether a reader can see that it has it.
STOP = """() => {
    const found = document.activeElement;
    const style = getComputedStyle(found);
    const box = found.getBoundingClientRect();
    const label = found.getAttribute("aria-label") || found.innerText || found.getAttribute("name") || found.tagName;
    return {
        label: label.trim().replace(/\\s+/g, " "),
        tag: found.tagName,
        type: found.getAttribute("type"),
        marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def tab_to(page, wanted) -> None:
    """Press Tab until the focus is on the wanted stop; every stop on the way must be visible and marked."""
    passed = []
    settled(page)
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        assert (stop["marked"], stop["shown"]) == (True, True), stop
        passed.append(stop["label"])
        if wanted(stop):
            return
    raise AssertionError(passed)


def labelled(words: str):
    return lambda stop: stop["label"].startswith(words)


def test_reader_gets_from_home_to_search_by_keyboard(read):
    page = read(DESK)
    page.goto("/")

    tab_to(page, lambda stop: stop["type"] == "search")
    page.keyboard.type("vaste dag")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=vaste+dag")
    tab_to(page, labelled("Eén vaste dag, of niet beginnen"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Eén vaste dag, of niet beginnen")


def test_reader_filters_opens_an_insight_and_its_reason_by_keyboard(read):
    page = read(DESK)
    page.goto("/wat-werkt/")

    tab_to(page, labelled("omstreden"))
    page.keyboard.press("Enter")
    page.wait_for_url("**status=omstreden**")
    expect(page.locator("#resultaten article")).to_have_count(2)
    tab_to(page, labelled("Van de coach een tweede servicedesk maken"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-de-coach-een-tweede-servicedesk-maken/")
    tab_to(page, labelled("Waarom “omstreden”?"))
    reason = page.locator("details.more p").first
    expect(reason).to_be_hidden()
    page.keyboard.press("Enter")

    expect(reason).to_be_visible()


def test_phone_menu_opens_and_closes_by_keyboard(read):
    page = read(PHONE)
    page.goto("/")

    tab_to(page, lambda stop: stop["tag"] == "SUMMARY")
    page.keyboard.press("Enter")
    expect(page.locator(".drawer nav")).to_be_visible()
    tab_to(page, labelled("Verhalen"))
    page.keyboard.press("Escape")

    expect(page.locator(".drawer nav")).to_be_hidden()
    expect(page.locator(".drawer > summary")).to_be_focused()
