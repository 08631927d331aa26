"""Reads the texts of the demo."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent


def table(name: str) -> list[dict]:
    """Give the rows of one list, e.g. "members"."""
    return document(name)[name]


def document(name: str) -> dict[str, list[dict]]:
    """Give every list of one document by its name, e.g. of "exchanges"."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def texts(folder: str) -> list[dict]:
    """Give the texts of one kind, in the order of their keys, e.g. "stories"."""
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((HERE / folder).glob("*.toml"))]


def portrait(key: str) -> bytes:
    """Give the drawn portrait of someone."""
    return (HERE / "portraits" / f"{key}.webp").read_bytes()


def picture(key: str) -> Path:
    """Give the drawn picture of a text."""
    return HERE / "pictures" / f"{key}.webp"
