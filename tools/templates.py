"""Checks what the strict content policy would block: inline script, inline style and handlers in our templates.

Mails are the exception: their styles are put inline when they are sent, and no policy applies to them.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=\s*[\"']|<style\b", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.I),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "script address": re.compile(r"javascript:", re.I),
}


def sources() -> list[Path]:
    """List the templates of pages, without those of mails."""
    folders = [ROOT / "templates", *ROOT.glob("*/templates"), *ROOT.glob("*/*/templates")]
    found = {path for folder in folders if ".venv" not in str(folder) for path in folder.rglob("*.html")}
    return sorted(path for path in found if "mail" not in path.relative_to(ROOT).parts)


def main() -> int:
    found = []
    for path in sources():
        text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
        for reason, pattern in FORBIDDEN.items():
            found += [
                f"{path.relative_to(ROOT)}: {reason}: {match[0].strip()[:80]}" for match in pattern.finditer(text)
            ]
    print("\n".join(found) or f"{len(sources())} templates hold no inline script or style.")
    return int(bool(found) or not sources())


if __name__ == "__main__":
    sys.exit(main())
