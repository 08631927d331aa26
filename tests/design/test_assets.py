"""The files every page loads: built from their sources, light, and from nowhere else."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "static"


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_built_files_match_their_sources():
    answer = subprocess.run(
        [sys.executable, ROOT / "tools" / "build_assets.py", "check"], capture_output=True, text=True, check=False
    )

    assert (answer.returncode, answer.stdout) == (0, "assets: match their sources\n")


@pytest.mark.parametrize(("name", "kib"), [("css/portal.css", 14), ("js/portal.js", 12)])
def test_built_file_keeps_its_budget(name, kib):
    assert compressed(STATIC / name) <= kib * 1024


def test_fonts_keep_their_budget():
    fonts = sorted((STATIC / "fonts").glob("*.woff2"))

    assert [font.name for font in fonts] == ["atkinson.woff2", "bricolage.woff2"]
    assert sum(font.stat().st_size for font in fonts) <= 55 * 1024


def test_each_font_has_its_licence_beside_it():
    for font in (STATIC / "fonts").glob("*.woff2"):
        licence = font.with_name(f"{font.stem}-OFL.txt").read_text(encoding="utf-8")
        assert "SIL Open Font License, Version 1.1" in licence


def test_style_sheet_asks_nothing_of_other_sites():
    css = (STATIC / "css" / "portal.css").read_text(encoding="utf-8")

    assert [
        url for url in re.findall(r'url\("?([^")]+)', css) if not url.startswith(("../fonts/", "data:image/svg"))
    ] == []
    assert "@import" not in css


def test_style_sheet_names_no_token_that_does_not_exist():
    css = (STATIC / "css" / "portal.css").read_text(encoding="utf-8")

    declared = set(re.findall(r"(--[\w-]+):", css))
    used = set(re.findall(r"var\((--[\w-]+)", css))

    assert used - declared == set()


def test_every_token_is_used():
    css = (STATIC / "css" / "portal.css").read_text(encoding="utf-8")
    tokens = set(
        re.findall(r"^  (--[\w-]+):", (STATIC / "css" / "tokens.css").read_text(encoding="utf-8"), re.MULTILINE)
    )

    assert tokens - set(re.findall(r"var\((--[\w-]+)", css)) == set()


def test_every_style_file_is_imported():
    main = (STATIC / "css" / "main.css").read_text(encoding="utf-8")
    imported = set(re.findall(r'@import "([^"]+)"', main))
    present = {path.relative_to(STATIC / "css").as_posix() for path in (STATIC / "css").rglob("*.css")}

    # mail.css is set on the elements of mails; pages of a special kind may load a sheet of their own.
    assert imported == present - {"main.css", "portal.css", "mail.css", "beheer.css"}
