"""No page breaks WCAG 2.2 AA as far as axe can tell: every page, filled, empty and refused, on a phone and a desk."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string

from tests.journeys import sample_addresses as sampled
from tests.journeys.conftest import (
    COORDINATOR,
    DESK,
    LEADER,
    MEMBER,
    MODERATOR,
    PHONE,
    ROOT,
    fits,
    served,
    type_password_again,
    windows,
)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
MAKE = "from tests.journeys.axe_content import make; make()"
PEOPLE = {"member": MEMBER, "moderator": MODERATOR, "leader": LEADER, "coordinator": COORDINATOR}
WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
# Pages of an empty site: everything that needs no text, no member and no school.
EMPTY = [
    "/",
    "/wat-werkt/",
    "/verhalen/",
    "/pilots/",
    "/aan-de-slag/",
    "/in-vier-stappen/",
    "/doe-mee/",
    "/scholen/",
    "/bruggen/",
    "/vragen/",
    "/vragen/stel/",
    "/zoeken/",
    "/zoeken/?q=niets",
    "/account/login/",
    "/account/signup/",
    "/bestaat-niet/",
    "/offline/",
]
ERROR_PAGES = sorted(path.name for path in (ROOT / "templates").glob("[45][0-9][0-9]*.html"))


@pytest.fixture(scope="module")
def filled(demo_folder, tmp_path_factory):
    """Serve the demo with everything a page can show; gives (site, samples)."""
    folder = tmp_path_factory.mktemp("axe")
    with served(demo_folder, folder / "var") as site:
        samples = json.loads(site.manage("shell", "-v0", "-c", MAKE).splitlines()[-1])
        samples["desk"] = {
            "evidence:decide": [samples["evidence"]],
            "inbox:read": [site.rows("SELECT min(id) FROM stories_suggestion")[0][0]],
            **{f"institution:{name}": [1] for name in ("edit", "inspect", "merge")},
            "institution_coordinators": [1],
            "followed_calendars_calendar": [samples["own_calendar"]],
            "followed_calendars_event": [samples["found_event"]],
            **{f"{name}:delete": [1] for name in ("theme", "helptopic", "role", "system")},
            "mailpreview:mail": ["stories/review_invitation"],
            "wagtailusers_users:edit": [4],
            **{f"wagtailsnippets_search_synonymgroup:{name}": [1] for name in ("edit", "copy")},
        }
        yield site, samples


@pytest.fixture(scope="module")
def signed_in(browser, filled):
    """Sign each person in once; gives the cookies by who."""
    site, _samples = filled
    kept = {"visitor": None}
    with windows(browser, site) as open_window:
        for who, email in PEOPLE.items():
            page = open_window(DESK)
            page.goto("/account/login/")
            page.locator("#id_login").fill(email)
            page.locator("#id_password").fill("bruggen-demo")
            page.locator("main form button").first.click()
            page.wait_for_url(lambda url: "/account/login" not in url)
            kept[who] = page.context.storage_state()
    return kept


def violations(page, *, context=None) -> list[str]:
    """Give what axe finds on the page that is open, a line for each rule, with the first element that breaks it."""
    found = Axe().run(page, context=context, options=RULES).response["violations"]
    return [f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:160]}" for each in found]


class Look:
    """Visits pages as several people and keeps what is wrong, by address."""

    def __init__(self, open_window, viewport, states) -> None:
        self.open_window, self.viewport, self.states = open_window, viewport, states
        self.pages, self.wrong = {}, {}

    def page(self, who: str):
        if who not in self.pages:
            self.pages[who] = self.open_window(self.viewport, storage_state=self.states[who])
        return self.pages[who]

    def visit(self, who: str, path: str, *, context=None, statuses=(200,), may_lead_elsewhere=False) -> None:
        page = self.page(who)
        response = page.goto(path)
        if not path.startswith("/account/"):
            type_password_again(page)
        if response.status not in statuses:
            self.wrong[f"{who} {path}"] = response.status
        elif not page.url.endswith(path) and not may_lead_elsewhere:
            self.wrong[f"{who} {path}"] = page.url
        elif found := violations(page, context=context):
            self.wrong[f"{who} {path}"] = found

    def refuse(self, who: str, path: str, form: str) -> None:
        """Send a form of the page with its fields empty, past what the browser checks."""
        page = self.page(who)
        page.goto(path)
        with page.expect_navigation():
            page.locator(form).first.evaluate(
                """(form) => {
                    for (const field of form.elements) {
                        if (["radio", "checkbox"].includes(field.type)) field.checked = false;
                        else if (!["hidden", "submit", "button", "fieldset"].includes(field.type)) field.value = "";
                    }
                    HTMLFormElement.prototype.submit.call(form);
                }"""
            )
        if not page.locator(".error-summary, [aria-invalid=true], .errorlist").count():
            self.wrong[f"{who} {path}"] = "not refused"
        elif found := violations(page):
            self.wrong[f"{who} {path} refused"] = found


@pytest.fixture
def look(browser, filled, signed_in):
    site, _samples = filled
    with windows(browser, site) as open_window:
        yield lambda viewport: Look(open_window, viewport, signed_in)


def test_every_address_has_a_sample():
    assert sampled.unsampled() == set(), "add a sample to tests/journeys/sample_addresses.py, or say it is no page"


@WIDTHS
def test_own_pages_have_no_violations(look, filled, viewport):
    _site, samples = filled
    looking = look(viewport)
    for who, path in sampled.sample_pages(samples):
        looking.visit(who, path)

    assert looking.wrong == {}


@WIDTHS
def test_each_type_of_page_has_no_violations(look, filled, viewport):
    site, _samples = filled
    kinds = site.rows(
        "SELECT min(url_path) FROM wagtailcore_page WHERE live AND depth > 1 GROUP BY content_type_id ORDER BY 1"
    )
    paths = ["/" + re.sub(r"^/[^/]+/", "", path) for (path,) in kinds]
    assert len(paths) > 10
    looking = look(viewport)
    for path in paths:
        for who in ("visitor", "member"):
            looking.visit(who, path)

    assert looking.wrong == {}


@WIDTHS
def test_meetups_in_each_state_have_no_violations(look, filled, viewport):
    site, _samples = filled
    kept = site.rows("SELECT url_path FROM wagtailcore_page WHERE live AND url_path LIKE '%/agenda/%' ORDER BY 1")
    month = site.rows("SELECT substr(max(starts_at), 1, 7) FROM events_occurrence WHERE state = 'planned'")[0][0]
    views = ["/agenda/?periode=geweest", "/agenda/?soort=training", f"/agenda/?maand={month}"]
    looking = look(viewport)
    for path in ["/" + re.sub(r"^/[^/]+/", "", path) for (path,) in kept] + views:
        looking.visit("visitor", path)

    assert looking.wrong == {}


@WIDTHS
def test_account_pages_have_no_violations(look, viewport):
    looking = look(viewport)
    for who, path in sampled.account_pages():
        # Signing in elsewhere that failed is told with a 401.
        statuses = (401,) if path.endswith("/login/error/") else (200,)
        looking.visit(who, path, statuses=statuses, may_lead_elsewhere=True)

    assert looking.wrong == {}


@WIDTHS
def test_editors_pages_have_no_violations(look, filled, viewport):
    _site, samples = filled
    looking = look(viewport)
    for who, path in sampled.editor_pages(samples):
        looking.visit(who, path, context="#main")

    assert looking.wrong == {}


@WIDTHS
def test_refused_forms_have_no_violations(look, filled, viewport):
    _site, samples = filled
    page, key, dossier = samples["page"], samples["contribution"], samples["dossier"]
    looking = look(viewport)
    for who, path, form in [
        ("visitor", "/doe-mee/", "main form.form"),
        ("visitor", f"/suggestie/{page}/", "main form.form"),
        ("visitor", "/account/login/", "main form"),
        ("visitor", "/account/signup/", "main form"),
        ("visitor", "/account/password/reset/", "main form"),
        ("visitor", f"/meelezen/{samples['token']}/", "main form.form"),
        ("member", "/mijn/bijdragen/nieuw/", "main form.form"),
        ("member", f"/mijn/bijdragen/{key}/", "main form.form"),
        ("member", f"/mijn/bijdragen/{key}/schrijven/fotos/", "main form.form"),
        ("member", f"/reacties/bij/{page}/", "main form:has(textarea)"),
        ("member", f"/reacties/{samples['own_reaction']}/aanpassen/", "main form"),
        ("member", f"/reacties/{samples['reaction']}/melden/", "main form"),
        ("member", f"/wat-werkt/{samples['insight']}/herken-je-dit/", "main form:has([type=radio])"),
        ("member", f"/ook-gedaan/{page}/", "main form:has([type=radio])"),
        ("member", "/mijn/map/dossier/nieuw/", "main form"),
        ("member", "/agenda/voorstellen/", "main form.form"),
        ("member", f"/mijn/map/dossier/{dossier}/aanpassen/", "main form"),
        ("leader", f"/mijn/gesprekken/{samples['reaction']}/", "main form"),
        ("leader", f"/mijn/gesprekken/bij/{page}/", "main form:has(textarea), main form"),
    ]:
        looking.refuse(who, path, form)
    for path in ("/bestaat-niet/", "/meelezen/bestaat-niet/"):
        looking.visit("visitor", path, statuses=(404, 410))

    assert looking.wrong == {}


@WIDTHS
@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_has_no_violations(read, name, viewport):
    """What most errors can't be made to show on a sound site: the page itself, set in the site's own style."""
    page, html = read(viewport), render_to_string(name)
    page.route("**/fout/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))

    page.goto("/fout/")

    assert page.evaluate("document.styleSheets.length") > 0
    assert fits(page)
    assert violations(page) == []


@WIDTHS
def test_empty_site_has_no_violations(browser, empty_site, viewport):
    with windows(browser, empty_site) as open_window:
        looking = Look(open_window, viewport, {"visitor": None})
        for path in EMPTY:
            looking.visit("visitor", path, statuses=(200, 404))

    assert looking.wrong == {}
