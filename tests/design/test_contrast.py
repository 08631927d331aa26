"""Every declared pair of text and ground is readable (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

from portal.shared.drawing import colours

TOKENS = (Path(__file__).resolve().parent.parent.parent / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
VALUES = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", TOKENS))
PAIRS = re.findall(r"/\* pair: (--[\w-]+) on (--[\w-]+) ([\d.]+) \*/", TOKENS)
# Grounds and lines that never carry or are text.
NOT_TEXT = {"--line", "--onderwijs-half"}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_knows_the_extremes():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize(("text", "ground", "least"), PAIRS, ids=[f"{text} on {ground}" for text, ground, _ in PAIRS])
def test_declared_pair_is_readable(text, ground, least):
    assert contrast(VALUES[text], VALUES[ground]) >= float(least)


def test_every_colour_stands_in_a_pair():
    assert set(VALUES) - {token for pair in PAIRS for token in pair[:2]} == NOT_TEXT


@pytest.mark.parametrize(
    ("name", "token"),
    [
        ("INK", "--ink"),
        ("INK_SOFT", "--ink-soft"),
        ("PAPER", "--paper"),
        ("LINE", "--line"),
        ("EDGE", "--edge"),
        ("ONDERWIJS", "--onderwijs"),
        ("ONDERWIJS_TINT", "--onderwijs-tint"),
        ("ICT", "--ict"),
        ("ICT_TINT", "--ict-tint"),
        ("SIGNAL", "--signal"),
    ],
)
def test_drawings_use_the_colours_of_the_pages(name, token):
    assert getattr(colours, name) == VALUES[token]
