"""The code of an older version, taken from the history of this project."""

import subprocess
from pathlib import Path

from tools.drill.portal import ROOT, Failed


def _git(*arguments: str, **more) -> subprocess.CompletedProcess:
    return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=False, **more)


def has(commit: str) -> bool:
    """Say whether this clone has the commit; a shallow clone is completed first, where its origin answers."""
    if _git("cat-file", "-e", f"{commit}^{{commit}}").returncode == 0:
        return True
    if _git("rev-parse", "--is-shallow-repository", text=True).stdout.strip() == "true":
        _git("fetch", "--quiet", "--unshallow", timeout=120)
    return _git("cat-file", "-e", f"{commit}^{{commit}}").returncode == 0


def unpack(commit: str, folder: Path) -> Path:
    """Write the project as it was at a commit into a new folder; gives the folder.

    Raises:
        Failed: This clone has not that much history.
    """
    if not has(commit):
        raise Failed(
            f"The code of {commit[:12]} is not in this clone, so an older web can't be tried on the new tables. "
            "Fetch the whole history (git fetch --unshallow) and run this again."
        )
    folder.mkdir(parents=True)
    packed = subprocess.Popen(["git", "-C", str(ROOT), "archive", commit], stdout=subprocess.PIPE)
    subprocess.run(["tar", "-x", "-C", str(folder)], stdin=packed.stdout, check=True)
    if packed.wait():
        raise Failed(f"git archive {commit} failed.")
    return folder


def full_name(commit: str) -> str:
    """Give the whole hash of a commit."""
    return _git("rev-parse", "--verify", f"{commit}^{{commit}}", text=True).stdout.strip()
