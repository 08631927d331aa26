"""What people click in Wagtail's editor. Its less used actions hang below the first button of the footer."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import settled

ACTIONS = "footer [data-w-dropdown-target=toggle], footer button[aria-expanded]"


def choose(page: Page, action: str) -> Locator:
    """Give the button of an action that the footer offers, unfolding the list if it hangs in there."""
    # Before its scripts are there, the list does not unfold.
    settled(page)
    # Nor does the form hold its blocks before then; without them it is refused.
    expect(page.locator("[data-controller~=w-block]:empty")).to_have_count(0)
    found = page.locator(f"footer {action}, [data-tippy-root] {action}").or_(page.locator(action))
    if not any(button.is_visible() for button in found.all()):
        page.locator(ACTIONS).last.click()
    return found.locator("visible=true").first


def hand_in(page: Page) -> None:
    """Send the page that is open to the second reader."""
    with page.expect_navigation():
        choose(page, "[name=action-submit]").click()


def approve(page: Page) -> None:
    choose(page, "[data-workflow-action-name=approve]").click()
    page.wait_for_url(lambda url: "/edit/" not in url)


def send_back(page: Page, comment: str) -> None:
    """Ask for a change, in words."""
    choose(page, "[data-workflow-action-name=reject]").click()
    page.locator(".modal textarea[name=comment]").fill(comment)
    with page.expect_navigation():
        page.locator(".modal [type=submit]").click()
