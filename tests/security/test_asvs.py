"""The table of ASVS is whole, points at what exists, and the page says what it says."""

import ast
import hashlib
from functools import cache
from pathlib import Path

import pytest

from tools.asvs import MET, NOT_APPLICABLE, NOT_MET, PAGE, page, requirements, share_met

ROOT = Path(__file__).resolve().parents[2]
# Over "V1.1.1 2\nV1.1.2 2\n…": ids and levels of the 70 requirements of level 1 and the 183 of level 2 in ASVS 5.0.0.
OFFICIAL = "3765ed9541ee1523694f731f53d3201978aa23cf9cac70481d40476d8a2d1e27"
ROWS = requirements()


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_requirement_of_both_levels_stands_in_it_once():
    lines = "\n".join(f"{row.id} {row.level}" for row in ROWS)

    assert hashlib.sha256(lines.encode()).hexdigest() == OFFICIAL
    assert [sum(row.level == level for row in ROWS) for level in (1, 2)] == [70, 183]


def test_each_has_a_state_with_what_belongs_to_it():
    wrong = {
        row.id
        for row in ROWS
        if not row.what
        or row.state not in {MET, NOT_MET, NOT_APPLICABLE}
        or (row.state == MET and not row.shown)
        or (row.state != MET and not row.note)
    }

    assert wrong == set()


@pytest.mark.parametrize("row", [row for row in ROWS if row.shown], ids=lambda row: row.id)
def test_what_shows_it_exists(row):
    missing = []
    for place in row.shown:
        path, _sign, name = place.partition("::")
        if not (ROOT / path).is_file() or (name and name not in names_in(path)):
            missing.append(place)

    assert missing == []


def test_the_page_says_what_the_table_says():
    written = PAGE.read_text("utf-8")

    assert written == page(written, ROWS)


def test_nearly_all_is_met():
    """No requirement that was met is lost unseen; whoever builds one raises these."""
    assert {level: share_met(ROWS, level)[0] for level in (1, 2)} == {1: 60, 2: 136}
