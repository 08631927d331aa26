"""Makes the two font files of static/fonts from the families' npm packages. Needs fonttools and brotli.

    npm pack @fontsource-variable/bricolage-grotesque @fontsource-variable/atkinson-hyperlegible-next
    tar xzf each; then: fonts.py BRICOLAGE/package ATKINSON/package static/fonts

The packages split each family in a latin and a latin-ext file. Turkish and Polish names need both, and a page may
load two files at most, so the letters of latin-ext that we want are copied into the latin file, after which the
weights we do not use are cut away: headings stand in one weight, text runs from 400 to 700.
"""

import shutil
import sys
from copy import deepcopy
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WANTED = {
    *range(0x20, 0x7F),  # Basic Latin
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A
    *map(ord, "ȘșȚț‐‑–—‘’‚“”„…·•€→←✓✕−×≥≤"),
}


def unhinted(path: Path) -> TTFont:
    """Open a file with every glyph named, without the tables that speak of glyphs we will add."""
    font = TTFont(path)
    for table in ("HVAR", "MVAR", "DSIG"):
        if table in font:
            del font[table]
    font.ensureDecompiled()  # before the glyph order grows
    return font


def closure(font: TTFont, names: set[str]) -> set[str]:
    """Add the parts of composite glyphs."""
    found, waiting = set(), set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        glyph = font["glyf"][name]
        if glyph.isComposite():
            waiting |= {part.glyphName for part in glyph.components} - found
    return found


def copy_letters(source: TTFont, target: TTFont) -> None:
    """Copy the wanted letters that the target lacks, with their outlines, widths and variations."""
    have = target.getBestCmap()
    letters = {code: name for code, name in source.getBestCmap().items() if code in WANTED and code not in have}
    renamed = {name: f"ext.{name}" for name in closure(source, set(letters.values()))}
    order = [*target.getGlyphOrder(), *sorted(renamed.values())]
    target.setGlyphOrder(order)
    target["glyf"].glyphOrder = order
    for old, new in sorted(renamed.items()):
        glyph = deepcopy(source["glyf"][old])
        if glyph.isComposite():
            for part in glyph.components:
                part.glyphName = renamed[part.glyphName]
        target["glyf"].glyphs[new] = glyph
        target["hmtx"].metrics[new] = source["hmtx"].metrics[old]
        target["gvar"].variations[new] = deepcopy(source["gvar"].variations.get(old, []))
    for table in target["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({code: renamed[name] for code, name in letters.items()})
            for hyphen in (0x2010, 0x2011):  # the families have no glyph of their own for these two
                table.cmap.setdefault(hyphen, table.cmap[0x2D])


def make(latin: Path, extended: Path, weight, target: Path) -> None:
    """Write one subset file."""
    font = unhinted(latin)
    copy_letters(unhinted(extended), font)
    font = instantiateVariableFont(font, {"wght": weight})
    if "gvar" in font:
        for name in font.getGlyphOrder():
            font["gvar"].variations.setdefault(name, [])
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "mark", "liga", "calt", "ccmp", "locl", "tnum", "lnum"]
    options.name_IDs = [0, 1, 2, 13, 14]
    options.hinting = False
    options.drop_tables += ["STAT"] if not isinstance(weight, tuple) else []
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=WANTED)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)
    print(f"{target} {target.stat().st_size} bytes, {len(font.getBestCmap())} characters")


def main() -> int:
    """Make both files and lay the licences beside them."""
    bricolage, atkinson, target = (Path(name) for name in sys.argv[1:4])
    name = "bricolage-grotesque-{}-wght-normal.woff2"
    make(
        bricolage / "files" / name.format("latin"),
        bricolage / "files" / name.format("latin-ext"),
        650,
        target / "bricolage.woff2",
    )
    name = "atkinson-hyperlegible-next-{}-wght-normal.woff2"
    make(
        atkinson / "files" / name.format("latin"),
        atkinson / "files" / name.format("latin-ext"),
        (400, 700),
        target / "atkinson.woff2",
    )
    shutil.copyfile(bricolage / "LICENSE", target / "bricolage-OFL.txt")
    shutil.copyfile(atkinson / "LICENSE", target / "atkinson-OFL.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
