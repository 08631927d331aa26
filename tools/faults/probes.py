"""Which tests use which guard: the quick suite once, in a scratch copy with a probe before the statement of each guard.

The probes cost next to nothing, so the suite takes as long as ever; they are exact to the statement. What is found is
kept in .cache/faults.json. A test file that changed since is run again by itself; a new or moved guard has no tests in
there, and is judged by those of its own folder until `--new-map`.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tools.faults.sites import Site

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".cache" / "faults.json"
# A probe's own module, next to the tests: importable by every process of the scratch copy.
PLUGIN = Path(__file__).with_name("faults_probe.py")


@contextmanager
def scratch_copy() -> Iterator[Path]:
    """Give a copy of all files that git knows or would add, in a folder of its own; gone afterwards."""
    folder = Path(mkdtemp(prefix="faults-"))
    try:
        names = git("ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        shutil.copy2(PLUGIN, folder / PLUGIN.name)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def git(*arguments: str) -> str:
    """Give what git says about the checkout."""
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Give the environment of a run of tests in a scratch copy; without bytecode each start takes seconds more."""
    without = {"PYTHONDONTWRITEBYTECODE", "PORTAL_TEST_AGAIN", "PORTAL_NO_SKIPS"}
    kept = {name: value for name, value in os.environ.items() if name not in without}
    # So that processes that the tests start find the module too.
    return kept | {"PYTHONPATH": str(folder), **more}


def with_probes(source: bytes, numbered: Iterable[tuple[int, Site]]) -> bytes:
    """Give a file with a line before each statement that holds a site: the numbers of the sites it is about to use."""
    by_line: dict[int, list[int]] = defaultdict(list)
    for number, site in numbered:
        if site.probe is not None:
            by_line[site.probe].append(number)
    lines = source.split(b"\n")
    for line in sorted(by_line, reverse=True):
        words = lines[line - 1]
        spaces = words[: len(words) - len(words.lstrip())]
        numbers = ", ".join(map(str, sorted(by_line[line])))
        lines.insert(line - 1, spaces + f'__import__("faults_probe").hit({numbers})'.encode())
    return b"\n".join(lines)


def read_map() -> dict:
    """Give what the last run found: `files` (name and hash of each test file) and `tests` (seconds and sites)."""
    return json.loads(KEPT.read_text()) if KEPT.exists() else {"files": {}, "tests": {}}


def hashes_of_tests() -> dict[str, str]:
    """Give the hash of each file with tests, without the journeys and races: these need a browser or processes."""
    apart = (ROOT / "tests" / "journeys", ROOT / "tests" / "races")
    paths = [path for path in (ROOT / "tests").rglob("test_*.py") if not set(apart) & set(path.parents)]
    return {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def bring_map_up_to_date(sites: list[Site], *, is_new: bool, processes: int) -> dict:
    """Run the tests of every file that is new or changed since the last map, and give the map."""
    known, now = ({"files": {}, "tests": {}} if is_new else read_map()), hashes_of_tests()
    stale = sorted(name for name, digest in now.items() if known["files"].get(name) != digest)
    kept = {
        node: found
        for node, found in known["tests"].items()
        if node.partition("::")[0] in now and node.partition("::")[0] not in stale
    }
    if stale:
        whole = len(stale) == len(now)
        print(f"Mapping which tests use which guard: {'all' if whole else len(stale)} test files …", flush=True)
        kept |= _mapped(sites, stale, processes)
    found = {"files": now, "tests": kept}
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(found))
    return found


def _mapped(sites: list[Site], files: list[str], processes: int) -> dict:
    with scratch_copy() as folder:
        by_path: dict[str, list[tuple[int, Site]]] = defaultdict(list)
        for number, site in enumerate(sites):
            by_path[site.path].append((number, site))
        for path, numbered in by_path.items():
            (folder / path).write_bytes(with_probes((folder / path).read_bytes(), numbered))
        notes = folder / "probes"
        notes.mkdir()
        command = [sys.executable, "-m", "pytest", "-q", "--tb=line", "-p", "faults_probe", *files]
        if processes > 1:
            command += ["-n", str(processes), "--dist", "worksteal"]
        log = ROOT / ".cache" / "faults-map.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("w") as output:
            subprocess.run(
                command, cwd=folder, env=environment(folder, FAULTS_NOTES=str(notes)), stdout=output, stderr=output
            )
        print("  " + log.read_text().strip().splitlines()[-1], flush=True)
        tests = {}
        for path in notes.iterdir():
            for line in path.read_text().splitlines():
                note = json.loads(line)
                keys = [sites[number].key for number in note["sites"]]
                tests[note["test"]] = {"seconds": note["seconds"], "sites": keys}
        return tests
