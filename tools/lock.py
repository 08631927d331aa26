"""The hashed locks in requirements/: makes them, and checks them without a network.

lock.py          resolve again with uv (needs uv and a package index) and write run.txt, dev.txt and semantisch.txt
lock.py check    exit 1 when a pin lacks a hash, names a host, or pyproject.toml asks for something else
"""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Collection
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "run": ["--no-dev", "--extra", "productie"],
    "dev": ["--group", "dev", "--extra", "productie"],
    "semantisch": ["--no-dev", "--extra", "productie", "--extra", "semantisch"],
}
# Locks that are installed on top of run.txt hold only what that lacks.
ON_TOP = ("semantisch",)
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)")


def make() -> None:
    """Resolve in a scratch folder, so that no uv.lock (which names a registry) is left behind."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(ROOT / "pyproject.toml", scratch)
        subprocess.run(["uv", "lock", "--quiet"], cwd=scratch, check=True)
        for name, choice in LOCKS.items():
            export = ["uv", "export", "--quiet", "--format", "requirements.txt", "--no-emit-project", "--no-header"]
            lock = subprocess.run([*export, *choice], cwd=scratch, check=True, capture_output=True, text=True).stdout
            if name in ON_TOP:
                lock = without(lock, pins((ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")))
            (ROOT / "requirements" / f"{name}.txt").write_text(lock, encoding="utf-8")


def without(text: str, present: Collection[str]) -> str:
    """Leave out the pins of the packages that are named."""
    blocks = [(PIN.match(block), block.rstrip()) for block in re.split(r"\n(?=\S)", text)]
    return "".join(f"{block}\n" for pin, block in blocks if pin and canonicalize_name(pin["name"]) not in present)


def pins(text: str) -> dict[str, list[str]]:
    """Read the pinned versions of each package; a fork by Python version gives two."""
    found: dict[str, list[str]] = {}
    for match in re.finditer(rf"^{PIN.pattern}", text, re.M):
        found.setdefault(canonicalize_name(match["name"]), []).append(match["version"])
    return found


def faults(name: str, text: str, wanted: list[str]) -> list[str]:
    """List what is wrong with one lock, in sentences."""
    found = []
    if re.search(r"https?:|index-url|find-links|git\+", text):
        found.append(f"{name}.txt names a host; it must install from any index.")
    for block in re.split(r"\n(?=\S)", text):
        match = PIN.match(block)
        if match and "--hash=sha256:" not in block:
            found.append(f"{name}.txt pins {match['name']} without a hash.")
        elif not match and not block.startswith("#") and block.strip():
            found.append(f"{name}.txt holds a line that is no pin: {block.splitlines()[0]}")
    pinned = pins(text)
    for requirement in map(Requirement, wanted):
        versions = pinned.get(canonicalize_name(requirement.name), [])
        if not versions or not all(requirement.specifier.contains(version) for version in versions):
            have = ", ".join(versions) or "nothing"
            found.append(f"{name}.txt pins {have} for {requirement}; run tools/lock.py.")
    return found


def check() -> int:
    """Check all locks against pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    run = project["project"]["dependencies"] + extras["productie"]
    wanted = {"run": run, "dev": run + project["dependency-groups"]["dev"], "semantisch": extras["semantisch"]}
    found = []
    for name in LOCKS:
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        found += faults(name, text, wanted[name])
    print("\n".join(found) or "All locks are whole.")
    return int(bool(found))


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        sys.exit(check())
    if sys.argv[1:]:
        sys.exit(__doc__)
    make()
    sys.exit(check())
