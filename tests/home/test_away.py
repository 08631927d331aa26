"""The pages of the proxy: whole without the portal, and named as the proxy asks for them."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from home.machines.away import PAGES, PREFIX
from tests.design.markup import elements, forbidden

CADDYFILE = Path(__file__).resolve().parents[2] / "deploy" / "Caddyfile"


@pytest.fixture
def folder(tmp_path):
    with translation.override("en"):
        call_command("away_pages", tmp_path / "away")
    return tmp_path / "away"


@pytest.mark.parametrize("name", PAGES)
def test_page_is_dutch_and_all_it_is_set_in_stands_beside_it(folder, name):
    html = (folder / name).read_text("utf-8")
    [style] = [link.get("href") for link in elements(html, "link")]
    sheet = folder / style.lstrip("/")
    fonts = re.findall(r'url\("(?!data:)([^"]+)"\)', sheet.read_text("utf-8"))

    assert (elements(html, "html")[0].get("lang"), style) == ("nl", f"{PREFIX}css/portal.css")
    assert list(forbidden(html)) == []
    assert not elements(html, "script") + elements(html, "img")
    assert fonts
    assert all((sheet.parent / font).is_file() for font in fonts)
    assert not list(folder.rglob("*.part"))


def test_page_says_what_to_do(folder):
    assert "We zijn zo terug" in (folder / "503.html").read_text("utf-8")
    assert "Misschien is het niet aangekomen" in (folder / "503.html").read_text("utf-8")
    assert "Dit bestand is te groot" in (folder / "413.html").read_text("utf-8")


def test_the_proxy_asks_for_these_names():
    rules = CADDYFILE.read_text("utf-8")

    assert {f"{name}.html" for name in re.findall(r"rewrite @\w+ /(\d+)\.html", rules)} == set(PAGES)
    assert f"handle {PREFIX}* {{" in rules
