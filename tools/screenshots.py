"""Makes the screenshots of the docs (docs/images/*.webp): the site with the demo in a scratch folder, in Chromium.

screenshots.py [NAME …]      all, or these only; PORTAL_TEST_CHROMIUM chooses the browser

The clock of the site stands at one moment, so that the dates of the demo are the same each time. Nothing of the folder
stays.
"""

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.journeys.conftest import PASSWORD, RunningSite, manage, served  # noqa: E402

FOLDER = ROOT / "docs" / "images"
MOMENT = "2026-11-30T09:00:00+00:00"
LARGEST_BYTES = 80_000
DESK, PHONE = 1280, 390
HEIGHTS = {DESK: 860, PHONE: 780}
# Pictures of phones are drawn twice as fine, as they are shown small.
SCALES = {DESK: 1, PHONE: 2}
EDITOR, PROGRAMME = "redacteur@bruggenbouwen.example", "programma@bruggenbouwen.example"
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


SHOTS: tuple[Shot, ...] = ()


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
        manage(empty, "prepare")
        with served(empty, Path(scratch) / "var") as site, sync_playwright() as tool:
            browser = tool.chromium.launch(
                executable_path=os.environ.get("PORTAL_TEST_CHROMIUM") or shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu"],
            )
            take(browser, site, shots)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
