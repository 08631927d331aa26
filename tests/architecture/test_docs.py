"""What the docs say exists, exists: links, pictures, files, commands, settings, addresses, and the words on buttons."""

import re
import shlex
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from django.core.management import CommandError, get_commands, load_command_class
from django.utils import translation
from PIL import Image

from network.members.states import GROUPS
from tests.architecture.addresses import ADDRESSES
from tests.architecture.walk import addresses
from tools.drawings import DRAWINGS
from tools.screenshots import SCALES, SHOTS

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
FILES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
DUTCH = [ROOT / "docs" / name for name in ("redactie.md", "organisatoren.md", "programmateam.md")]
RUNBOOK = ROOT / "docs" / "runbook.md"
LARGEST_BYTES, LARGEST_TOGETHER = 80_000, 2_500_000
CODE = re.compile(r"```.*?```|^(?: {4}|\t).*?$|`[^`\n]+`", re.S | re.M)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
TOP = (
    "portal",
    "home",
    "events",
    "stories",
    "network",
    "search",
    "tests",
    "tools",
    "templates",
    "static",
    "docs",
    "deploy",
)


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def named(paths: list[Path]) -> list:
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in paths]


def code_in(text: str) -> str:
    return "\n".join(CODE.findall(text))


def anchors_of(path: Path) -> set[str]:
    """Give the anchors of a file's headings, as GitHub makes them."""
    found: dict[str, int] = {}
    for heading in re.findall(r"^#{1,6} (.+)$", re.sub(r"```.*?```", "", text_of(path), flags=re.S), re.M):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found[slug] = found.get(slug, -1) + 1
    return {slug if not again else f"{slug}-{again}" for slug, times in found.items() for again in range(times + 1)}


def links_of(path: Path) -> list[tuple[bool, str, str]]:
    """Give (is a picture, words, target) of each link that stays in the repository."""
    links = [(mark == "!", words, target) for mark, words, target in LINK.findall(text_of(path))]
    return [link for link in links if not link[2].startswith(("http:", "https:", "mailto:"))]


@pytest.mark.parametrize("path", named(FILES))
def test_links_and_anchors_lead_somewhere(path):
    dead = []
    for _is_picture, _words, target in links_of(path):
        name, _hash, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            dead.append(target)

    assert dead == []


def test_every_picture_is_used_described_and_small():
    pictures = [(path, words, target) for path in FILES for is_it, words, target in links_of(path) if is_it]
    used = {(path.parent / target).resolve() for path, _words, target in pictures}
    there = set(IMAGES.iterdir())

    assert there == used
    assert [target for _path, words, target in pictures if len(words) < 20] == []
    assert {path.name: path.stat().st_size for path in there if path.stat().st_size > LARGEST_BYTES} == {}
    assert sum(path.stat().st_size for path in there) <= LARGEST_TOGETHER


def width_of(path: Path) -> int:
    with Image.open(path) as picture:
        return picture.width


def test_screenshots_are_as_wide_as_their_names_say():
    made = {path.name for path in IMAGES.glob("*.webp")}
    wanted = {name: width * SCALES[width] for shot in SHOTS for name, width in shot.files().items()}

    assert made == set(wanted)
    assert {name: width_of(IMAGES / name) for name in made} == wanted


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_are_what_the_code_says(name):
    assert text_of(IMAGES / name) == DRAWINGS[name]()


@pytest.mark.parametrize("path", named(FILES))
def test_files_that_are_named_exist(path):
    missing = []
    for span in SPAN.findall(text_of(path)):
        name = span.partition("::")[0].rstrip("/")
        if not re.fullmatch(r"[\w./*-]+", name) or name.split("/")[0] not in TOP or "/" not in name:
            continue
        if not list(ROOT.glob(name)):
            missing.append(span)

    assert missing == []


@pytest.mark.parametrize("path", named(FILES))
def test_tests_that_are_named_exist(path):
    named_tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text_of(path))

    missing = [f"{file}::{name}" for file, name in named_tests if f"def {name}(" not in text_of(ROOT / file)]

    assert missing == []


@pytest.mark.parametrize("path", named(FILES))
def test_commands_that_are_named_exist(path):
    code = code_in(text_of(path))
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.M))
    commands, scripts = set(get_commands()), {file.relative_to(ROOT).as_posix() for file in ROOT.glob("tools/**/*")}

    unknown = {f"make {name}" for name in re.findall(r"\bmake ([a-z][a-z-]*)", code)} - {f"make {t}" for t in targets}
    unknown |= set(re.findall(r"manage\.py ([a-z_]+)", code)) - commands
    unknown |= set(re.findall(r"\btools/[\w/.-]+\.(?:py|sh)", code)) - scripts

    assert unknown == set()


@pytest.mark.parametrize("path", named(FILES))
def test_commands_are_called_as_they_can_be(path):
    """What stands behind `manage.py NAME` is taken by the parser of that command; a name alone only names it."""
    calls = [shlex.split(call) for call in re.findall(r"manage\.py ([a-z_]+[^`|#\n;>]*)", code_in(text_of(path)))]

    refused = []
    for name, *arguments in calls:
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        try:
            if arguments and "…" not in arguments:
                parser.parse_args(arguments)
        except CommandError as error:
            refused.append(f"{name} {' '.join(arguments)}: {error}")

    assert refused == []


def test_the_runbook_runs_code_by_no_other_door():
    """Who is paged at night types a command that looks where it steps, not a line of Python."""
    assert re.findall(r"manage\.py (?:shell|dbshell)|python -c|psql", text_of(RUNBOOK)) == []


@cache
def known_settings() -> set[str]:
    """Give every name that the portal, its tests and tools, or the stack know."""
    folders = (ROOT / "portal" / "settings", ROOT / "tests", ROOT / "tools", ROOT / "deploy")
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in {".py", ".sh", ".yml"}]
    files += [ROOT / name for name in ("docker-compose.yml", "conftest.py", ".env.example", "Dockerfile", ".ci/run")]
    return {name for file in files for name in re.findall(r"PORTAL_[A-Z_]+", text_of(file))}


@pytest.mark.parametrize("path", named(FILES))
def test_settings_that_are_named_exist(path):
    said = set(re.findall(r"\bPORTAL_[A-Z_]*[A-Z]\b", code_in(text_of(path)))) - known_settings()

    # Each text may also come as a file: NAME_FILE.
    assert {name.removesuffix("_FILE") for name in said} - known_settings() == set()


def test_every_make_target_and_own_command_is_explained():
    said = "\n".join(code_in(text_of(path)) for path in FILES)
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.M)) - {"help"}
    ours = {
        name
        for name, app in get_commands().items()
        if app in {"home", "events", "stories", "network", "search", "portal.shared"}
    }

    assert {name for name in targets if f"make {name}" not in said} == set()
    assert {name for name in ours if not re.search(rf"\b{name}\b", said)} == set()


def shape(route: str) -> str:
    """Give a route as the docs write it: what differs is a row of dots."""
    return "/" + re.sub(r"<[^>]+>|\(\?P[^)]*\)", "…", route).strip("^$")


@pytest.mark.parametrize("path", named(DUTCH))
def test_addresses_that_are_named_are_the_sites(path, portal, client):
    shapes = {shape(route) for route in ADDRESSES} | {shape(address.route) for address in addresses()}
    said = {span for span in SPAN.findall(text_of(path)) if span.startswith("/")}

    unknown = {address for address in said if address not in shapes and client.get(address).status_code != 200}

    assert said
    assert unknown == set()


@cache
def screen_words() -> list[str]:
    """Give every Dutch text of a screen, ours and of the packages whose screens we use."""
    with translation.override("nl"):
        texts = translation.trans_real.translation("nl")._catalog
        return [value for _key, value in texts.items() if isinstance(value, str) and value]


GAP = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def patterns(texts: list[str]) -> list[re.Pattern]:
    """Match texts of the catalogue that have gaps with anything in them, when enough words are left to tell them by."""
    told_apart = [text for text in texts if GAP.search(text) and len(re.sub(r"\W", "", GAP.sub("", text))) > 7]
    return [re.compile(".+?".join(re.escape(part) for part in GAP.split(text)), re.I) for text in told_apart]


@pytest.mark.parametrize("path", named([*DUTCH, RUNBOOK]))
def test_words_said_to_be_on_the_screen_are(path):
    """In the Dutch guides and the runbook, what is in italics is what a button, menu, heading or field says."""
    text = re.sub(r"```.*?```|`[^`\n]*`|!\[[^\]]*\]\([^)]*\)", "", text_of(path), flags=re.S)
    said = {" ".join(words.split()) for words in re.findall(r"(?<![\w*])\*([^*]+)\*(?![\w*])", text)}
    whole = {words.strip().casefold() for words in screen_words()}
    gapped = patterns(screen_words())

    gone = {words for words in said - set(GROUPS) if words.casefold() not in whole}

    assert len(said) > 9
    assert {words for words in gone if not any(pattern.fullmatch(words) for pattern in gapped)} == set()


def test_the_licence_is_whole_and_named():
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    licence, notice = text_of(ROOT / "LICENSE"), text_of(ROOT / "NOTICE.md")
    needed = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.match(r"[\w-]+", line)[0] for line in needed}
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", notice, re.M)

    assert project["license"] == "EUPL-1.2"
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert [f"{n}." in licence for n in range(1, 16)] == [True] * 15
    assert {name for row in rows[1:] for name in row.split(", ")} - {"---"} == names
