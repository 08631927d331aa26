"""Whether a version that we install is known to be unsafe (RELIABILITY G32), and whether Django and Wagtail are new.

audit.py                    ask the advisory database OSV about every pin in requirements/
audit.py --copy FOLDER|ZIP  ask a copy, for a machine without a way out: OSV's export of PyPI (one JSON file per
                            advisory), or the advisory database of the PyPA (vulns/NAME/ID.yaml)

Exit code: 0 nothing known, 1 something found, 3 not run. "Nothing known" is only said when the source answered about
every pin, and knew of the holes of a version that is known to have some: a source that is away, answers half, or leaves
its advisories out is "not run", with the reason. So is a copy in which nothing is younger than a month.
"""

import argparse
import http.client
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.lock import LOCKS, pins  # noqa: E402

CLEAN, FOUND, NOT_RUN = 0, 1, 3
OSV = "https://api.osv.dev"
MOST_AT_ONCE = 500
SECONDS = 30
# A release with holes that everybody knows of; a source that knows of none has nothing to say about ours either.
KNOWN_UNSAFE = ("pyyaml", "5.3")
# Whose newest patch we take within a week of its release.
WATCHED, PATCH_DAYS = ("django", "wagtail"), 7
# Every day some advisory is written or changed: a copy without one of this month is an old copy.
OLDEST_COPY = timedelta(days=30)
_ADVISORY = re.compile(r"[^/]+\.json|(?:[^/]+/)?vulns/[^/]+/[^/]+\.yaml")

Pin = tuple[str, str]
Source = Callable[[list[Pin]], dict[Pin, list[str]]]


class NotAnswered(Exception):
    """The source gave no answer, or none that can be relied on; says why."""


def osv(address: str = OSV) -> Source:
    """Give a source that asks OSV over the network."""

    def ask(wanted: list[Pin]) -> dict[Pin, list[str]]:
        found: dict[Pin, list[str]] = {}
        for start in range(0, len(wanted), MOST_AT_ONCE):
            part = wanted[start : start + MOST_AT_ONCE]
            results = _posted(f"{address}/v1/querybatch", {"queries": [_query(*pin) for pin in part]}).get("results")
            if not isinstance(results, list) or len(results) != len(part):
                raise NotAnswered("the advisory source did not answer about every version")
            for pin, result in zip(part, results, strict=True):
                found[pin] = [str(one["id"]) for one in (result or {}).get("vulns", [])]
        return found

    return ask


def _query(name: str, version: str) -> dict:
    return {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}


def _posted(address: str, content: dict) -> dict:
    request = urllib.request.Request(
        address, data=json.dumps(content).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = error.code if isinstance(error, urllib.error.HTTPError) else type(error).__name__
        raise NotAnswered(f"the advisory source can't be reached from here ({reason})") from error


def copied(place: Path, *, today: date) -> Source:
    """Give a source that reads a copy: a folder or a ZIP file with one JSON or YAML file per advisory.

    Parameters:
        place: Where it is.
        today: A copy in which nothing is of the thirty days before may name holes, but not say that there are none.
    """

    def ask(wanted: list[Pin]) -> dict[Pin, list[str]]:
        found: dict[Pin, list[str]] = {pin: [] for pin in wanted}
        newest = ""
        for advisory in _advisories(place):
            newest = max(newest, _day_of(advisory))
            if advisory.get("withdrawn"):
                continue
            for affected in advisory.get("affected", []):
                name = canonicalize_name(affected.get("package", {}).get("name", ""))
                for version in affected.get("versions", []):
                    if (name, version) in found and advisory["id"] not in found[name, version]:
                        found[name, version].append(advisory["id"])
        # A copy without advisories is told by the release that is known to be unsafe.
        if found.get(KNOWN_UNSAFE) and not any(ids for pin, ids in found.items() if pin != KNOWN_UNSAFE):
            _refuse_old(newest, today)
        return found

    return ask


def _day_of(advisory: dict) -> str:
    """Give the day of the last change, e.g. "2026-11-30"; YAML gives moments as such, JSON as text."""
    return str(advisory.get("modified") or advisory.get("published") or "")[:10]


def _refuse_old(newest: str, today: date) -> None:
    try:
        age = today - date.fromisoformat(newest)
    except ValueError as error:
        raise NotAnswered("the copy does not say of when it is") from error
    if age > OLDEST_COPY:
        raise NotAnswered(f"the copy is of {newest}, and holds nothing of the {age.days} days since")


def _advisories(place: Path) -> Iterator[dict]:
    try:
        if place.is_dir():
            paths = [path for pattern in ("*.json", "vulns/*/*.yaml") for path in sorted(place.glob(pattern))]
            yield from (_read(path.name, path.read_text(encoding="utf-8")) for path in paths)
        else:
            with zipfile.ZipFile(place) as archive:
                names = [name for name in archive.namelist() if _ADVISORY.fullmatch(name)]
                yield from (_read(name, archive.read(name).decode()) for name in names)
    except (OSError, ValueError, zipfile.BadZipFile, yaml.YAMLError) as error:
        raise NotAnswered(f"the copy of the advisories can't be read ({type(error).__name__})") from error


def _read(name: str, text: str) -> dict:
    return yaml.safe_load(text) if name.endswith(".yaml") else json.loads(text)


def our_pins() -> list[Pin]:
    """Give every version that any lock names, each once."""
    found = {
        (name, version)
        for lock in LOCKS
        for name, versions in pins((ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")).items()
        for version in versions
    }
    return sorted(found)


def audit(wanted: list[Pin], source: Source) -> tuple[int, list[str]]:
    """Judge versions by a source.

    Parameters:
        wanted: Name and version of each package, at least one.
        source: Gives the advisories of each; raises NotAnswered.

    Returns:
        The exit code, and what to print.
    """
    try:
        found = source([KNOWN_UNSAFE, *wanted])
    except NotAnswered as reason:
        return NOT_RUN, [f"not run: {reason}."]
    name, version = KNOWN_UNSAFE
    if not found.get(KNOWN_UNSAFE):
        return NOT_RUN, [
            f"not run: the advisory source knows of no hole in {name} {version}, so it holds no advisories."
        ]
    unsafe = {pin: ids for pin in wanted if (ids := found.get(pin))}
    if unsafe:
        return FOUND, [f"unsafe: {name} {version}: {', '.join(ids)}" for (name, version), ids in unsafe.items()]
    return CLEAN, [f"clean: nothing is known of the {len(wanted)} versions in requirements/."]


def newest_patch(name: str, ours: str, listed: list[str]) -> str:
    """Say in one line whether a version is the newest patch of its series.

    Parameters:
        name: Of the package.
        ours: The version we install.
        listed: Every version that the index has; empty when it did not answer.
    """
    series = Version(ours).release[:2]
    patches = [one for one in map(Version, listed) if one.release[:2] == series and not one.is_prerelease]
    if not patches:
        return f"{name} {ours}: not known, the package index did not answer."
    newest = max(patches)
    if newest <= Version(ours):
        return f"{name} {ours}: the newest patch of its series."
    return f"{name} {ours}: behind, {newest} is out; take it within {PATCH_DAYS} days of its release."


def listed_versions(name: str) -> list[str]:
    """Give the versions of a package that the index of this machine has, none when it doesn't answer."""
    # Every version, not only those for this interpreter.
    command = [
        sys.executable,
        "-m",
        "pip",
        "index",
        "versions",
        "--python-version",
        "3.13",
        "--only-binary",
        ":all:",
        name,
    ]
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        return []
    line = re.search(r"^Available versions: (.+)$", result.stdout, re.M)
    return [one.strip() for one in line[1].split(",")] if line else []


def main(arguments: list[str]) -> int:
    """Print the verdict, and one line for each package of which we follow the patches."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copy", type=Path, help="a folder or ZIP file with the advisories of OSV or the PyPA")
    parser.add_argument("--source", default=OSV, help="address of another service that speaks OSV's language")
    chosen = parser.parse_args(arguments)
    wanted = our_pins()
    source = copied(chosen.copy, today=datetime.now(UTC).date()) if chosen.copy else osv(chosen.source)
    code, lines = audit(wanted, source)
    print("\n".join(lines))
    for name in WATCHED:
        listed = listed_versions(name)
        for version in [version for pinned, version in wanted if pinned == name]:
            print(newest_patch(name, version, listed))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
