"""Pictures for stories that have none: arcs, drawn from the story's own key, the same each time."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from portal.shared.drawing.colours import ICT, ICT_TINT, INK, ONDERWIJS, ONDERWIJS_TINT, PAPER, SIGNAL
from portal.shared.drawing.text import element, length

WIDTH, HEIGHT = 400, 300


@dataclass(frozen=True)
class Palette:
    """The three colours of one picture."""

    ground: str
    disc: str
    line: str


PALETTES = {
    "onderwijs": Palette(ground=ONDERWIJS, disc=ICT, line=PAPER),
    "ict": Palette(ground=ICT, disc=SIGNAL, line=PAPER),
    "ink": Palette(ground=INK, disc=ONDERWIJS, line=PAPER),
    "morning": Palette(ground=ONDERWIJS, disc=SIGNAL, line=PAPER),
    "teaching-light": Palette(ground=ONDERWIJS_TINT, disc=SIGNAL, line=ONDERWIJS),
    "ict-light": Palette(ground=ICT_TINT, disc=ONDERWIJS, line=ICT),
}


class _Dice:
    """Numbers that follow from a text, so that a picture never changes on its own."""

    def __init__(self, seed: str):
        self._digest = hashlib.sha256(seed.encode()).digest()
        self._next = 0

    def between(self, low: int, high: int) -> int:
        value = self._digest[self._next % len(self._digest)]
        self._next += 1
        return low + value % (high - low + 1)


def _arch(left: float, right: float, foot: float, rise: float, colours: Palette, width: float, opacity: float) -> str:
    path = f"M{length(left)} {length(foot)}A{length((right - left) / 2)} {length(rise)} 0 0 1"
    return element(
        "path",
        d=f"{path} {length(right)} {length(foot)}",
        fill="none",
        stroke=colours.line,
        stroke_width=width,
        stroke_opacity=opacity,
    )


def _crossing(dice: _Dice, colours: Palette) -> str:
    """Many arcs that start side by side and end far apart."""
    disc = element("circle", cx=dice.between(60, 330), cy=120, r=70, fill=colours.disc)
    arcs = [
        _arch(left, left + dice.between(170, 270), HEIGHT, dice.between(62, 178), colours, dice.between(2, 6), 0.6)
        for left in range(-20, 280, 46)
    ]
    return disc + "".join(arcs)


def _bridge(dice: _Dice, colours: Palette) -> str:
    """One great arch with its pillars, over water."""
    deck = dice.between(205, 225)
    rise = dice.between(110, 150)
    left, right = 30, 370
    disc = element("circle", cx=dice.between(110, 300), cy=deck - rise + 26, r=dice.between(44, 62), fill=colours.disc)
    pillars = []
    for place in range(left + 34, right, 34):
        height = rise * (1 - ((place - 200) / 170) ** 2) ** 0.5
        path = f"M{place} {deck}v{length(-height)}"
        pillars.append(element("path", d=path, stroke=colours.line, stroke_width=2, stroke_opacity=0.55))
    line = element("path", d=f"M0 {deck}H{WIDTH}", stroke=colours.line, stroke_width=5)
    water = [
        element(
            "path",
            d=f"M{dice.between(10, 170)} {deck + 18 + 18 * row}h{dice.between(60, 200)}",
            stroke=colours.line,
            stroke_width=3,
            stroke_opacity=0.4,
            stroke_linecap="round",
        )
        for row in range(4)
    ]
    return disc + "".join(pillars) + _arch(left, right, deck, rise, colours, 5, 1) + line + "".join(water)


def _banks(dice: _Dice, colours: Palette) -> str:
    """Two families of rings, one from each bank, that meet in the middle."""
    middle = dice.between(175, 225)
    disc = element("circle", cx=middle, cy=HEIGHT, r=dice.between(70, 96), fill=colours.disc)
    step = dice.between(30, 38)
    rings = [_arch(60 - r, 60 + r, HEIGHT, r, colours, 4, 0.75) for r in range(40, 250, step)]
    rings += [_arch(340 - r, 340 + r, HEIGHT, r, colours, 2, 0.5) for r in range(30, 250, step)]
    return disc + "".join(rings)


def _viaduct(dice: _Dice, colours: Palette) -> str:
    """Rows of equal arches, one above the other, shifted."""
    number = dice.between(3, 5)
    span = WIDTH / number
    disc = element(
        "circle", cx=dice.between(70, 330), cy=dice.between(64, 100), r=dice.between(40, 60), fill=colours.disc
    )
    rows = []
    for row, foot in enumerate((300, 232, 164)):
        shift = span / 2 if row % 2 else 0
        line = element("path", d=f"M0 {foot}H{WIDTH}", stroke=colours.line, stroke_width=3, stroke_opacity=0.75)
        arches = [
            _arch(index * span - shift + 6, (index + 1) * span - shift - 6, foot, 52, colours, 4, 0.8 - 0.2 * row)
            for index in range(number + 1)
        ]
        rows.append(line + "".join(arches))
    return disc + "".join(rows)


VARIANTS: tuple[Callable[[_Dice, Palette], str], ...] = (_crossing, _bridge, _banks, _viaduct)


def story_picture(seed: str, palette: str | None = None) -> str:
    """Draw the picture that belongs to a text.

    Parameters:
        seed: Anything that stays with the text, such as its key; the same seed gives the same picture.
        palette: A name from PALETTES; None lets the seed choose.

    Returns:
        One <svg> of 400 by 300, hidden from screen readers: it says nothing that the title does not.
    """
    dice = _Dice(seed)
    names = sorted(PALETTES)
    colours = PALETTES[palette or names[dice.between(0, len(names) - 1)]]
    drawing = VARIANTS[dice.between(0, len(VARIANTS) - 1)](dice, colours)
    ground = element("rect", width=WIDTH, height=HEIGHT, fill=colours.ground)
    return element(
        "svg",
        ground + drawing,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        preserveAspectRatio="xMidYMid slice",
        aria_hidden="true",
    )
