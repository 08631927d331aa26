"""Makes the screenshots of the docs (docs/images/*.webp): the site with the demo in a scratch folder, in Chromium.

screenshots.py [NAME …]      all, or these only; PORTAL_TEST_CHROMIUM chooses the browser

The clock of the site stands at one moment, so that the dates of the demo are the same each time. Nothing of the folder
stays.
"""

import io
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.journeys.conftest import PASSWORD, RunningSite, manage, served  # noqa: E402
from tests.journeys.editor import hand_in  # noqa: E402

FOLDER = ROOT / "docs" / "images"
MOMENT = "2026-11-30T09:00:00+00:00"
LARGEST_BYTES = 80_000
# As long as a busy machine may take over one page.
SECONDS = 90
DESK, PHONE = 1280, 390
HEIGHTS = {DESK: 860, PHONE: 780}
# Pictures of phones are drawn twice as fine, as they are shown small.
SCALES = {DESK: 1, PHONE: 2}
EDITOR, MODERATOR = "redacteur@bruggenbouwen.example", "moderator@bruggenbouwen.example"
PROGRAMME, COORDINATOR = "programma@bruggenbouwen.example", "sanne.dewit@roc-lindenwaard.example"
MEMBER, HOST = "noor.verhagen@roc-lindenwaard.example", "tom.aerts@nieuwevaart.example"
ORGANISER = "esther.wieringa@waddenkust.example"
SERIES, PAST, VISIT = "intervisie-i-coaches-noord", "informatiemanagers-en-coaches-in-gesprek", "kijkje-in-de-keuken"
# Started by every Python of the site: the moment, from which its clock runs on.
CLOCK = f"""import datetime, time_machine
time_machine.travel(datetime.datetime.fromisoformat("{MOMENT}"), tick=True).start()
"""


def nothing(page: Page) -> None:
    """Leave the page as it opens."""


@dataclass(frozen=True)
class Shot:
    """One page as one person sees it, at each of some widths.

    Parameters:
        name: Of the files, before the width.
        path: Address; or a function that gives it from the site, for what has a key.
        who: Login; a visitor when empty.
        widths: In CSS pixels.
        prepare: What is done on the page before it is pictured.
        height: In CSS pixels, where it differs from the usual one.
    """

    name: str
    path: str | Callable[[RunningSite], str]
    who: str = ""
    widths: tuple[int, ...] = (DESK,)
    prepare: Callable[[Page], None] = field(default=nothing)
    height: int | None = None

    def files(self) -> dict[str, int]:
        """Give the names of its files, with the width of each."""
        return {f"{self.name}-{width}.webp": width for width in self.widths}


def date_path(slug: str, rest: str = "") -> Callable[[RunningSite], str]:
    """Give the way to the planner's page of the first date of a meetup whose page begins so."""

    def path(site: RunningSite) -> str:
        query = (
            "SELECT meetup.key, date.key FROM events_occurrence date "
            "JOIN events_meetup meetup ON meetup.id = date.meetup_id "
            "JOIN wagtailcore_page page ON page.id = page_id WHERE slug LIKE ? ORDER BY date.starts_at LIMIT 1"
        )
        meetup, date = site.rows(query, f"{slug}%")[0]
        return f"/agenda/plannen/{meetup}/" + (f"datum/{date}/{rest}" if rest else "")

    return path


def edit_path(address: str) -> Callable[[RunningSite], str]:
    """Give the way to the editor of the page at an address."""
    return lambda site: f"/beheer/pages/{site.page_id(address)}/edit/"


def show_remarks(page: Page) -> None:
    """Open the list of remarks about the text."""
    page.get_by_role("button", name="Toon opmerkingen over de tekst").click()
    page.wait_for_timeout(700)


def try_synonyms(page: Page) -> None:
    """Type a group of words and look at its effect."""
    page.locator("#id_name").fill("snuffeldag")
    page.locator("#id_terms").fill("snuffeldag\nmeelopen")
    page.get_by_role("button", name="Bekijk het effect").click()
    page.locator("#gevolg li").first.wait_for()
    page.locator("#gevolg").scroll_into_view_if_needed()


def show_drawing(page: Page) -> None:
    """Scroll to the drawing of bridges."""
    page.evaluate("document.querySelector('#tekening').scrollIntoView()")


SHOTS = (
    Shot("home", "/"),
    Shot("insight", "/wat-werkt/geef-elke-coach-minstens-een-vaste-dag-per-week/"),
    Shot("own", "/mijn/", MEMBER, (PHONE,)),
    Shot("agenda", "/agenda/"),
    Shot("subscribe", "/agenda/abonneren/"),
    Shot("bridges", "/bruggen/?laag=alle", prepare=show_drawing),
    Shot("planner", date_path(SERIES), ORGANISER),
    Shot("people", date_path(SERIES, "mensen/"), ORGANISER),
    Shot("check-in", date_path(VISIT, "inchecken/"), HOST, (PHONE,)),
    Shot("harvest", date_path(PAST, "oogst/"), COORDINATOR),
    Shot("coordination", "/scholen/roc-lindenwaard/coordinatie/", COORDINATOR),
    Shot("matching", "/uitwisseling/koppelen/", PROGRAMME),
    Shot("second-step", "/account/2fa/", EDITOR),
    Shot("desk", "/beheer/", EDITOR),
    Shot("editor", edit_path("/verhalen/digitaal-toetsen-zonder-paniek/"), EDITOR, prepare=show_remarks),
    Shot("image", "/beheer/images/add/", EDITOR),
    Shot("approve", edit_path("/verhalen/een-camera-die-meekijkt/"), MODERATOR),
    Shot("evidence", "/beheer/onderbouwing/", EDITOR),
    Shot("suggestion", "/beheer/berichten/1/", EDITOR),
    Shot("synonyms", "/beheer/snippets/search/synonymgroup/add/", EDITOR, prepare=try_synonyms),
)


def small(picture: bytes) -> bytes:
    """Give a picture as WebP of at most LARGEST_BYTES, as good as that allows."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for quality in range(80, 20, -5):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST_BYTES:
            return out.getvalue()
    raise SystemExit("A picture stays too large; make it lower.")


def sign_in(page: Page, who: str) -> None:
    """Sign someone in by password."""
    page.goto("/account/login/")
    page.locator("#id_login").fill(who)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def hand_in_a_story(browser: Browser, site: RunningSite) -> None:
    """Have the editor write something that waits for a second person."""
    page = browser.new_page(base_url=site.url, viewport={"width": DESK, "height": HEIGHTS[DESK]})
    page.set_default_timeout(SECONDS * 1000)
    sign_in(page, EDITOR)
    page.goto(f"/beheer/pages/add/stories/coachstorypage/{site.page_id('/verhalen/')}/")
    page.locator("#id_title").press_sequentially("Een camera die meekijkt")
    page.keyboard.press("Tab")
    expect(page.locator("#id_slug")).to_have_value("een-camera-die-meekijkt")
    page.locator("#id_lead").fill("Studenten techniek filmen hun werkstuk. De docent kijkt later mee; niemand wacht.")
    hand_in(page)
    page.close()


def prepare_site(folder: Path) -> None:
    """Fill a site with the demo, its periodic jobs done, and one of its dates today, so that a door is open."""
    manage(folder, "prepare")
    today = datetime.fromisoformat(MOMENT)
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database, database:
        database.execute(
            "UPDATE events_occurrence SET starts_at = ?, ends_at = ? WHERE meetup_id IN (SELECT meetup.id FROM "
            "events_meetup meetup JOIN wagtailcore_page page ON page.id = page_id WHERE slug LIKE ?)",
            (f"{today:%Y-%m-%d} 08:30:00", f"{today:%Y-%m-%d} 11:00:00", f"{VISIT}%"),
        )
    manage(folder, "klok", "--once")


def take(browser: Browser, site: RunningSite, shots: list[Shot]) -> None:
    """Picture the pages, one window for each person and width."""
    for who, width in sorted({(shot.who, width) for shot in shots for width in shot.widths}):
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            device_scale_factor=SCALES[width],
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        if who:
            sign_in(page, who)
        for shot in shots:
            if shot.who != who or width not in shot.widths:
                continue
            page.set_viewport_size({"width": width, "height": shot.height or HEIGHTS[width]})
            path = shot.path if isinstance(shot.path, str) else shot.path(site)
            answer = page.goto(path)
            if answer is None or answer.status != 200:
                raise SystemExit(f"{shot.name}: {path} answers {answer and answer.status}.")
            page.wait_for_load_state("networkidle")
            shot.prepare(page)
            file = FOLDER / f"{shot.name}-{width}.webp"
            file.write_bytes(small(page.screenshot(animations="disabled", caret="hide")))
            print(f"  {file.relative_to(ROOT)}  {file.stat().st_size / 1000:.0f} kB")
        context.close()


def main(names: list[str]) -> int:
    """Make the pictures; give the exit code."""
    unknown = set(names) - {shot.name for shot in SHOTS}
    if unknown:
        print(f"There is no picture {', '.join(sorted(unknown))}; there are {', '.join(shot.name for shot in SHOTS)}.")
        return 1
    shots = [shot for shot in SHOTS if not names or shot.name in names]
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "sitecustomize.py").write_text(CLOCK)
        os.environ["PYTHONPATH"] = scratch
        empty = Path(scratch) / "empty"
        empty.mkdir()
        prepare_site(empty)
        with served(empty, Path(scratch) / "var") as site, sync_playwright() as tool:
            browser = tool.chromium.launch(
                executable_path=os.environ.get("PORTAL_TEST_CHROMIUM") or shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu"],
            )
            hand_in_a_story(browser, site)
            take(browser, site, shots)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
