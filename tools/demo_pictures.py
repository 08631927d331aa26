"""Draws the pictures of the demo texts (home/demo/pictures/*.webp) from portal.shared.drawing, with Chromium.

  demo_pictures.py [PATH_OF_CHROMIUM]

The files are committed: a first start only has to load them.
"""

import io
import itertools
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from portal.shared.drawing.pictures import PALETTES, story_picture  # noqa: E402

KEYS = [
    *(f"S{number:02}" for number in range(1, 13)),
    *("P1", "P2", "P3"),
    *(f"M{number:02}" for number in range(1, 11)),
]
SIZE = {"width": 1280, "height": 960}


def main() -> None:
    """Draw each picture and write it as WebP."""
    chromium = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    target = ROOT / "home" / "demo" / "pictures"
    target.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        # The palettes take turns, so that texts beside each other look different.
        for key, palette in zip(KEYS, itertools.cycle(PALETTES), strict=False):
            size = '<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="960" '
            svg = story_picture(key, palette).replace("<svg ", size)
            page.set_content(f"<body style='margin:0'>{svg}")
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            shot.save(target / f"{key}.webp", quality=82, method=6)
            print(key, (target / f"{key}.webp").stat().st_size)
        browser.close()


if __name__ == "__main__":
    main()
