"""Draws the picture beside a shared link, and the icon of the installed portal; same input, same bytes."""

import hashlib
import io
from functools import lru_cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from portal.shared.drawing.colours import ICT, INK, ONDERWIJS, PAPER, SIGNAL

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
DECK = 500
TITLE_SIZES = (84, 72, 62, 54, 46)
MOST_LINES = 4
LEADING = 1.12
# The title ends above this, the highest arc stays below it.
TITLE_FOOT = 385
# Drawn twice as large and reduced, so that arcs are smooth: Pillow draws lines without anti-aliasing.
FINER = 2


@lru_cache(maxsize=16)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(settings.BASE_DIR / "static" / "fonts" / name, size)


def _lines(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fitting(text: str, room: float) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """Give the title in the largest size in which it fits; cut off with an ellipsis when none does."""
    for size in TITLE_SIZES:
        font = _font("bricolage.woff2", size * FINER)
        lines = _lines(text, font, room)
        height = len(lines) * size * LEADING
        if MARGIN + height <= TITLE_FOOT and all(font.getlength(line) <= room for line in lines):
            return lines, font
    kept = lines[:MOST_LINES]
    while kept[-1] and font.getlength(f"{kept[-1]}…") > room:
        kept[-1] = kept[-1][:-1]
    return [*kept[:-1], f"{kept[-1].rstrip()}…"], font


def _arcs(draw: ImageDraw.ImageDraw, seed: str) -> None:
    digest = hashlib.sha256(seed.encode()).digest()
    left = 40
    for index in range(5):
        span = 180 + digest[index] * 2
        rise = 40 + digest[index + 8] * (DECK - TITLE_FOOT - 50) // 255
        box = [left, DECK - rise, left + span, DECK + rise]
        colour = (SIGNAL, PAPER, PAPER)[digest[index + 16] % 3]
        draw.arc([edge * FINER for edge in box], 180, 360, fill=colour, width=5 * FINER)
        left += 150 + digest[index + 24] // 3
    draw.line([(0, DECK * FINER), (WIDTH * FINER, DECK * FINER)], fill=PAPER, width=6 * FINER)


def _png(image: Image.Image, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).quantize(64).save(out, format="PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=64)
def share_picture(title: str, seed: str) -> bytes:
    """Draw the title above arcs, as a PNG of 1200 by 630.

    Parameters:
        title: Of the page.
        seed: Stays with the page; decides the ground and the arcs.
    """
    ground = (ONDERWIJS, ICT, INK)[hashlib.sha256(seed.encode()).digest()[31] % 3]
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), ground)
    draw = ImageDraw.Draw(image)
    _arcs(draw, seed)
    lines, font = _fitting(title or settings.WAGTAIL_SITE_NAME, (WIDTH - 2 * MARGIN) * FINER)
    top = MARGIN * FINER
    for line in lines:
        draw.text((MARGIN * FINER, top), line, font=font, fill=PAPER)
        top += int(font.size * LEADING)
    small = _font("atkinson.woff2", 34 * FINER)
    draw.text((MARGIN * FINER, 540 * FINER), settings.WAGTAIL_SITE_NAME, font=small, fill=PAPER)
    return _png(image, (WIDTH, HEIGHT))


@lru_cache(maxsize=4)
def app_icon(size: int) -> bytes:
    """Draw the icon of the installed portal: the arch of the wordmark on ink, as a square PNG."""
    unit = size * FINER / 52
    image = Image.new("RGB", (size * FINER, size * FINER), INK)
    draw = ImageDraw.Draw(image)
    width = max(1, round(3 * unit))
    draw.arc([6 * unit, 19 * unit, 46 * unit, 53 * unit], 180, 360, fill=SIGNAL, width=width)
    for start, end in (((16, 36), (16, 25)), ((26, 36), (26, 20)), ((36, 36), (36, 25)), ((4, 36), (48, 36))):
        draw.line([(start[0] * unit, start[1] * unit), (end[0] * unit, end[1] * unit)], fill=SIGNAL, width=width)
    return _png(image, (size, size))
