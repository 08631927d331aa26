"""Draws the figures of docs/architecture.md into docs/images/, the layers from the import contract in pyproject.toml.

drawings.py write   write the files
drawings.py check   exit 1 when a file says something else than this does
"""

import sys
import textwrap
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
INK, INDIGO, GREEN, GREY, PAPER = "#1c2340", "#3d47a5", "#1f6b4f", "#5b6178", "#ffffff"
TINTS = {INK: "#eef0f6", INDIGO: "#e9ebfb", GREEN: "#e4f3ec", GREY: "#f5f5f7"}
FONT = "system-ui, 'Segoe UI', Roboto, sans-serif"
NO_SUBJECTS = {"migrations", "management", "templatetags", "__pycache__"}
WHAT = {
    "portal.urls": "every address, and nothing else",
    "home": "front door: what crosses all subjects",
    "events": "meetups, exchanges, calendars",
    "stories": "texts, evidence, routes, dossiers",
    "network": "people, schools, questions, doing things together",
    "search": "one index over everything; knows no subject",
    "portal.shared": "ground: mail, jobs, links, audiences, pages, registries; imports no app",
}


@dataclass(frozen=True)
class Box:
    """A rectangle with a title and lines of text, its corner at x, y."""

    x: int
    y: int
    width: int
    height: int
    title: str
    lines: tuple[str, ...] = ()
    colour: str = INDIGO

    def drawn(self) -> list[str]:
        """Give its shapes."""
        parts = [
            f'<rect x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}" rx="6" '
            f'fill="{TINTS[self.colour]}" stroke="{self.colour}" stroke-width="1.5"/>',
            words(self.x + 12, self.y + 22, self.title, colour=self.colour, weight=700),
        ]
        return parts + [words(self.x + 12, self.y + 42 + 17 * row, line) for row, line in enumerate(self.lines)]


def words(
    x: int, y: int, text: str, *, colour: str = INK, weight: int = 400, size: int = 13, middle: bool = False
) -> str:
    """Give one line of text that begins at x, or has its middle there."""
    anchor = ' text-anchor="middle"' if middle else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}"{anchor}>'
        f"{escape(text, quote=False)}</text>"
    )


def arrow(*points: tuple[int, int], label: str = "", at: tuple[int, int] = (0, 0), dashed: bool = False) -> list[str]:
    """Give a line along the points with a head at its end, and a word beside it."""
    path = " ".join(f"{x},{y}" for x, y in points)
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    line = f'<polyline points="{path}" fill="none" stroke="{INK}" stroke-width="1.5" marker-end="url(#head)"{dash}/>'
    return [line, words(*at, label, colour=GREY, size=12)] if label else [line]


def svg(width: int, height: int, title: str, description: str, parts: list[str]) -> str:
    """Give the whole drawing, on white so that it reads on a dark page too."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="title description" font-family="{FONT}">'
    )
    marker = (
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        f'orient="auto"><path d="M0 0L8 4L0 8z" fill="{INK}"/></marker></defs>'
    )
    start = [head, f'<title id="title">{escape(title)}</title>', f'<desc id="description">{escape(description)}</desc>']
    paper = f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
    return "\n".join([*start, marker, paper, *parts, "</svg>"]) + "\n"


def layers() -> list[list[str]]:
    """Give the apps by layer, the highest first, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    contract = next(contract for contract in contracts if contract["id"] == "apps")
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def subjects(app: str) -> list[str]:
    """Give the subject folders of an app."""
    folder = ROOT / app.replace(".", "/")
    if not folder.is_dir():
        return []
    return sorted(
        each.name for each in folder.iterdir() if (each / "__init__.py").exists() and each.name not in NO_SUBJECTS
    )


def draw_layers() -> str:
    """Draw which app may import which, and the subjects in each."""
    parts, y, inner = [], 20, 800
    for names in layers():
        width = (inner - 20 * (len(names) - 1)) // len(names)
        texts = {name: textwrap.wrap(", ".join(subjects(name)), width // 7) for name in names}
        height = 52 + 17 * max(len(lines) for lines in texts.values())
        for place, name in enumerate(names):
            colour = GREEN if name == "portal.shared" else INK if name == "portal.urls" else INDIGO
            lines = (WHAT[name], *texts[name])
            parts += Box(90 + place * (width + 20), y, width, height, name, lines, colour).drawn()
        y += height + 16
    parts += arrow((45, 30), (45, y - 30))
    parts.append(
        f'<g transform="translate(36 {y // 2}) rotate(-90)">{words(0, 0, "imports", colour=GREY, middle=True)}</g>'
    )
    parts += arrow((925, y - 30), (925, 30), dashed=True)
    label = words(0, 0, "what a subject has to say, through registries", colour=GREY, middle=True)
    parts.append(f'<g transform="translate(944 {y // 2}) rotate(-90)">{label}</g>')
    description = "Six layers of apps. Each imports only what is below it; events and stories don't import each other."
    return svg(960, y, "Layers of the portal", description, parts)


def draw_request() -> str:
    """Draw how a page is answered."""
    parts = Box(20, 30, 150, 76, "Browser", ("GET /verhalen/…",), INK).drawn()
    parts += Box(220, 30, 170, 76, "Proxy", ("TLS; drops what a", "client says of itself"), GREY).drawn()
    parts += Box(440, 30, 500, 76, "Middleware", ("request id · client address · security headers",), INDIGO).drawn()
    parts.append(words(452, 89, "kept pages · session · CSRF · who is it · language · second step"))
    parts += Box(
        440, 160, 230, 76, "A page that was kept", ("visitor without cookies, same", "version of the database"), GREEN
    ).drawn()
    parts += Box(710, 160, 230, 76, "Address", ("members' forms before", "Wagtail's pages"), INDIGO).drawn()
    parts += Box(
        710, 290, 230, 76, "View, or page of Wagtail", ("fetches, calls, answers;", "never decides"), INDIGO
    ).drawn()
    parts += Box(
        440, 290, 230, 76, "Queryset", ("visible_to(viewer): the one", "place that says who sees it"), GREEN
    ).drawn()
    parts += Box(
        170, 290, 220, 76, "Context", ("values in Python; parts that", "are shared are remembered"), INDIGO
    ).drawn()
    parts += Box(170, 420, 220, 60, "Template", ("chooses by one value",), INDIGO).drawn()
    parts += arrow((170, 68), (218, 68)) + arrow((390, 68), (438, 68))
    parts += arrow((555, 106), (555, 158), label="yes", at=(565, 138)) + arrow(
        (825, 106), (825, 158), label="no", at=(835, 138)
    )
    parts += arrow((825, 236), (825, 288)) + arrow((710, 328), (672, 328)) + arrow((440, 328), (392, 328))
    parts += arrow((280, 366), (280, 418)) + arrow((170, 450), (95, 450), (95, 108), label="HTML", at=(105, 440))
    parts += arrow((440, 198), (120, 198), (120, 108), label="HTML or 304", at=(230, 190))
    description = (
        "From the browser through proxy and middleware to a kept page, or to a view, a queryset and a template."
    )
    return svg(960, 500, "The way of a request", description, parts)


def draw_write() -> str:
    """Draw how a change is written, and what follows from it."""
    parts = [
        f'<rect x="260" y="20" width="440" height="330" rx="8" fill="none" stroke="{GREEN}" stroke-dasharray="6 4"/>'
    ]
    parts.append(words(276, 42, "one transaction", colour=GREEN, weight=700))
    parts += Box(20, 60, 190, 76, "Form", ("reads input, cleans it,", "calls one action"), INDIGO).drawn()
    parts += Box(280, 60, 190, 76, "Action: lock", ("the rows the decision", "reads, by primary key"), INDIGO).drawn()
    parts += Box(490, 60, 190, 76, "Rule: decide", ("pure, on plain values;", "`at` is a parameter"), GREEN).drawn()
    parts += Box(490, 160, 190, 76, "Write", ("rows of the subject,", "constraints hold"), INDIGO).drawn()
    parts += Box(280, 160, 190, 76, "Listeners", ("others that follow this", "subject, registered"), INDIGO).drawn()
    parts += Box(
        280, 260, 400, 76, "Rows for later", ("OutboxMail · PushMessage · Entry and EngineTask",), GREEN
    ).drawn()
    parts.append(words(292, 319, "content version +1: kept pages are made anew"))
    parts += Box(760, 60, 180, 76, "Worker", ("woken on commit: mail,", "index, pictures, push"), INDIGO).drawn()
    parts += Box(760, 260, 180, 76, "Clock", ("sweeps every minute", "what was left"), INDIGO).drawn()
    parts += Box(760, 160, 180, 76, "Outside", ("mail service, Elastic-", "search, push services"), GREY).drawn()
    parts += Box(20, 260, 190, 76, "Refused", ("one class per reason; the", "typed words stay"), INK).drawn()
    parts += arrow((210, 98), (278, 98)) + arrow((470, 98), (488, 98)) + arrow((585, 136), (585, 158))
    parts += arrow((490, 198), (472, 198)) + arrow((375, 236), (375, 258))
    parts += arrow((680, 298), (730, 298), (730, 98), (758, 98), label="commit", at=(706, 246))
    parts += arrow((850, 136), (850, 158)) + arrow((850, 260), (850, 238))
    parts += arrow((300, 136), (300, 148), (115, 148), (115, 258), label="errors.py", at=(125, 210), dashed=True)
    description = "An action locks, decides, writes, and leaves rows for worker and clock in the same transaction."
    return svg(960, 370, "The way of a change", description, parts)


def draw_search() -> str:
    """Draw how a question is answered, and how the index keeps up."""
    parts = Box(20, 80, 190, 76, "Question", ("/zoeken/?q=… or a", "suggestion while typing"), INK).drawn()
    parts += Box(250, 80, 200, 76, "Dutch", ("terms: typed, related,", "loose; slips corrected"), GREEN).drawn()
    parts += Box(
        490, 80, 200, 76, "Choice of engine", ("Elasticsearch, while it is", "up and has heard all"), INDIGO
    ).drawn()
    parts += Box(740, 20, 200, 76, "Elasticsearch", ("order, words, facets;", "follows the entries"), GREY).drawn()
    parts += Box(740, 130, 200, 76, "Embedded", ("the same, in SQLite or", "PostgreSQL: the entries"), INDIGO).drawn()
    parts += Box(490, 240, 200, 76, "Hits", ("of the slices that the", "viewer holds"), INDIGO).drawn()
    parts += Box(250, 240, 200, 76, "Checked", ("visible_keys: each hit is", "asked of the database"), GREEN).drawn()
    parts += Box(20, 240, 190, 76, "Page", ("a card per kind, facets,", "promoted, related"), INK).drawn()
    parts += Box(20, 370, 190, 76, "Subject's action", ("index_object, in its", "transaction"), INDIGO).drawn()
    parts += Box(
        250, 370, 200, 76, "searchable.py", ("what may be known: draft", "of an entry per audience"), GREEN
    ).drawn()
    parts += Box(
        490, 370, 200, 76, "Entry, EngineTask", ("rows in the database,", "written with the change"), INDIGO
    ).drawn()
    parts += Box(740, 370, 200, 76, "Worker, clock", ("tell the engine what the", "database says now"), INDIGO).drawn()
    parts += arrow((210, 118), (248, 118)) + arrow((450, 118), (488, 118))
    parts += arrow((690, 105), (715, 105), (715, 58), (738, 58))
    parts += arrow((690, 131), (715, 131), (715, 168), (738, 168), label="else", at=(688, 186))
    parts += arrow((840, 206), (840, 268), (692, 268)) + arrow((940, 70), (960, 70), (960, 290), (692, 290))
    parts += arrow((490, 278), (452, 278)) + arrow((250, 278), (212, 278))
    parts += arrow((210, 408), (248, 408)) + arrow((450, 408), (488, 408)) + arrow((690, 408), (738, 408))
    parts += arrow((940, 408), (980, 408), (980, 45), (942, 45))
    description = (
        "A question goes to one of two engines, its hits are checked in the database; entries follow each change."
    )
    return svg(1000, 466, "The way of a question, and of the index", description, parts)


DRAWINGS = {
    "layers.svg": draw_layers,
    "request-path.svg": draw_request,
    "write-path.svg": draw_write,
    "search-path.svg": draw_search,
}


def main(action: str) -> int:
    """Write or check the files; give the exit code."""
    wrong = []
    for name, draw in DRAWINGS.items():
        file, wanted = FOLDER / name, draw()
        if action == "write":
            file.write_text(wanted, encoding="utf-8")
        elif not file.exists() or file.read_text("utf-8") != wanted:
            wrong.append(name)
    if wrong:
        print(f"docs/images: {', '.join(wrong)} differ from what the code says: run tools/drawings.py write")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
