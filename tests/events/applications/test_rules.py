"""Decisions about applications: table by table, every state by every step."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.applications.actions.rows import move
from events.applications.errors import STATE_REFUSALS, ApplicationError
from events.applications.models import Application
from events.applications.rules import (
    AcceptDecision,
    AskDecision,
    Nudge,
    Step,
    StepDecision,
    UndoDecision,
    decide_accept,
    decide_ask,
    decide_nudge,
    decide_step,
    decide_undo,
    has_room,
    is_full,
    is_surplus_due,
    months_to_choose,
    state_after_message,
    step_due_at,
)
from events.applications.states import APPLICATION_MOVES, ApplicationState, Side
from events.offers.states import ListingState
from portal.shared.calendar_days.rules import HolidayPeriod

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
TODAY = date(2027, 1, 11)
STATES = list(ApplicationState)
ILLEGAL = [(one, other) for one in STATES for other in STATES if other not in APPLICATION_MOVES[one]]


@pytest.mark.parametrize(("state", "to"), ILLEGAL, ids=lambda value: str(value.value))
def test_every_illegal_move_is_refused_with_a_sentence_of_its_own(state, to):
    application = Application(state=state)

    with pytest.raises(ApplicationError) as refused:
        move(application, to, by=None, at=NOW)

    assert type(refused.value) is STATE_REFUSALS[state]
    assert str(refused.value).endswith(".")
    assert application.state == state


ENDED = [ApplicationState.DECLINED, ApplicationState.WITHDRAWN, ApplicationState.LAPSED]


@pytest.mark.parametrize("state", [ApplicationState.INTERESTED, ApplicationState.TALKING])
@pytest.mark.parametrize(
    ("step", "guest_began", "host_began"),
    [
        (Step.TALK, (True, True), (True, True)),
        (Step.ACCEPT, (False, True), (True, False)),
        (Step.DECLINE, (False, True), (True, False)),
        # (guest, host): who began withdraws, and the guest always may.
        (Step.WITHDRAW, (True, False), (True, True)),
    ],
)
def test_who_may_take_a_step_while_nobody_decided(state, step, guest_began, host_began):
    for started_by, expected in ((Side.GUEST, guest_began), (Side.HOST, host_began)):
        allowed = tuple(
            decide_step(step=step, state=state, side=side, started_by=started_by) is StepDecision.TAKE
            for side in (Side.GUEST, Side.HOST)
        )

        assert allowed == expected


@pytest.mark.parametrize("state", [ApplicationState.ACCEPTED, *ENDED])
@pytest.mark.parametrize("step", [Step.ACCEPT, Step.DECLINE, Step.WITHDRAW])
def test_after_a_decision_no_other_one_is_taken(state, step):
    for side in Side:
        for started_by in Side:
            assert decide_step(step=step, state=state, side=side, started_by=started_by) is not StepDecision.TAKE


def test_the_same_decision_again_is_done_already():
    decision = decide_step(step=Step.ACCEPT, state=ApplicationState.ACCEPTED, side=Side.HOST, started_by=Side.GUEST)

    assert decision is StepDecision.DONE


@pytest.mark.parametrize(
    ("state", "is_over", "expected"),
    [
        (ApplicationState.ACCEPTED, False, StepDecision.TAKE),
        (ApplicationState.ACCEPTED, True, StepDecision.STATE),
        *[(state, True, StepDecision.STATE) for state in ENDED],
    ],
)
def test_the_two_talk_until_it_is_over(state, is_over, expected):
    decision = decide_step(step=Step.TALK, state=state, side=Side.GUEST, started_by=Side.GUEST, is_over=is_over)

    assert decision is expected


@pytest.mark.parametrize(
    ("state", "side", "expected"),
    [
        (ApplicationState.INTERESTED, Side.HOST, ApplicationState.TALKING),
        (ApplicationState.INTERESTED, Side.GUEST, ApplicationState.INTERESTED),
        (ApplicationState.TALKING, Side.GUEST, ApplicationState.TALKING),
        (ApplicationState.ACCEPTED, Side.HOST, ApplicationState.ACCEPTED),
    ],
)
def test_the_first_answer_makes_it_a_conversation(state, side, expected):
    assert state_after_message(state=state, side=side, started_by=Side.GUEST) == expected


@pytest.mark.parametrize(
    ("state", "is_decider", "hours", "may_reopen", "expected"),
    [
        (ApplicationState.ACCEPTED, True, 23.9, True, UndoDecision.UNDO),
        (ApplicationState.ACCEPTED, True, 24, True, UndoDecision.TOO_LATE),
        (ApplicationState.ACCEPTED, False, 1, True, UndoDecision.NOT_YOURS),
        (ApplicationState.ACCEPTED, True, 1, False, UndoDecision.BEGAN),
        (ApplicationState.DECLINED, True, 1, True, UndoDecision.UNDO),
        (ApplicationState.WITHDRAWN, True, 1, True, UndoDecision.UNDO),
        (ApplicationState.LAPSED, True, 1, True, UndoDecision.NOTHING),
        (ApplicationState.TALKING, True, 1, True, UndoDecision.NOTHING),
    ],
)
def test_what_was_decided_is_undone_within_a_day_by_who_decided(state, is_decider, hours, may_reopen, expected):
    decision = decide_undo(
        state=state, is_decider=is_decider, changed_at=NOW, at=NOW + timedelta(hours=hours), may_reopen=may_reopen
    )

    assert decision is expected


MARCH, APRIL = date(2027, 3, 1), date(2027, 4, 1)


@pytest.mark.parametrize(
    ("places", "is_per_month", "taken", "month", "expected"),
    [
        (1, False, {}, None, True),
        (1, False, {None: 1}, None, False),
        (2, False, {MARCH: 1, APRIL: 1}, None, False),
        (1, True, {MARCH: 1}, MARCH, False),
        (1, True, {MARCH: 1}, APRIL, True),
        # Someone without a month could come in any.
        (1, True, {None: 1}, APRIL, False),
        (1, True, {MARCH: 1}, None, False),
        (2, True, {MARCH: 1}, None, True),
        # The number went down since.
        (1, False, {None: 3}, None, False),
    ],
)
def test_room_is_counted_in_all_or_per_month(places, is_per_month, taken, month, expected):
    assert has_room(places=places, is_per_month=is_per_month, taken=taken, month=month) is expected


@pytest.mark.parametrize(
    ("is_per_month", "taken", "ends_on", "expected"),
    [
        (False, {None: 1}, None, True),
        (True, {date(2027, 1, 1): 1}, None, False),
        (True, {date(2027, 1, 1): 1}, date(2027, 2, 28), False),
        (True, {date(2027, 1, 1): 1, date(2027, 2, 1): 1}, date(2027, 2, 28), True),
        (True, {}, date(2026, 12, 31), False),
    ],
)
def test_a_place_is_taken_as_a_whole_when_no_month_is_left(is_per_month, taken, ends_on, expected):
    found = is_full(places=1, is_per_month=is_per_month, taken=taken, starts_on=None, ends_on=ends_on, today=TODAY)

    assert found is expected


def test_the_months_to_choose_lie_in_the_period_and_within_a_year():
    assert months_to_choose(starts_on=MARCH, ends_on=date(2027, 4, 12), today=TODAY) == [MARCH, APRIL]
    assert len(months_to_choose(starts_on=None, ends_on=None, today=TODAY)) == 12
    assert months_to_choose(starts_on=None, ends_on=date(2026, 12, 1), today=TODAY) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, AcceptDecision.YES),
        ({"offer_state": ListingState.PAUSED}, AcceptDecision.YES),
        ({"offer_state": ListingState.WITHDRAWN}, AcceptDecision.OFFER_GONE),
        ({"offer_state": ListingState.LAPSED}, AcceptDecision.OFFER_GONE),
        ({"offer_state": ListingState.DRAFT}, AcceptDecision.OFFER_GONE),
        ({"has_place": False}, AcceptDecision.FULL),
        ({"has_place": False, "is_per_month": True}, AcceptDecision.MONTH_FULL),
        ({"request_state": ListingState.TAKEN}, AcceptDecision.WISH_TAKEN),
        # Beside a question for a place a wish only stands; an invitation is about it.
        ({"request_state": ListingState.LAPSED}, AcceptDecision.YES),
        ({"request_state": ListingState.LAPSED, "is_about_wish": True}, AcceptDecision.WISH_GONE),
    ],
)
def test_a_yes_needs_room_and_a_wish_that_stands(values, expected):
    facts = {
        "offer_state": ListingState.OPEN,
        "has_place": True,
        "is_per_month": False,
        "request_state": ListingState.OPEN,
        "is_about_wish": False,
    }

    assert decide_accept(**{**facts, **values}) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, AskDecision.ASK),
        ({"is_own": True}, AskDecision.OWN),
        ({"has_school": False}, AskDecision.NO_SCHOOL),
        ({"has_owner": False}, AskDecision.NOBODY),
        ({"opens_on": TODAY + timedelta(days=1)}, AskDecision.NOT_YET),
        ({"opens_on": TODAY}, AskDecision.ASK),
        ({"is_school_fine": False}, AskDecision.OWN_SCHOOL),
        ({"state": ListingState.PAUSED}, AskDecision.PAUSED),
        ({"state": ListingState.TAKEN}, AskDecision.FULL),
        ({"state": ListingState.DRAFT}, AskDecision.GONE),
        ({"state": ListingState.LAPSED}, AskDecision.GONE),
        ({"state": ListingState.WITHDRAWN}, AskDecision.GONE),
    ],
)
def test_who_can_ask_for_a_place(values, expected):
    facts = {
        "state": ListingState.OPEN,
        "opens_on": None,
        "today": TODAY,
        "is_own": False,
        "has_school": True,
        "has_owner": True,
    }

    assert decide_ask(**{**facts, **values}) is expected


def test_who_waits_for_a_place_hears_it_once_the_yes_stands():
    assert not is_surplus_due(taken_at=None, at=NOW)
    assert not is_surplus_due(taken_at=NOW, at=NOW + timedelta(hours=23))
    assert is_surplus_due(taken_at=NOW, at=NOW + timedelta(hours=24))


@pytest.mark.parametrize(
    ("holidays", "expected"),
    [
        ([], date(2027, 1, 18)),
        # A week of holiday gives a week more.
        ([HolidayPeriod(starts_on=date(2027, 1, 16), ends_on=date(2027, 1, 24))], date(2027, 1, 25)),
        # Six weeks give five working days more, and no others.
        ([HolidayPeriod(starts_on=date(2027, 1, 9), ends_on=date(2027, 2, 21))], date(2027, 1, 25)),
        # One that is over takes nothing.
        ([HolidayPeriod(starts_on=date(2027, 1, 2), ends_on=date(2027, 1, 10))], date(2027, 1, 18)),
    ],
)
def test_one_side_has_five_working_days_and_five_more_in_a_holiday(holidays, expected):
    due = step_due_at(since=NOW, school_holidays=holidays)

    assert (due.date(), due.hour) == (expected, 17)


@pytest.mark.parametrize(
    ("nudges", "expected"), [(0, Nudge.REMIND), (1, Nudge.WARN), (2, Nudge.LAPSE), (9, Nudge.LAPSE)]
)
def test_silence_is_broken_twice_and_then_ends_it(nudges, expected):
    monday_evening = datetime(2027, 1, 18, 17, 0, tzinfo=UTC)

    assert decide_nudge(since=NOW, nudges=nudges, school_holidays=[], at=monday_evening) is expected


@pytest.mark.parametrize(
    "at",
    [datetime(2027, 1, 18, 15, 0, tzinfo=UTC), datetime(2027, 1, 23, 12, 0, tzinfo=UTC)],
    ids=["early", "saturday"],
)
def test_nobody_is_reminded_before_time_or_at_the_weekend(at):
    assert decide_nudge(since=NOW, nudges=0, school_holidays=[], at=at) is Nudge.NOTHING


@given(
    since=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    starts=st.integers(-60, 60),
    length=st.integers(0, 50),
)
def test_time_is_never_shorter_than_four_days_nor_longer_than_a_month(since, starts, length):
    first = since.date() + timedelta(days=starts)
    holiday = HolidayPeriod(starts_on=first, ends_on=first + timedelta(days=length))

    due = step_due_at(since=since, school_holidays=[holiday])

    assert timedelta(days=4) <= due - since <= timedelta(days=31)
