"""Writes the table of ASVS requirements (docs/asvs.csv) into docs/security.md, with its figures.

asvs.py write   write the table
asvs.py check   exit 1 when the page says something else than the table
"""

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA, PAGE = ROOT / "docs" / "asvs.csv", ROOT / "docs" / "security.md"
START, END = "<!-- asvs -->", "<!-- /asvs -->"
MET, NOT_MET, NOT_APPLICABLE = "met", "not met", "n/a"
CHAPTERS = {
    "V1": "Encoding and sanitization",
    "V2": "Validation and business logic",
    "V3": "Web frontend",
    "V4": "API and web service",
    "V5": "Files",
    "V6": "Authentication",
    "V7": "Sessions",
    "V8": "Authorization",
    "V9": "Self-contained tokens",
    "V10": "OAuth and OpenID Connect",
    "V11": "Cryptography",
    "V12": "Secure communication",
    "V13": "Configuration",
    "V14": "Data protection",
    "V15": "Secure coding and architecture",
    "V16": "Logging and error handling",
    "V17": "WebRTC",
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of level 1 or 2.

    Attributes:
        id: As the standard has it, e.g. "V6.2.1".
        level: 1 or 2.
        what: The requirement in a few words of ours.
        state: One of MET, NOT_MET, NOT_APPLICABLE.
        shown: Files of the project, or "path::test".
        note: What is missing, why it does not apply, or what one should know.
    """

    id: str
    level: int
    what: str
    state: str
    shown: tuple[str, ...]
    note: str


def requirements() -> list[Requirement]:
    """Read the table, in its order."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return [
            Requirement(
                row["id"], int(row["level"]), row["what"], row["state"], tuple(row["shown"].split()), row["note"]
            )
            for row in csv.DictReader(file)
        ]


def share_met(rows: Sequence[Requirement], level: int) -> tuple[int, int]:
    """Give how many requirements of a level are met, and how many apply."""
    applying = [row for row in rows if row.level == level and row.state != NOT_APPLICABLE]
    return sum(row.state == MET for row in applying), len(applying)


def text(rows: Sequence[Requirement]) -> str:
    """Give the figures and one table per chapter."""
    lines = ["| level | requirements | apply | met | share |", "|---|---|---|---|---|"]
    for level in (1, 2):
        met, applying = share_met(rows, level)
        number = sum(row.level == level for row in rows)
        lines.append(f"| {level} | {number} | {applying} | {met} | {100 * met / applying:.1f} % |")
    lines += ["", f"Not met: {', '.join(row.id for row in rows if row.state == NOT_MET)}."]
    for chapter, title in CHAPTERS.items():
        lines += [
            "",
            f"### {chapter} {title}",
            "",
            "| id | L | what | state | shown by, or why |",
            "|---|---|---|---|---|",
        ]
        lines += [_line(row) for row in rows if row.id.split(".")[0] == chapter]
    return "\n".join(lines)


def _line(row: Requirement) -> str:
    shown = ", ".join(f"`{place}`" for place in row.shown)
    why = "; ".join(part for part in (shown, row.note) if part)
    state = f"**{row.state}**" if row.state == NOT_MET else row.state
    return f"| {row.id} | {row.level} | {row.what} | {state} | {why} |"


def page(written: str, rows: Sequence[Requirement]) -> str:
    """Give the page with the table in its place."""
    return re.sub(
        f"{START}.*?{END}", lambda _found: f"{START}\n\n{text(rows)}\n\n{END}", written, count=1, flags=re.DOTALL
    )


def main(arguments: list[str]) -> int:
    """Write, or compare."""
    if arguments not in (["write"], ["check"]):
        sys.exit(__doc__)
    written = PAGE.read_text(encoding="utf-8")
    wanted = page(written, requirements())
    if arguments == ["write"]:
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    if written != wanted:
        print("docs/security.md differs from docs/asvs.csv; run tools/asvs.py write.")
    return int(written != wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
