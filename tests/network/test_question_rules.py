"""Who gets a question, until when, and what happens then: every case in a table."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from network.questions.rules import (
    MOST_ASKED,
    MOST_WAITING,
    AnswerDecision,
    Candidate,
    EditDecision,
    Fit,
    RouteStep,
    answer_deadline,
    choose_people,
    decide_answer,
    decide_edit,
    decide_route_step,
    free_seats,
    may_steer,
    settled_state,
)
from network.questions.states import (
    ANSWER_MOVES,
    QUESTION_MOVES,
    ROLES_OF,
    ROUTE_MOVES,
    SIGHT_MOVES,
    Addressee,
    AnswerState,
    QuestionState,
    RouteState,
    Sight,
)
from portal.shared.calendar_days.rules import LOCAL_ZONE, HolidayPeriod
from portal.shared.conversations.states import REPORT_MOVES, ReportState

AMBASSADOR = frozenset({"digitaal-ambassadeur"})
MANAGER = frozenset({"informatiemanager"})


def chosen(*candidates: Candidate, addressee: Addressee = Addressee.ALL, seats: int = 2) -> list[tuple[str, Fit]]:
    return choose_people(candidates, addressee=addressee, wanted_roles=ROLES_OF[addressee], seats=seats)


@pytest.mark.parametrize(
    ("addressee", "candidate", "fit"),
    [
        (Addressee.ALL, Candidate("a", helps=True), Fit.HELP),
        (Addressee.ALL, Candidate("a", works_on=True), Fit.THEME),
        (Addressee.ALL, Candidate("a", roles=AMBASSADOR, works_on=True), Fit.ROLE_AND_THEME),
        (Addressee.ALL, Candidate("a", roles=MANAGER, helps=True), Fit.ROLE_AND_HELP),
        (Addressee.ALL, Candidate("a", roles=AMBASSADOR), None),
        (Addressee.ALL, Candidate("a"), None),
        (Addressee.AMBASSADORS, Candidate("a", roles=AMBASSADOR), Fit.ROLE),
        (Addressee.AMBASSADORS, Candidate("a", roles=MANAGER), None),
        (Addressee.AMBASSADORS, Candidate("a", roles=MANAGER, works_on=True), Fit.THEME),
        (Addressee.INFORMATION_MANAGERS, Candidate("a", roles=MANAGER), Fit.ROLE),
        (Addressee.INFORMATION_MANAGERS, Candidate("a", roles=MANAGER, works_on=True), Fit.ROLE_AND_THEME),
        (Addressee.INFORMATION_MANAGERS, Candidate("a", helps=True), Fit.HELP),
        (Addressee.ALL, Candidate("a", helps=True, is_asker=True), None),
        (Addressee.ALL, Candidate("a", helps=True, is_away=True), None),
        (Addressee.ALL, Candidate("a", helps=True, was_asked=True), None),
        (Addressee.ALL, Candidate("a", helps=True, waiting=MOST_WAITING), None),
        (Addressee.ALL, Candidate("a", helps=True, waiting=MOST_WAITING - 1), Fit.HELP),
    ],
)
def test_a_question_fits_someone_by_role_and_theme_or_not_at_all(addressee, candidate, fit):
    assert chosen(candidate, addressee=addressee) == ([("a", fit)] if fit is not None else [])


@pytest.mark.parametrize(
    ("people", "keys"),
    [
        ([], []),
        ([Candidate("b", works_on=True), Candidate("a", helps=True)], ["a", "b"]),
        ([Candidate("a", helps=True, waiting=2), Candidate("b", helps=True)], ["b", "a"]),
        ([Candidate("a", helps=True, waiting=1), Candidate("b", works_on=True)], ["a", "b"]),
        ([Candidate("c", helps=True), Candidate("a", helps=True), Candidate("b", helps=True)], ["a", "b"]),
        (
            [Candidate("a", helps=True), Candidate("b", helps=True), Candidate("z", roles=AMBASSADOR, works_on=True)],
            ["z", "a"],
        ),
    ],
)
def test_the_best_fit_with_the_fewest_questions_goes_first_and_two_at_most(people, keys):
    assert [key for key, _fit in chosen(*people)] == keys
    assert [key for key, _fit in chosen(*reversed(people))] == keys


def test_no_seat_gives_nobody():
    assert chosen(Candidate("a", helps=True), seats=0) == []


@pytest.mark.parametrize(
    ("waiting", "asked", "seats"), [(0, 0, 2), (1, 1, 1), (2, 2, 0), (1, 5, 1), (0, 5, 1), (0, MOST_ASKED, 0)]
)
def test_two_have_it_at_a_time_and_six_in_all(waiting, asked, seats):
    assert free_seats(waiting=waiting, asked=asked) == seats


def local(day: str, hour: int = 17) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=LOCAL_ZONE).replace(hour=hour)


AUTUMN = HolidayPeriod(date(2026, 10, 17), date(2026, 10, 25))
SUMMER = HolidayPeriod(date(2026, 7, 11), date(2026, 8, 23))


@pytest.mark.parametrize(
    ("routed", "holidays", "due"),
    [
        ("2026-11-24", [], "2026-11-27"),  # Tuesday → Friday
        ("2026-11-26", [], "2026-12-01"),  # over a weekend
        ("2026-11-28", [], "2026-12-02"),  # from a Saturday
        ("2026-04-30", [], "2026-05-05"),  # Liberation Day is no public holiday in 2026
        ("2026-05-13", [], "2026-05-19"),  # over Ascension Day
        ("2026-10-15", [AUTUMN], "2026-10-27"),  # five days of the autumn holiday don't count
        ("2026-10-20", [AUTUMN], "2026-10-28"),  # the three that are left of it don't count
        ("2026-10-23", [AUTUMN], "2026-10-28"),  # on its last school day: only the weekend is left
        ("2026-07-13", [SUMMER], "2026-07-23"),  # five days at most, however long the holiday
        ("2026-10-08", [AUTUMN], "2026-10-13"),  # before it
    ],
)
def test_someone_has_a_question_for_three_working_days_that_skip_a_week_of_holiday(routed, holidays, due):
    assert answer_deadline(routed_at=local(routed, 10), school_holidays=holidays) == local(due)


@pytest.mark.parametrize(
    ("at", "reminded", "holidays", "step"),
    [
        (local("2026-11-25", 9), None, [], RouteStep.WAIT),
        (local("2026-11-26", 9), None, [], RouteStep.REMIND),
        (local("2026-11-27", 9), None, [], RouteStep.REMIND),
        (local("2026-11-27", 9), local("2026-11-26", 9), [], RouteStep.WAIT),
        (local("2026-11-26", 9), None, [HolidayPeriod(date(2026, 11, 26), date(2026, 11, 26))], RouteStep.WAIT),
        (local("2026-11-27", 17), None, [], RouteStep.HAND_OVER),
        (local("2026-12-31", 9), local("2026-11-26", 9), [], RouteStep.HAND_OVER),
    ],
)
def test_one_reminder_on_the_last_working_days_and_handed_over_from_the_deadline_on(at, reminded, holidays, step):
    due = local("2026-11-27")
    assert decide_route_step(due_at=due, reminded_at=reminded, school_holidays=holidays, at=at) is step


def test_nobody_is_reminded_at_the_weekend():
    saturday = local("2026-11-28", 9)
    due = local("2026-11-30")
    assert decide_route_step(due_at=due, reminded_at=None, school_holidays=[], at=saturday) is RouteStep.WAIT


@pytest.mark.parametrize(
    ("answers", "has_best", "state"),
    [(0, False, QuestionState.OPEN), (2, False, QuestionState.ANSWERED), (1, True, QuestionState.ACCEPTED)],
)
def test_state_follows_from_the_answers_readers_see(answers, has_best, state):
    assert settled_state(visible_answers=answers, has_best=has_best) is state


@pytest.mark.parametrize(
    ("is_member", "state", "sight", "decision"),
    [
        (True, QuestionState.OPEN, Sight.SHOWN, AnswerDecision.ALLOWED),
        (True, QuestionState.ACCEPTED, Sight.SHOWN, AnswerDecision.ALLOWED),
        (True, QuestionState.CLOSED, Sight.SHOWN, AnswerDecision.CLOSED),
        (True, QuestionState.OPEN, Sight.WITHDRAWN, AnswerDecision.NOT_SHOWN),
        (True, QuestionState.CLOSED, Sight.HIDDEN, AnswerDecision.NOT_SHOWN),
        (False, QuestionState.CLOSED, Sight.HIDDEN, AnswerDecision.NOT_A_MEMBER),
    ],
)
def test_members_answer_what_is_shown_and_not_closed(is_member, state, sight, decision):
    assert decide_answer(is_member=is_member, state=state, sight=sight) is decision


PLACED = local("2026-11-24", 9)
ALLOWED = {"is_writer": True, "state": AnswerState.VISIBLE, "is_reported": False, "is_best": False}


@pytest.mark.parametrize(
    ("change", "passed", "decision"),
    [
        ({}, timedelta(hours=24) - timedelta(seconds=1), EditDecision.ALLOWED),
        ({}, timedelta(hours=24), EditDecision.TOO_LATE),
        ({"is_writer": False}, timedelta(), EditDecision.NOT_THE_WRITER),
        ({"state": AnswerState.HIDDEN}, timedelta(), EditDecision.NOT_VISIBLE),
        ({"is_reported": True}, timedelta(), EditDecision.REPORTED),
        ({"is_best": True}, timedelta(), EditDecision.BEST),
    ],
)
def test_an_answer_changes_within_a_day_while_nobody_built_on_it(change, passed, decision):
    assert decide_edit(**{**ALLOWED, **change}, created_at=PLACED, at=PLACED + passed) is decision


@pytest.mark.parametrize(
    ("is_asker", "is_editor", "may"), [(True, False, True), (False, True, True), (False, False, False)]
)
def test_the_asker_and_editors_steer(is_asker, is_editor, may):
    assert may_steer(is_asker=is_asker, is_editor=is_editor) is may


@pytest.mark.parametrize(
    ("moves", "states"),
    [
        (QUESTION_MOVES, QuestionState),
        (SIGHT_MOVES, Sight),
        (ROUTE_MOVES, RouteState),
        (ANSWER_MOVES, AnswerState),
        (REPORT_MOVES, ReportState),
    ],
)
def test_every_state_says_where_it_may_go_and_none_goes_to_itself(moves, states):
    assert set(moves) == set(states)
    assert [state for state, to in moves.items() if state in to] == []
    reached = set().union(*moves.values())
    assert len(set(states) - reached) <= 1


def test_the_table_in_the_concepts_says_the_same_as_the_moves():
    text = Path("docs/concepts.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (wacht op|heeft|gesloten)([^|]*)\| ([^|]+) \|", text, re.MULTILINE)
    with translation.override("nl"):
        moves = {str(now.label): {str(to.label) for to in QUESTION_MOVES[now]} for now in QuestionState}

    assert {f"{start}{rest}".strip(): set(to.split(" · ")) for start, rest, to in rows} == moves
