"""Writes the two files that pages load, static/css/portal.css and static/js/portal.js, from the small files there.

build_assets.py          write both
build_assets.py check    exit 1 when one does not match its sources

Several small files are pleasant to work in; one of each keeps the first view at six requests. Nothing is rewritten
but whitespace and comments, so what you read in the sources is what runs.
"""

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
IMPORT = re.compile(r'@import "([^"]+)"(?: layer\((\w+)\))?;')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def squeezed(css: str) -> str:
    """Take comments and needless whitespace out of a style sheet; strings in it hold no runs of spaces."""
    css = COMMENT.sub("", css)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    css = re.sub(r"([\w\])-]): ", r"\1:", css)
    return css.replace(";}", "}").strip()


def styles() -> str:
    """Put the imported files in the place of their @import, each in its layer."""
    folder = STATIC / "css"
    main = COMMENT.sub("", (folder / "main.css").read_text(encoding="utf-8"))
    parts = re.findall(r"@layer [\w, ]+;", main)
    for name, layer in IMPORT.findall(main):
        css = squeezed((folder / name).read_text(encoding="utf-8"))
        parts.append(f"@layer {layer}{{{css}}}" if layer else css)
    return "\n".join(parts) + "\n"


def scripts() -> str:
    """Join the modules of js/portal/, each in a block of its own; scripts of single pages stand beside that folder."""
    parts = []
    for path in sorted((STATIC / "js" / "portal").glob("*.js")):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        parts.append("{\n" + "\n".join(line for line in lines if line and not line.startswith("//")) + "\n}")
    return '"use strict";\n' + "\n".join(parts) + "\n"


def main() -> int:
    """Write or check both files."""
    wanted = {STATIC / "css" / "portal.css": styles(), STATIC / "js" / "portal.js": scripts()}
    if sys.argv[1:] == ["check"]:
        stale = [path.name for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
        print(f"stale, run tools/build_assets.py: {', '.join(stale)}" if stale else "assets: match their sources")
        return 1 if stale else 0
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
