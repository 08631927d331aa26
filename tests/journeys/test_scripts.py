"""Nothing that people type runs as script: payloads in every text, name and file, each page opened in a browser (G22).

A run opens a drawn part of the pages, bounded in time; PORTAL_FUZZ_PAGES=all opens every one, and HOSTILE_TURN puts
other payloads in other places.
"""

import json
import os
import random
import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.fuzz.payloads import PAYLOADS
from tests.journeys import sample_addresses as sampled
from tests.journeys.conftest import COORDINATOR, DESK, LEADER, MEMBER, MODERATOR, manage, served, windows

MAKE = "from tests.journeys.hostile_content import make; make()"
PEOPLE = {"member": MEMBER, "moderator": MODERATOR, "leader": LEADER, "coordinator": COORDINATOR}
SEED = int(os.environ.get("PORTAL_FUZZ_SEED", "20261130"))
PAGES = os.environ.get("PORTAL_FUZZ_PAGES", "70")
# Runs before the page's own: says when a payload ran, and what the content policy stopped.
LISTEN = """
Object.defineProperty(window, "__x", {set() { console.error("RAN " + location.pathname); }, get() { return 0; }});
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("STOPPED " + event.violatedDirective + " " + event.blockedURI + " " + event.sample));
"""
# What would run once someone points, clicks or sends, and scripts that the policy stopped.
DORMANT = """() => [...document.querySelectorAll("*")].flatMap((element) => [
  ...(element.localName === "script" && !element.type.includes("json") && element.textContent.includes("window.__x=1")
    ? [element.outerHTML] : []),
  ...[...element.attributes].filter((each) =>
    (/^(on|hx-on)/i.test(each.name) && each.value.includes("__x")) ||
    (["href", "action", "formaction", "src", "data", "srcdoc", "xlink:href"].includes(each.name) &&
     /^\\s*(javascript|vbscript|data:text)/i.test(each.value))
  ).map((each) => `${element.localName} ${each.name}=${each.value}`.slice(0, 120)),
  ...(["base", "object", "marquee"].includes(element.localName) ? [element.outerHTML.slice(0, 120)] : []),
])"""
BROWSER_NOISE = re.compile(r"status of (?:4\d\d|503)|favicon")


@pytest.fixture(scope="module")
def hostile(demo_folder, tmp_path_factory):
    """Serve the demo with script in every text; gives (site, what was made)."""
    folder = tmp_path_factory.mktemp("scripts")
    shutil.copytree(demo_folder, folder / "made")
    made = json.loads(manage(folder / "made", "shell", "-v0", "-c", MAKE).splitlines()[-1])
    with served(folder / "made", folder / "var") as site:
        yield site, made


class Watcher:
    """Opens pages as several people and keeps what ran, what was stopped and what lies in wait, by address."""

    def __init__(self, open_window) -> None:
        self.open_window = open_window
        self.windows, self.found = {}, {}

    def window(self, who: str):
        if who not in self.windows:
            # A service worker would answer in place of what this file hands the browser.
            page = self.open_window(DESK, service_workers="block")
            page.add_init_script(LISTEN)
            self.windows[who] = page
            if who in PEOPLE:
                page.goto("/account/login/")
                page.locator("#id_login").fill(PEOPLE[who])
                page.locator("#id_password").fill("bruggen-demo")
                page.locator("main form button").first.click()
                page.wait_for_url(lambda url: "/account/login" not in url)
        return self.windows[who]

    def open(self, who: str, path: str) -> None:
        page = self.window(who)
        page.console_errors.clear()
        response = page.goto(path)
        if response.status >= 500:
            self.found[f"{who} {path}"] = response.status
        self.look(who, path)

    def look(self, who: str, path: str) -> None:
        page = self.window(who)
        errors = [error for error in page.console_errors if not BROWSER_NOISE.search(error)]
        if found := [*errors, *page.evaluate(DORMANT)]:
            self.found[f"{who} {path}"] = found[:20]


@pytest.fixture
def watcher(browser, hostile):
    site, _made = hostile
    with windows(browser, site) as open_window:
        yield Watcher(open_window)


def pages_of(site, made) -> list[tuple[str, str]]:
    """Give (who, path) of every page: ours, Wagtail's with their dialogs, and a page of each type."""
    samples = made["samples"] | {
        "desk": {
            "evidence:decide": [made["samples"]["evidence"]],
            "inbox:read": [site.rows("SELECT min(id) FROM stories_suggestion")[0][0]],
            **{f"institution:{name}": [1] for name in ("edit", "inspect", "merge")},
            "institution_coordinators": [1],
            "followed_calendars_calendar": [made["samples"]["own_calendar"]],
            "followed_calendars_event": [made["samples"]["found_event"]],
            **{f"{name}:delete": [1] for name in ("theme", "helptopic", "role", "system")},
            "mailpreview:mail": ["stories/review_invitation"],
            "wagtailusers_users:edit": [4],
            **{f"wagtailsnippets_search_synonymgroup:{name}": [1] for name in ("edit", "copy")},
        }
    }
    paths = site.rows("SELECT id, url_path FROM wagtailcore_page WHERE live AND depth > 1 ORDER BY id")
    kinds = site.rows("SELECT max(id) FROM wagtailcore_page WHERE depth > 2 GROUP BY content_type_id")
    ends = ("edit", "delete", "unpublish", "move", "copy", "history", "privacy", "usage", "workflow_history")
    image, document, collection = (
        site.rows(f"SELECT max(id) FROM {table}")[0][0]  # noqa: S608 - a table of ours
        for table in ("shared_portalimage", "shared_portaldocument", "wagtailcore_collection")
    )
    desk = [f"/beheer/pages/{page}/{end}/" for (page,) in kinds for end in ends]
    desk += [f"/beheer/images/{image}/", f"/beheer/images/{image}/delete/", f"/beheer/images/usage/{image}/"]
    desk += [f"/beheer/documents/edit/{document}/", f"/beheer/documents/delete/{document}/"]
    desk += [
        f"/beheer/collections/{collection}/",
        "/beheer/",
        "/beheer/pages/",
        "/beheer/images/",
        "/beheer/documents/",
    ]
    desk += ["/beheer/pages/search/?q=window", "/beheer/users/", "/beheer/redirects/", "/beheer/collections/"]
    desk += [
        f"/beheer/reports/{name}/" for name in ("locked", "workflow", "workflow_tasks", "site-history", "aging-pages")
    ]
    desk += [f"/beheer/{name}/{end}/1/" for name in ("theme", "role", "system") for end in ("edit", "history", "usage")]
    desk += [f"/beheer/{name}/" for name in ("theme", "role", "system", "institution", "outboxmail", "mailvoorbeelden")]
    desk += ["/beheer/pages/{}/".format(site.page_id("verhalen/")), "/beheer/snippets/search/synonymgroup/"]
    words = ["<script>window.__x=1</script>", '"><img src=x onerror=window.__x=1>', "';window.__x=1;//"]
    asked = [
        f"/{path}?{name}={word}"
        for path, name in (("zoeken/", "q"), ("netwerk/", "q"), ("scholen/", "q"))
        for word in words
    ]
    return [
        *(("visitor", "/" + re.sub(r"^/[^/]+/", "", path)) for _page, path in paths),
        *((who, path) for who, path in sampled.sample_pages(samples)),
        *((who, path) for who, path in sampled.editor_pages(samples) if not path.startswith("no sample")),
        *(("leader", path) for path in desk),
        *(("member", path) for path in asked),
    ]


def drawn(pages: list[tuple[str, str]]) -> list[tuple[str, str]]:
    if PAGES == "all":
        return pages
    return random.Random(SEED).sample(pages, min(int(PAGES), len(pages)))  # noqa: S311 - a draw, no secret


def test_every_column_of_text_holds_script(hostile):
    _site, made = hostile

    assert len(PAYLOADS) >= 60
    assert len(made["filled"]) > 70
    assert {"CoachStoryPage.body", "Member.given_name", "Theme.name", "Message.text", "Question.title"} <= set(
        made["filled"]
    )


def test_no_page_runs_what_people_typed(hostile, watcher):
    site, made = hostile
    for who, path in drawn(pages_of(site, made)):
        watcher.open(who, path)
    page = watcher.window("member")
    # The list under the box is made by script.
    page.goto("/zoeken/")
    page.locator("main input[data-suggest]").first.fill("window")
    expect(page.get_by_role("listbox")).to_be_visible()
    watcher.look("member", "suggestions")

    assert watcher.found == {}, f"PORTAL_FUZZ_SEED={SEED}"


def test_no_mail_runs_what_people_typed(hostile, watcher):
    _site, made = hostile
    assert len(made["mails"]) > 30
    page, shown = watcher.window("visitor"), {}
    page.route("**/mail/", lambda route: route.fulfill(body=shown["html"], content_type="text/html; charset=utf-8"))
    for kind, shown["html"] in made["mails"].items():
        page.console_errors.clear()
        page.goto("/mail/")
        watcher.look("visitor", kind)

    assert watcher.found == {}


@pytest.mark.parametrize("path", ["/zoeken/?q=x", "/beheer/pages/"])
def test_a_page_without_its_escape_is_caught(watcher, path):
    """The control: the site's own page and policy, with the escape taken off what was typed."""
    page = watcher.window("leader")

    def unescaped(route):
        answer = route.fetch()
        typed = "".join(f"<p>{payload}</p>" for payload in PAYLOADS[:12])
        route.fulfill(response=answer, body=answer.text().replace("</main>", f"{typed}</main>"))

    page.route(
        "**/*", lambda route: unescaped(route) if route.request.resource_type == "document" else route.continue_()
    )
    watcher.open("leader", path)

    [found] = watcher.found.values()
    assert any(each.startswith("RAN" if path.startswith("/beheer/") else "STOPPED script-src") for each in found)
