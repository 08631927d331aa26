"""Keeps the translation catalogues whole: English msgids, Dutch in locale/nl, the compiled .mo beside it.

catalogue.py update         extract from the code, compile
catalogue.py add FILE.json  merge {"English": "Nederlands"} or {"English": ["enkelvoud", "meervoud"]}, compile
catalogue.py check          exit 1 when a text is missing, unsure or not compiled
"""

import fcntl
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

settings.configure(USE_I18N=True)

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
HEADER = {
    "Project-Id-Version": "bruggen-bouwen",
    "Language": "nl",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


KEYWORDS = [
    f"--keyword={keyword}"
    for keyword in (
        "gettext_noop",
        "gettext_lazy",
        "ngettext_lazy:1,2",
        "pgettext:1c,2",
        "npgettext:1c,2,3",
        "pgettext_lazy:1c,2",
        "npgettext_lazy:1c,2,3",
    )
]


def read(path: Path) -> polib.POFile:
    """Read a catalogue, or start an empty one."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = dict(HEADER)
    return catalogue


def write(catalogue: polib.POFile) -> None:
    """Write the catalogue in a stable order, and its compiled twin."""
    catalogue.metadata = dict(HEADER)
    catalogue.header = ""
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def sources() -> list[Path]:
    """List our own code and templates, tracked or new; tests and tools speak English only."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py", "*.html", "*.txt"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    skipped = ("tests/", "tools/", "requirements/", "run.py")
    return sorted(Path(name) for name in listed if not name.startswith(skipped) and (ROOT / name).exists())


def extract() -> polib.POFile:
    """Extract every marked text with GNU gettext; templates go through Django's own reading of them first."""
    with tempfile.TemporaryDirectory() as scratch:
        names = []
        for source in sources():
            text = (ROOT / source).read_text(encoding="utf-8")
            target = Path(scratch, f"{source}.py" if source.suffix != ".py" else source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text if source.suffix == ".py" else templatize(text), encoding="utf-8")
            names.append(str(target.relative_to(scratch)))
        output = subprocess.run(
            [
                "xgettext",
                "--language=Python",
                "--from-code=UTF-8",
                "--no-location",
                "--no-wrap",
                "--output=-",
                *KEYWORDS,
                *names,
            ],
            cwd=scratch,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    return polib.pofile(output) if output.strip() else polib.POFile()


def update() -> polib.POFile:
    """Bring the catalogue in line with the code; known translations stay, unused ones go."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in read(CATALOGUE)}
    fresh = polib.POFile(wrapwidth=110)
    for found in extract():
        if found.obsolete:
            continue
        entry = polib.POEntry(
            msgid=found.msgid,
            msgid_plural=found.msgid_plural,
            msgctxt=found.msgctxt,
            flags=[f for f in found.flags if f != "fuzzy"],
        )
        old = known.get((found.msgctxt, found.msgid))
        if found.msgid_plural:
            entry.msgstr_plural = dict(old.msgstr_plural) if old and old.msgstr_plural else {0: "", 1: ""}
        else:
            entry.msgstr = old.msgstr if old else ""
        fresh.append(entry)
    return fresh


def add(file: str) -> None:
    """Merge translations from a JSON file."""
    catalogue = read(CATALOGUE)
    known = {entry.msgid: entry for entry in catalogue}
    for msgid, dutch in json.loads(Path(file).read_text(encoding="utf-8")).items():
        entry = known.get(msgid)
        if entry is None:
            entry = polib.POEntry(msgid=msgid)
            catalogue.append(entry)
        if isinstance(dutch, list):
            entry.msgid_plural = entry.msgid_plural or msgid
            entry.msgstr_plural = {0: dutch[0], 1: dutch[1]}
        else:
            entry.msgstr = dutch
    write(catalogue)


PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def problems() -> list[str]:
    """List what keeps the catalogue from being complete."""
    found = []
    wanted, present = update(), {(e.msgctxt, e.msgid): e for e in read(CATALOGUE)}
    for entry in wanted:
        if (entry.msgctxt, entry.msgid) not in present or not entry.translated():
            found.append(f"not translated: {entry.msgid!r}")
        elif not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr)):
            found.append(f"placeholders differ: {entry.msgid!r} and {entry.msgstr!r}")
    unused = present.keys() - {(e.msgctxt, e.msgid) for e in wanted}
    found += [f"no longer used: {msgid!r}" for _context, msgid in sorted(unused, key=str)]
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or {(e.msgctxt, e.msgid, e.msgstr) for e in polib.mofile(str(compiled))} != {
        (e.msgctxt, e.msgid, e.msgstr) for e in read(CATALOGUE) if e.translated()
    }:
        found.append("the compiled .mo differs from the .po; run catalogue.py update")
    return found


def main() -> int:
    """Run one command; give its exit code."""
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    lock = Path(tempfile.gettempdir()) / "portal-catalogue.lock"
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if command == "update":
            write(update())
        elif command == "add" and len(sys.argv) == 3:
            add(sys.argv[2])
        elif command == "check":
            found = problems()
            print("\n".join(found) or "catalogue: complete")
            return 1 if found else 0
        else:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
