"""The private files: no address leads to them but a view that knows whose they are."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

ERASURES = "erasures.txt"


class PrivateFiles(FileSystemStorage):
    """Files without any address."""

    def url(self, name: str | None) -> str:
        raise ValueError("This file is not accessible via a URL.")


def private_files() -> PrivateFiles:
    """Give the store of private files."""
    return PrivateFiles(location=settings.PORTAL_PRIVATE_DIR)


def file_chunks(name: str) -> Iterator[bytes]:
    """Give a private file piece by piece, opened only once someone reads."""
    with private_files().open(name) as file:
        yield from file.chunks()


def erasure_file() -> Path:
    """Give where the list of erasures stands, one hash and moment a line. It is backed up apart from the database."""
    return Path(settings.PORTAL_PRIVATE_DIR) / ERASURES


def read_erasures(path: Path) -> dict[str, str]:
    """Give the list as hash → moment (ISO 8601); a missing file is an empty list, an unfinished line is left out."""
    if not path.exists():
        return {}
    parts = (line.split() for line in path.read_text(encoding="ascii", errors="replace").splitlines())
    return {found[0]: found[1] for found in parts if len(found) == 2 and len(found[0]) == 64}


def add_erasures(path: Path, rows: dict[str, str]) -> int:
    """Write rows that the list lacks at its end, so that they survive a crash right afterwards; give their number."""
    known = read_erasures(path)
    fresh = {key_hash: moment for key_hash, moment in rows.items() if key_hash not in known}
    if fresh:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.writelines(f"{key_hash} {moment}\n" for key_hash, moment in fresh.items())
            file.flush()
            os.fsync(file.fileno())
    return len(fresh)
