"""A train goes into a tunnel: the portal says so in its own words, and a member has dates and ticket in the pocket."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MEMBER, OTHER, PHONE, settled, sign_out, wait_until

KEPT = """async () => {
    await navigator.serviceWorker.ready;
    const found = {};
    for (const name of await caches.keys()) {
        const requests = await (await caches.open(name)).keys();
        found[name.replace(/[0-9a-f]{16}$/, "")] = requests.map((request) => new URL(request.url).pathname);
    }
    return found;
}"""
POCKETS = "async () => (await caches.keys()).filter((name) => name.startsWith('portal-pocket-'))"
OURS = {
    "portal-offline-": [
        "/offline/",
        "/static/css/portal.css",
        "/static/fonts/atkinson.woff2",
        "/static/fonts/bricolage.woff2",
        "/static/js/portal.js",
    ]
}
POCKET = OURS | {"portal-pocket-": ["/mijn/op-zak/"]}
ROOM = "https://vergader.example/kamer-van-noor"
# Noor comes online to one date; nobody else has any.
TITLE = "Intervisie op afstand"
# Noor comes online to one date, and nobody else comes anywhere.
SIGN_UP = f"""
import datetime
from django.utils import timezone
from events.models import AgendaPage, Meetup, MeetupPage, Occurrence, Registration
from network.models import Member
Registration.objects.update(state="withdrawn")
page = AgendaPage.objects.get().add_child(instance=MeetupPage(title="{TITLE}", slug="op-afstand", lead="Een uur."))
starts_at = timezone.now() + datetime.timedelta(days=9)
date = Occurrence.objects.create(
    meetup=Meetup.objects.create(page=page), state="planned", starts_at=starts_at,
    ends_at=starts_at + datetime.timedelta(hours=2), has_online=True, online_url="{ROOM}",
)
noor = Member.objects.get(email="{MEMBER}")
Registration.objects.create(occurrence=date, member=noor, state="confirmed", mode="online")
"""
END_SESSIONS = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"


def wait_for_worker(page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    # A page that was under way while the worker started is not in its hands: the next one is.
    if not page.evaluate("navigator.serviceWorker.controller !== null"):
        page.reload()
    wait_until(page, "navigator.serviceWorker.controller !== null")


def wait_for_pocket(page, *, other_than: str = "") -> str:
    """Give the name of the shelf, once the page is on it."""
    return wait_until(
        page,
        f"""async () => {{
            for (const name of await ({POCKETS})())
                if (name !== "{other_than}" && (await (await caches.open(name)).keys()).length) return name;
        }}""",
    )


def wait_for_none(page) -> None:
    wait_until(page, f"async () => (await ({POCKETS})()).length === 0")


@pytest.fixture
def _signed_up(running_site):
    running_site.manage("shell", "-c", SIGN_UP)


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
    expect(page.locator("#resultaten article").first).to_be_visible()


@pytest.mark.usefixtures("_signed_up")
def test_nothing_is_kept_of_a_member_without_dates_and_no_page_of_the_site(visit, sign_in):
    page = sign_in(visit(PHONE), OTHER)
    for path in ("/", "/mijn/", "/mijn/profiel/", "/verhalen/", "/zoeken/?q=servicedesk", "/mijn/op-zak/"):
        page.goto(path)
    wait_for_worker(page)
    page.goto("/mijn/")
    page.wait_for_load_state("networkidle")

    assert page.evaluate(KEPT) == OURS
    assert page.console_errors == []
    page.context.set_offline(True)
    page.goto("/mijn/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent offline")
    assert "Femke" not in page.content()


@pytest.mark.usefixtures("_signed_up")
def test_coming_dates_are_in_the_pocket_and_nothing_else_is(visit, sign_in):
    page = sign_in(visit(PHONE), MEMBER)
    wait_for_worker(page)
    for path in ("/mijn/", "/mijn/profiel/", "/mijn/gegevens/", "/verhalen/"):
        page.goto(path)
    wait_for_pocket(page)
    assert page.evaluate(KEPT) == POCKET
    assert page.console_errors == []

    page.context.set_offline(True)
    for path in ("/mijn/", "/mijn/op-zak/"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Op zak")
        expect(page.get_by_text("Dit bewaarde je telefoon op")).to_be_visible()
        expect(page.get_by_text("Nederlandse tijd").first).to_be_visible()
        expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        expect(page.get_by_role("link", name=ROOM)).to_be_visible()
    page.goto("/mijn/profiel/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent offline")

    page.context.set_offline(False)
    page.goto("/mijn/op-zak/")
    expect(page.get_by_text("Dit bewaarde je telefoon op")).to_be_hidden()


@pytest.mark.usefixtures("_signed_up")
def test_signing_out_empties_the_pocket_and_the_next_member_sees_nothing_of_it(visit, sign_in):
    page = sign_in(visit(PHONE), MEMBER)
    wait_for_worker(page)
    page.goto("/mijn/")
    wait_for_pocket(page)

    sign_out(page)
    wait_for_none(page)
    assert page.evaluate(KEPT) == OURS
    page.context.set_offline(True)
    page.goto("/mijn/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent offline")

    page.context.set_offline(False)
    sign_in(page, OTHER)
    page.goto("/mijn/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for path in ("/mijn/", "/mijn/op-zak/"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Je bent offline")
        assert ROOM not in page.content()


@pytest.mark.usefixtures("_signed_up")
def test_a_session_that_ended_elsewhere_empties_the_pocket_at_the_next_page(visit, sign_in, running_site):
    page = sign_in(visit(PHONE), MEMBER)
    wait_for_worker(page)
    page.goto("/mijn/")
    wait_for_pocket(page)

    running_site.manage("shell", "-c", END_SESSIONS)
    page.goto("/verhalen/")

    wait_for_none(page)
    assert page.evaluate(KEPT) == OURS


@pytest.mark.usefixtures("_signed_up")
def test_another_session_on_the_same_phone_takes_the_place_of_the_first(visit, sign_in, running_site):
    page = sign_in(visit(PHONE), MEMBER)
    wait_for_worker(page)
    page.goto("/mijn/")
    first = wait_for_pocket(page)

    page.context.clear_cookies()
    sign_in(page, MEMBER)
    page.goto("/mijn/")

    wait_for_pocket(page, other_than=first)
    wait_until(page, f"async () => !(await ({POCKETS})()).includes('{first}')")


@pytest.mark.usefixtures("_signed_up")
def test_a_pocket_older_than_the_session_is_not_shown(visit, sign_in):
    page = sign_in(visit(PHONE), MEMBER)
    wait_for_worker(page)
    page.goto("/mijn/")
    wait_for_pocket(page)
    # As it stands on the phone when the session is long over.
    page.evaluate("""async () => {
        const name = (await caches.keys()).find((found) => found.startsWith('portal-pocket-'));
        const shelf = await caches.open(name);
        const kept = await shelf.match('/mijn/op-zak/', { ignoreVary: true });
        const headers = new Headers(kept.headers);
        headers.set('X-Pocket-Until', '2020-01-01T00:00:00+00:00');
        await shelf.put('/mijn/op-zak/', new Response(await kept.text(), { headers }));
    }""")

    page.context.set_offline(True)
    page.goto("/mijn/op-zak/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent offline")
    wait_for_none(page)


def test_a_form_sent_without_a_connection_fails_openly(visit):
    page = visit(PHONE)
    page.goto("/doe-mee/")
    wait_for_worker(page)
    page.locator("#id_text").fill("Wij doen graag mee.")
    page.context.set_offline(True)

    page.locator("main").get_by_role("button", name="Verstuur").click()

    assert settled(page).get_by_role("heading", name="Bedankt").count() == 0
