"""Decisions about joint actions, on plain values."""

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import Enum
from itertools import combinations

from network.initiatives.states import JOINABLE, InitiativeState, PartState
from portal.shared.calendar_days.rules import LOCAL_ZONE, add_working_days

# Below this, a number of people at one school could point to someone (DECISIONS 22).
SMALLEST_COUNT = 5
# A school that asks hears within a week; a result follows within two weeks of the end.
ANSWER_WORKING_DAYS = 5
RESULT_WORKING_DAYS = 10
PROPOSAL_WORKING_DAYS = 3
PROPOSALS_PER_DAY = 5
JOINS_PER_HOUR = 20
UPDATES_PER_DAY = 5
HOUR_SECONDS = 3600
DAY_SECONDS = 86400
MOST_STEPS = 40


class JoinDecision(Enum):
    """Whether someone may join for a school; the first reason that holds, in this order."""

    NOT_A_MEMBER = "not a member"
    NOT_THEIR_SCHOOL = "not their school"
    NOT_OPEN = "not open"
    TOO_LATE = "too late"
    ALLOWED = "allowed"


class JudgeDecision(Enum):
    """Whether someone may decide on a proposal; the first reason that holds, in this order."""

    NOT_AN_EDITOR = "not an editor"
    OWN_PROPOSAL = "own proposal"
    ALLOWED = "allowed"


class WithdrawDecision(Enum):
    """Whether someone may take a school out; the first reason that holds, in this order."""

    LEADING_SCHOOL = "leading school"
    NOT_FOR_THE_SCHOOL = "not for the school"
    ALLOWED = "allowed"


def decide_joining(
    *, is_member: bool, works_there: bool, state: InitiativeState, joining_ends_on: date | None, on: date
) -> JoinDecision:
    """Decide whether someone may join an initiative for a school.

    Parameters:
        is_member: They are a member of the community (DECISIONS 14).
        works_there: The school, or their address, confirms that they work there.
        state: Of the initiative.
        joining_ends_on: The last day to join; None when there is no such day.
        on: Today.
    """
    if not is_member:
        return JoinDecision.NOT_A_MEMBER
    if not works_there:
        return JoinDecision.NOT_THEIR_SCHOOL
    if state not in JOINABLE:
        return JoinDecision.NOT_OPEN
    if joining_ends_on is not None and on > joining_ends_on:
        return JoinDecision.TOO_LATE
    return JoinDecision.ALLOWED


def decide_judging(*, is_editor: bool, is_own: bool) -> JudgeDecision:
    """Decide whether someone may approve a proposal or send it back; never one of their own (DECISIONS 9).

    Parameters:
        is_editor: They may edit, approve or are of the programme team.
        is_own: They proposed it, or lead it.
    """
    if not is_editor:
        return JudgeDecision.NOT_AN_EDITOR
    return JudgeDecision.OWN_PROPOSAL if is_own else JudgeDecision.ALLOWED


def decide_withdrawing(
    *, is_leading_school: bool, asked_for_it: bool, asker_left: bool, coordinates_it: bool
) -> WithdrawDecision:
    """Decide whether someone of a school may take the school out.

    Parameters:
        is_leading_school: This school leads; it ends the initiative instead.
        asked_for_it: They are the one who joined for the school.
        asker_left: Whoever joined for the school no longer takes part.
        coordinates_it: They are the school's coordinator, who may speak for it.
    """
    if is_leading_school:
        return WithdrawDecision.LEADING_SCHOOL
    if asked_for_it or asker_left or coordinates_it:
        return WithdrawDecision.ALLOWED
    return WithdrawDecision.NOT_FOR_THE_SCHOOL


def part_after_joining(*, before: PartState | None, wants_part: bool) -> PartState:
    """Give how a school stands after one of its people joined; joining never takes back what the school has already.

    Parameters:
        before: How it stood; None when it is new.
        wants_part: The person asks to take part for the school, not only to hear of it.
    """
    if before in (PartState.TAKING_PART, PartState.DONE, PartState.ASKED):
        return PartState(before)
    return PartState.ASKED if wants_part else PartState.INTERESTED


def count_shown(number: int) -> int | None:
    """Give a number of people at one school, or None when it is too small to show.

    Source: DECISIONS 22.
    """
    return number if number >= SMALLEST_COUNT else None


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(17), tzinfo=LOCAL_ZONE)


def answer_due_at(asked_at: datetime) -> datetime:
    """Give until when a school that asked may expect an answer: five working days later, 17:00 Dutch time."""
    return _end_of(add_working_days(asked_at.astimezone(LOCAL_ZONE).date(), ANSWER_WORKING_DAYS))


def judgement_due_at(submitted_at: datetime) -> datetime:
    """Give until when a proposal should be read: three working days later, 17:00 Dutch time."""
    return _end_of(add_working_days(submitted_at.astimezone(LOCAL_ZONE).date(), PROPOSAL_WORKING_DAYS))


def result_due_at(ends_on: date) -> datetime:
    """Give until when the result is expected: ten working days after the last day, 17:00 Dutch time."""
    return _end_of(add_working_days(ends_on, RESULT_WORKING_DAYS))


def step_due_at(due_on: date) -> datetime:
    """Give the end of the day of a step, 17:00 Dutch time."""
    return _end_of(due_on)


def is_late(*, due_on: date, done_on: date | None, on: date) -> bool:
    """Say whether a step should have been done before today and isn't."""
    return done_on is None and due_on < on


def pairs_of(institution_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Give each pair of schools once, by id; a school that is named twice counts once."""
    return list(combinations(sorted(set(institution_ids)), 2))
