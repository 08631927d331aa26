"""Makes the font files of PDFs from those of the pages; typst reads no woff2. Needs fonttools and brotli.

    pdf_fonts.py static/fonts portal/shared/documents/fonts

The page's Atkinson runs from weight 400 to 700 in one file; a document gets two files, one per weight it uses.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

BOLD = 700
FAMILY, STYLE, FULL_NAME, POSTSCRIPT_NAME = 1, 2, 4, 6
OTHER_FAMILY_NAMES = (16, 17, 21, 22, 25)


def rename(font: TTFont, family: str, style: str, weight: int) -> None:
    """Give a font the one name by which the templates ask for it, and the marks of its weight."""
    names = font["name"]
    for name_id in OTHER_FAMILY_NAMES:
        names.removeNames(nameID=name_id)
    values = {FAMILY: family, STYLE: style, FULL_NAME: f"{family} {style}", POSTSCRIPT_NAME: f"{family}-{style}"}
    for name_id, value in values.items():
        names.setName(value, name_id, 3, 1, 0x409)
    is_bold = weight >= BOLD
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | (0x20 if is_bold else 0x40)
    font["head"].macStyle = int(is_bold)


def make(source: Path, target: Path, *, family: str, style: str, weight: int) -> None:
    """Write one font file of one weight."""
    font = TTFont(source)
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": weight})
    if "STAT" in font:
        del font["STAT"]
    font.flavor = None
    rename(font, family, style, weight)
    font.save(target)


def main() -> int:
    """Make the three files."""
    source, target = (Path(name) for name in sys.argv[1:3])
    for style, weight in (("Regular", 400), ("Bold", BOLD)):
        name = f"atkinson-{style.lower()}.ttf"
        make(source / "atkinson.woff2", target / name, family="Atkinson", style=style, weight=weight)
    make(source / "bricolage.woff2", target / "bricolage-bold.ttf", family="Bricolage", style="Bold", weight=BOLD)
    return 0


if __name__ == "__main__":
    sys.exit(main())
