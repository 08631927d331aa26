"""A train goes into a tunnel: the portal says so in its own words, and has kept nothing but those."""

from playwright.sync_api import expect

from tests.journeys.conftest import MEMBER, PHONE

KEPT = """async () => {
    await navigator.serviceWorker.ready;
    const found = {};
    for (const name of await caches.keys()) {
        const requests = await (await caches.open(name)).keys();
        found[name.replace(/[0-9a-f]{16}$/, "")] = requests.map((request) => new URL(request.url).pathname);
    }
    return found;
}"""
OURS = {
    "portal-offline-": [
        "/offline/",
        "/static/css/portal.css",
        "/static/fonts/atkinson.woff2",
        "/static/fonts/bricolage.woff2",
    ]
}


def wait_for_worker(page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_without_a_connection_a_page_says_so_and_leads_back(visit, running_site):
    page = visit(PHONE)
    page.goto("/")
    wait_for_worker(page)

    page.context.set_offline(True)
    page.goto("/verhalen/")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Je bent offline")
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.evaluate("document.fonts.load('16px Atkinson').then((faces) => faces.length)") > 0

    page.context.set_offline(False)
    page.get_by_role("link", name="Probeer het opnieuw").click()
    page.wait_for_url("**/verhalen/")
    assert page.locator("#resultaten article").count() > 0


def test_nothing_of_a_member_and_no_page_of_the_site_is_kept(visit, sign_in):
    page = sign_in(visit(PHONE), MEMBER)
    for path in ("/", "/mijn/", "/mijn/profiel/", "/verhalen/", "/zoeken/?q=servicedesk"):
        page.goto(path)
    wait_for_worker(page)
    page.goto("/mijn/")

    assert page.evaluate(KEPT) == OURS
    assert page.console_errors == []
    page.context.set_offline(True)
    page.goto("/mijn/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent offline")
    assert "Noor" not in page.content()


def test_a_form_sent_without_a_connection_fails_openly(visit):
    page = visit(PHONE)
    page.goto("/doe-mee/")
    wait_for_worker(page)
    page.locator("#id_text").fill("Wij doen graag mee.")
    page.context.set_offline(True)

    page.locator("main").get_by_role("button", name="Verstuur").click()
    page.wait_for_load_state()

    assert page.get_by_role("heading", name="Bedankt").count() == 0
