"""Decisions about offers and wishes, by tables."""

import re
from datetime import date
from pathlib import Path

import pytest

from events.offers.rules import (
    JudgeDecision,
    MoveDecision,
    TakeOverDecision,
    coming_months,
    decide_judging,
    decide_move,
    decide_taking_over,
    is_notice_due,
    last_day,
    month_bounds,
    offered_steps,
    opens_later,
)
from events.offers.states import LISTING_MOVES, ListingState, Step

DRAFT, OPEN, PAUSED, TAKEN, LAPSED, WITHDRAWN = ListingState
DAY = date(2027, 1, 4)
# DECISIONS 22, written out apart from the code: from each state to where.
ALLOWED = {
    DRAFT: {OPEN, WITHDRAWN},
    OPEN: {PAUSED, TAKEN, LAPSED, WITHDRAWN},
    PAUSED: {OPEN, TAKEN, LAPSED, WITHDRAWN},
    TAKEN: {OPEN, PAUSED, LAPSED, WITHDRAWN},
    LAPSED: {OPEN, WITHDRAWN},
    WITHDRAWN: set(),
}


@pytest.mark.parametrize("before", ListingState)
@pytest.mark.parametrize("after", ListingState)
def test_decide_move_allows_what_the_machine_says_and_nothing_else(before, after):
    expected = {DRAFT: MoveDecision.IS_DRAFT, LAPSED: MoveDecision.IS_LAPSED, WITHDRAWN: MoveDecision.IS_WITHDRAWN}
    decision = decide_move(before=before, after=after)

    if before == after:
        assert decision is MoveDecision.ALREADY_THERE
    elif after in ALLOWED[before]:
        assert decision is MoveDecision.ALLOWED
    else:
        assert decision is expected.get(before, MoveDecision.NO_WAY_BACK)


def test_every_state_has_moves():
    assert LISTING_MOVES == ALLOWED


@pytest.mark.parametrize(
    ("is_editor", "is_own", "decision"),
    [
        (True, False, JudgeDecision.ALLOWED),
        (True, True, JudgeDecision.IS_OWN),
        (False, False, JudgeDecision.NOT_AN_EDITOR),
        (False, True, JudgeDecision.NOT_AN_EDITOR),
    ],
)
def test_decide_judging(is_editor, is_own, decision):
    assert decide_judging(is_editor=is_editor, is_own=is_own) is decision


@pytest.mark.parametrize(
    ("works_there", "has_host", "decision"),
    [
        (True, False, TakeOverDecision.ALLOWED),
        (True, True, TakeOverDecision.HAS_HOST),
        (False, False, TakeOverDecision.NOT_THEIR_SCHOOL),
        (False, True, TakeOverDecision.NOT_THEIR_SCHOOL),
    ],
)
def test_decide_taking_over(works_there, has_host, decision):
    assert decide_taking_over(works_there=works_there, has_host=has_host) is decision


@pytest.mark.parametrize(
    ("given", "day"),
    [
        pytest.param({"ends_on": None}, date(2027, 7, 4), id="standing"),
        pytest.param({"ends_on": date(2027, 2, 1)}, date(2027, 2, 1), id="its own end"),
        pytest.param({"ends_on": None, "said_on": date(2026, 8, 31)}, date(2027, 2, 28), id="end of a short month"),
        pytest.param({"ends_on": None, "opens_on": date(2027, 3, 1)}, date(2027, 9, 1), id="counted from its opening"),
        pytest.param({"ends_on": None, "opens_on": date(2026, 3, 1)}, date(2027, 7, 4), id="opened long ago"),
    ],
)
def test_last_day(given, day):
    assert last_day(**({"said_on": DAY} | given)) == day


@pytest.mark.parametrize(
    ("on", "opened_on", "is_due"),
    [
        pytest.param(date(2027, 1, 16), DAY, False, id="fifteen days before"),
        pytest.param(date(2027, 1, 17), DAY, True, id="fourteen days before"),
        pytest.param(date(2027, 1, 31), DAY, True, id="on its last day"),
        pytest.param(date(2027, 2, 1), DAY, False, id="over"),
        pytest.param(date(2027, 1, 20), date(2027, 1, 18), False, id="opened in its last two weeks"),
    ],
)
def test_is_notice_due(on, opened_on, is_due):
    assert is_notice_due(lapses_on=date(2027, 1, 31), opened_on=opened_on, on=on) is is_due


SENT, CHANGE, PAUSE, RESUME, CONFIRM, WITHDRAW = (
    Step.SEND,
    Step.CHANGE,
    Step.PAUSE,
    Step.RESUME,
    Step.CONFIRM,
    Step.WITHDRAW,
)


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        pytest.param({"state": DRAFT}, [SENT, CHANGE, WITHDRAW], id="draft"),
        pytest.param({"state": DRAFT, "is_waiting": True}, [CHANGE, WITHDRAW], id="waits for the editors"),
        pytest.param({"state": OPEN}, [CHANGE, PAUSE, CONFIRM, WITHDRAW], id="standing"),
        pytest.param({"lapses_on": date(2027, 1, 19)}, [CHANGE, PAUSE, CONFIRM, WITHDRAW], id="in fifteen days"),
        pytest.param({"lapses_on": date(2027, 1, 18)}, [CONFIRM, CHANGE, PAUSE, WITHDRAW], id="in two weeks"),
        pytest.param({"ends_on": DAY, "lapses_on": DAY}, [CHANGE, PAUSE, WITHDRAW], id="dated"),
        pytest.param({"state": PAUSED, "is_paused": True}, [RESUME, CHANGE, CONFIRM, WITHDRAW], id="paused"),
        pytest.param({"state": TAKEN}, [CHANGE, PAUSE, CONFIRM, WITHDRAW], id="taken"),
        pytest.param({"state": TAKEN, "is_paused": True}, [RESUME, CHANGE, CONFIRM, WITHDRAW], id="paused while taken"),
        pytest.param({"state": LAPSED}, [CONFIRM, CHANGE, WITHDRAW], id="lapsed"),
        pytest.param({"state": LAPSED, "ends_on": date(2027, 1, 3)}, [CHANGE, WITHDRAW], id="its period is over"),
        pytest.param({"state": WITHDRAWN}, [], id="withdrawn"),
    ],
)
def test_offered_steps(given, steps):
    usual = {
        "state": OPEN,
        "is_paused": False,
        "is_waiting": False,
        "ends_on": None,
        "lapses_on": date(2027, 7, 4),
        "on": DAY,
    }
    assert list(offered_steps(**(usual | given))) == steps


@pytest.mark.parametrize(
    ("state", "opens_on", "later"),
    [(OPEN, date(2027, 1, 5), True), (OPEN, DAY, False), (OPEN, None, False), (DRAFT, date(2027, 1, 5), False)],
)
def test_opens_later(state, opens_on, later):
    assert opens_later(state=state, opens_on=opens_on, on=DAY) is later


def test_months_to_filter_by_cross_the_year():
    months = coming_months(date(2026, 11, 30))

    assert [f"{month:%Y-%m}" for month in months] == ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]
    assert month_bounds(months[3]) == (date(2027, 2, 1), date(2027, 2, 28))


def test_the_table_in_the_docs_has_these_moves():
    text = (Path(__file__).resolve().parents[3] / "docs" / "concepts.md").read_text(encoding="utf-8")
    chapter = text.split("## Exchanges: offers and wishes")[1].split("\n## ")[0]
    words = dict(zip(("concept", "open", "gepauzeerd", "bezet", "verlopen", "ingetrokken"), ListingState, strict=True))
    rows = re.findall(r"^\| (\w+) \| ([\w· –]+?) \|", chapter, re.MULTILINE)
    told = {
        words[name]: {words[word] for word in moves.split(" · ") if word != "–"}
        for name, moves in rows
        if name in words
    }

    assert told == LISTING_MOVES
