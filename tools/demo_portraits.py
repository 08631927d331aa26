"""Draws the portraits of the demo's people (home/demo/portraits/*.webp) with Chromium: nobody's face, always the same.

  demo_portraits.py [PATH_OF_CHROMIUM]

The files are committed: a first start only has to load them.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from home.demo.files import table  # noqa: E402
from portal.shared.drawing.colours import ICT, ICT_TINT, INK, ONDERWIJS, ONDERWIJS_TINT, PAPER, SIGNAL  # noqa: E402

SIDE = 480
SKINS = ("#f3d3bd", "#e2b493", "#c98f68", "#9a6544", "#6f432c")
HAIRS = ("#2a211c", "#5b3a22", "#a8743a", "#d9b26a", "#8d8d8d", "#b5492c")
CLOTHES = (ONDERWIJS, ICT, INK, SIGNAL, "#b5492c", "#5f7f8f")
GROUNDS = (ONDERWIJS_TINT, ICT_TINT, "#fdf3cf", "#eef1ef")
# Of each person, by key: skin, hair colour, shape of the hair, and what else there is to see.
LOOKS = {
    "L01": (0, 2, "bob", ""),
    "L02": (2, 0, "short", "beard"),
    "L03": (0, 3, "long", ""),
    "L04": (0, 4, "short", "glasses"),
    "L05": (2, 1, "scarf", ""),
    "L06": (0, 1, "bald", "beard"),
    "L07": (1, 5, "bun", ""),
    "L08": (0, 2, "short", ""),
    "L09": (3, 0, "long", "glasses"),
    "L10": (1, 4, "bald", "glasses"),
    "L11": (0, 4, "bob", "glasses"),
    "L12": (1, 0, "curls", ""),
    "L13": (0, 3, "bun", ""),
    "L14": (0, 1, "short", "beard"),
    "L15": (1, 1, "bob", ""),
    "L16": (4, 0, "short", ""),
    "L17": (0, 2, "long", ""),
    "L18": (0, 5, "bob", ""),
    "L19": (1, 3, "short", "glasses"),
    "L20": (3, 0, "curls", ""),
    "L21": (0, 3, "short", ""),
    "L22": (1, 0, "bun", "glasses"),
    "L23": (0, 4, "short", "beard"),
    "L24": (2, 5, "scarf", ""),
    "L25": (1, 1, "curls", "beard"),
}


def hair_behind(shape: str, colour: str) -> str:
    """Give the hair that falls behind the head."""
    return {
        "long": f'<path fill="{colour}" d="M130 200a110 118 0 0 1 220 0v150a110 40 0 0 1-220 0z"/>',
        "bob": f'<path fill="{colour}" d="M136 200a104 112 0 0 1 208 0v84a104 30 0 0 1-208 0z"/>',
        "bun": f'<circle cx="240" cy="82" r="38" fill="{colour}"/>',
        "curls": "".join(
            f'<circle cx="{x}" cy="{y}" r="44" fill="{colour}"/>'
            for x, y in ((150, 210), (160, 150), (205, 108), (262, 100), (315, 140), (332, 205))
        ),
        "scarf": f'<path fill="{colour}" d="M132 205a108 120 0 0 1 216 0v110q-20 90-108 96q-88-6-108-96z"/>',
    }.get(shape, "")


def hair_before(shape: str, colour: str) -> str:
    """Give the hair, or the scarf, above the forehead."""
    fringe = f'<path fill="{colour}" d="M152 196q8-82 88-82t88 82q-30-44-88-44t-88 44z"/>'
    return {
        "bald": "",
        "scarf": f'<path fill="{colour}" d="M150 214q6-104 90-104t90 104q-26-62-90-62t-90 62z"/>',
        "short": f'<path fill="{colour}" d="M150 206q-8-100 92-100t88 100q-14-40-40-52q-60 16-106-6q-26 16-34 58z"/>',
    }.get(shape, fringe)


def also(what: str, hair: str) -> str:
    """Give a beard or glasses."""
    if what == "beard":
        return (
            f'<path fill="{hair}" d="M156 250q84 44 168 0q-4 84-84 84t-84-84z"/>'
            '<path fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" d="M222 286q18 10 36 0"/>'
        )
    if what == "glasses":
        return (
            f'<g fill="none" stroke="{INK}" stroke-width="6"><circle cx="206" cy="224" r="25"/>'
            '<circle cx="274" cy="224" r="25"/><path d="M231 222q9-8 18 0"/></g>'
        )
    return ""


def portrait(place: int, key: str) -> str:
    """Give the drawing of one person."""
    skin_number, hair_number, shape, extra = LOOKS[key]
    skin, hair = SKINS[skin_number], HAIRS[hair_number]
    cover = CLOTHES[(place + 1) % len(CLOTHES)] if shape == "scarf" else hair
    shoulders = CLOTHES[place % len(CLOTHES)]
    mouth = f'<path fill="none" stroke="{INK}" stroke-width="6" stroke-linecap="round" d="M210 274q30 26 60 0"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 480 480">'
        f'<path fill="{GROUNDS[place % len(GROUNDS)]}" d="M0 0h480v480H0z"/>'
        f'<path fill="none" stroke="{PAPER}" stroke-width="14" '
        'd="M-20 480A260 260 0 0 1 500 480M60 480a180 200 0 0 1 360 0"/>'
        f"{hair_behind(shape, cover)}"
        f'<path fill="{shoulders}" d="M60 480q14-118 126-124h108q112 6 126 124z"/>'
        f'<path fill="{skin}" d="M204 290h72v64q-36 40-72 0z"/>'
        f'<ellipse cx="240" cy="222" rx="86" ry="102" fill="{skin}"/>'
        f'<circle cx="206" cy="224" r="8" fill="{INK}"/><circle cx="274" cy="224" r="8" fill="{INK}"/>'
        f"{'' if extra == 'beard' else mouth}{hair_before(shape, cover)}{also(extra, hair)}</svg>"
    )


def main() -> None:
    """Draw each portrait and write it as WebP."""
    chromium = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    target = ROOT / "home" / "demo" / "portraits"
    target.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIDE, "height": SIDE})
        for place, row in enumerate(table("members")):
            page.set_content(f"<body style='margin:0'>{portrait(place, row['key'])}")
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            shot.save(target / f"{row['key']}.webp", quality=82, method=6)
        browser.close()


if __name__ == "__main__":
    main()
