"""The pages that the proxy shows itself: when no web answers, and when someone sends more than may be sent.

They are files, written at each start, and ask for nothing of the portal; what they are set in stands beside them.
"""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation

# deploy/Caddyfile knows these names, too.
PREFIX = "/storing/"
PAGES = ("413.html", "503.html")
STYLE = "css/portal.css"
FILES = (STYLE, "fonts/atkinson.woff2", "fonts/bricolage.woff2")


def write_pages(folder: Path) -> None:
    """Write the pages, in Dutch, and what they are set in."""
    with translation.override("nl"):
        for name in PAGES:
            # The proxy asks no web for the style, and has no names with a hash.
            html = render_to_string(name).replace(static(STYLE), PREFIX + STYLE)
            _write(folder / name, html.encode())
    for name in FILES:
        _write(folder / PREFIX.strip("/") / name, Path(finders.find(name)).read_bytes())


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: the old one may be read meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
