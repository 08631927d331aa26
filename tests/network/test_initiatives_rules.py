"""Decisions about joint actions, by tables."""

from datetime import UTC, date, datetime

import pytest

from network.initiatives.rules import (
    JoinDecision,
    JudgeDecision,
    WithdrawDecision,
    answer_due_at,
    count_shown,
    decide_joining,
    decide_judging,
    decide_withdrawing,
    is_late,
    judgement_due_at,
    pairs_of,
    part_after_joining,
    result_due_at,
)
from network.initiatives.states import INITIATIVE_MOVES, PART_MOVES, InitiativeState, PartState

DAY = date(2026, 11, 2)
JOINING = {"is_member": True, "works_there": True, "state": InitiativeState.OPEN, "joining_ends_on": None, "on": DAY}


@pytest.mark.parametrize(
    ("given", "decision"),
    [
        pytest.param({}, JoinDecision.ALLOWED, id="open"),
        pytest.param({"state": InitiativeState.RUNNING}, JoinDecision.ALLOWED, id="running"),
        pytest.param({"is_member": False, "works_there": False}, JoinDecision.NOT_A_MEMBER, id="prospect"),
        pytest.param({"works_there": False}, JoinDecision.NOT_THEIR_SCHOOL, id="other school"),
        pytest.param({"state": InitiativeState.DRAFT}, JoinDecision.NOT_OPEN, id="draft"),
        pytest.param({"state": InitiativeState.WAITING}, JoinDecision.NOT_OPEN, id="waiting"),
        pytest.param({"state": InitiativeState.DONE}, JoinDecision.NOT_OPEN, id="finished"),
        pytest.param({"state": InitiativeState.STOPPED}, JoinDecision.NOT_OPEN, id="stopped"),
        pytest.param({"joining_ends_on": DAY}, JoinDecision.ALLOWED, id="on the last day"),
        pytest.param({"joining_ends_on": date(2026, 11, 1)}, JoinDecision.TOO_LATE, id="a day late"),
    ],
)
def test_decide_joining(given, decision):
    assert decide_joining(**(JOINING | given)) is decision


@pytest.mark.parametrize(
    ("is_editor", "is_own", "decision"),
    [
        (True, False, JudgeDecision.ALLOWED),
        (True, True, JudgeDecision.OWN_PROPOSAL),
        (False, False, JudgeDecision.NOT_AN_EDITOR),
        (False, True, JudgeDecision.NOT_AN_EDITOR),
    ],
)
def test_decide_judging(is_editor, is_own, decision):
    assert decide_judging(is_editor=is_editor, is_own=is_own) is decision


@pytest.mark.parametrize(
    ("leading", "asked", "left", "coordinates", "decision"),
    [
        (True, True, True, True, WithdrawDecision.LEADING_SCHOOL),
        (False, True, False, False, WithdrawDecision.ALLOWED),
        (False, False, True, False, WithdrawDecision.ALLOWED),
        (False, False, False, True, WithdrawDecision.ALLOWED),
        (False, False, False, False, WithdrawDecision.NOT_FOR_THE_SCHOOL),
    ],
)
def test_decide_withdrawing(leading, asked, left, coordinates, decision):
    given = {"asked_for_it": asked, "asker_left": left, "coordinates_it": coordinates}
    assert decide_withdrawing(is_leading_school=leading, **given) is decision


@pytest.mark.parametrize(
    ("before", "wants_part", "after"),
    [
        (None, False, PartState.INTERESTED),
        (None, True, PartState.ASKED),
        (PartState.INTERESTED, True, PartState.ASKED),
        (PartState.ASKED, False, PartState.ASKED),
        (PartState.TAKING_PART, False, PartState.TAKING_PART),
        (PartState.TAKING_PART, True, PartState.TAKING_PART),
        (PartState.WITHDREW, False, PartState.INTERESTED),
        (PartState.WITHDREW, True, PartState.ASKED),
    ],
)
def test_joining_never_takes_back_what_a_school_has(before, wants_part, after):
    assert part_after_joining(before=before, wants_part=wants_part) is after


@pytest.mark.parametrize(("number", "shown"), [(0, None), (4, None), (5, 5), (12, 12)])
def test_a_count_below_five_is_not_shown(number, shown):
    assert count_shown(number) == shown


def test_deadlines_count_working_days():
    # Friday 24 April 2026; Monday 27 April is King's day.
    asked_at = datetime(2026, 4, 24, 8, tzinfo=UTC)

    assert answer_due_at(asked_at).isoformat() == "2026-05-04T17:00:00+02:00"
    assert judgement_due_at(asked_at).isoformat() == "2026-04-30T17:00:00+02:00"
    assert result_due_at(date(2026, 4, 24)).date() == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("due_on", "done_on", "late"),
    [(DAY, None, False), (date(2026, 11, 1), None, True), (date(2026, 11, 1), DAY, False)],
)
def test_a_step_is_late_the_day_after(due_on, done_on, late):
    assert is_late(due_on=due_on, done_on=done_on, on=DAY) is late


def test_pairs_are_each_two_schools_once():
    assert pairs_of([3, 1, 2, 1]) == [(1, 2), (1, 3), (2, 3)]
    assert pairs_of([1]) == []


def test_an_ended_initiative_and_a_school_that_was_in_it_stay_that_way():
    assert (INITIATIVE_MOVES[InitiativeState.DONE], INITIATIVE_MOVES[InitiativeState.STOPPED]) == (set(), set())
    assert PART_MOVES[PartState.DONE] == set()


def test_nothing_goes_online_without_waiting_for_approval():
    to_open = [state for state, after in INITIATIVE_MOVES.items() if InitiativeState.OPEN in after]
    assert to_open == [InitiativeState.WAITING]
