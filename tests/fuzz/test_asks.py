"""Thousands of hostile questions without an error, a long wait or a broken promise (RELIABILITY G21).

`make test` asks some 300 and every one that found a fault before; PORTAL_FUZZ_EXAMPLES and PORTAL_FUZZ_SEED choose
another number and other questions, and with PORTAL_FUZZ_KEEP=1 what found a fault is kept in the corpus.
"""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fuzz.asking import SHARES, explore, faults_of
from tests.fuzz.asks import Ask
from tests.fuzz.world import DESK

pytestmark = [
    pytest.mark.django_db,
    # Wagtail opens a document also when it answers that nothing changed, and leaves it to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed file", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

CORPUS = Path(__file__).parent / "corpus"
THOROUGH = os.environ.get("PORTAL_TEST_THOROUGH") == "1"
EXAMPLES = int(os.environ.get("PORTAL_FUZZ_EXAMPLES", "800" if THOROUGH else "300"))
SEED = int(os.environ.get("PORTAL_FUZZ_SEED", "20261130"))


def keep(fault: str, ask: Ask) -> None:
    name = hashlib.sha256(f"{fault}{ask.route}".encode()).hexdigest()[:12]
    (CORPUS / f"{name}.json").write_text(ask.to_json())


@pytest.mark.parametrize("part", SHARES)
def test_no_question_breaks_the_site(world, part):
    number = max(1, EXAMPLES * SHARES[part] // 100)
    found, asked = explore(world, part, number=number, start=SEED)
    if os.environ.get("PORTAL_FUZZ_KEEP") == "1":
        for fault, ask in found.items():
            keep(fault, ask)

    assert {fault: ask.to_json() for fault, ask in found.items()} == {}, f"PORTAL_FUZZ_SEED={SEED}"
    assert asked >= number, f"Only {asked} of {number} questions were asked; PORTAL_FUZZ_SEED={SEED}"


def test_a_question_that_cannot_be_put_is_a_fault_and_the_ones_behind_it_are_asked(world):
    lost = replace(world)
    lost.posting_routes = lost.posting_desk_routes = [DESK]
    lost.desk_routes = ["beheer/nergens/<int:pk>/", DESK]

    found, asked = explore(lost, "editor's lists", number=20, start=SEED)

    assert [fault.partition(" <")[0] for fault in found] == ["was not asked: KeyError: tests/fuzz/world.py:_sample"]
    assert asked == 20


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.json")), ids=lambda path: path.stem)
def test_what_broke_it_once_does_not_again(world, path):
    assert faults_of(world, Ask.from_json(path.read_text())) == []
