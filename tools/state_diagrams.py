"""Draws the state machines of exchanges into docs/states.md, from the states the code moves by.

state_diagrams.py write   write the file
state_diagrams.py check   exit 1 when the file says something else than the code
"""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from django.db.models import TextChoices  # noqa: E402
from django.utils import translation  # noqa: E402

from events.applications.states import APPLICATION_MOVES, ApplicationState  # noqa: E402
from events.offers.states import LISTING_MOVES, ListingState  # noqa: E402
from events.placements.states import PLACEMENT_MOVES, PlacementState  # noqa: E402

FILE = ROOT / "docs" / "states.md"
HEAD = """# States of exchanges

The three machines of an exchange (DECISIONS 22), drawn from the `states.py` of each subject by
`tools/state_diagrams.py write`; don't edit this file. A move that is not drawn is refused with a sentence.
"""
MACHINES: tuple[tuple[str, type[TextChoices], Mapping, TextChoices], ...] = (
    ("Offer and wish (`events/offers/`)", ListingState, LISTING_MOVES, ListingState.DRAFT),
    ("Application (`events/applications/`)", ApplicationState, APPLICATION_MOVES, ApplicationState.INTERESTED),
    ("Exchange (`events/placements/`)", PlacementState, PLACEMENT_MOVES, PlacementState.PLANNING),
)


def diagram(states: Iterable[TextChoices], moves: Mapping, first: TextChoices) -> list[str]:
    """Draw one machine in Mermaid, its states named in Dutch; what nothing follows on ends."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.value}' for state in states]
    lines.append(f"    [*] --> {first.value}")
    for state in states:
        follows = [other for other in states if other in moves[state]]
        lines += [f"    {state.value} --> {other.value}" for other in follows]
        if not follows:
            lines.append(f"    {state.value} --> [*]")
    return [*lines, "```"]


def text() -> str:
    """Give what the file should hold."""
    with translation.override("nl"):
        parts = [HEAD]
        for title, states, moves, first in MACHINES:
            parts.append("\n".join([f"## {title}", "", *diagram(list(states), moves, first)]) + "\n")
    return "\n".join(parts)


def main(action: str) -> int:
    """Write or check the file; give the exit code."""
    wanted = text()
    if action == "write":
        FILE.write_text(wanted)
    elif not FILE.exists() or FILE.read_text() != wanted:
        print("docs/states.md is not what the code says: run tools/state_diagrams.py write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
