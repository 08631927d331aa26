"""Decisions about agreements and days, on plain values."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from events.placements.rules import (
    TERM_NAMES,
    Consent,
    DayChange,
    DayFault,
    KnownDay,
    Phase,
    Turn,
    changed_fields,
    day_faults,
    due_turn,
    holidays_among,
    is_reminder_due,
    is_week_before,
    may_hold,
    may_still_be_called_off,
    needs_managers,
    phase_of,
    plan_days,
)
from tests.factories.exchange_placements import NOW, day, terms

NEXT = date(2027, 3, 18)


@pytest.mark.parametrize("name", sorted(set(TERM_NAMES) - {"days", "half_days"}))
def test_a_change_of_one_text_is_named(name):
    old = terms()

    assert changed_fields(old, replace(old, **{name: "Anders."})) == (name,)


@pytest.mark.parametrize("name", TERM_NAMES)
def test_managers_are_asked_again_about_working_time_and_place_only(name):
    assert needs_managers([name]) == (name in {"days", "half_days", "place", "cover"})


@pytest.mark.parametrize(
    ("days", "faults"),
    [
        pytest.param([day()], {}, id="right"),
        pytest.param([day(ends=time(9))], {0: DayFault.ENDS_FIRST}, id="no length"),
        pytest.param([day(on=date(2027, 1, 27))], {0: DayFault.PAST}, id="yesterday"),
        pytest.param([day(on=date(2029, 3, 11))], {0: DayFault.TOO_FAR}, id="in two years"),
        pytest.param([day(), day(starts=time(12))], {1: DayFault.OVERLAPS}, id="overlap"),
        pytest.param([day(), day(starts=time(12, 30), ends=time(16))], {}, id="morning and afternoon"),
        # The hour between two and three does not exist in that night.
        pytest.param(
            [day(on=date(2027, 3, 28), starts=time(2, 30), ends=time(3, 10))],
            {0: DayFault.ENDS_FIRST},
            id="change of the clock",
        ),
    ],
)
def test_days_are_looked_at(days, faults):
    assert day_faults(days, at=NOW) == faults


def test_a_public_holiday_is_pointed_out():
    assert holidays_among([day(), day(on=date(2027, 4, 27))]) == [date(2027, 4, 27)]


def known(one, place="Servicedesk"):
    return KnownDay(one.key, one.starts_at, one.ends_at, place)


@pytest.mark.parametrize(
    ("before", "wanted", "place", "plan"),
    [
        ([], [day(key="a")], "Servicedesk", [("a", DayChange.NEW)]),
        ([day(key="a")], [day(key="a")], "Servicedesk", [("a", DayChange.KEPT)]),
        ([day(key="a")], [day(on=NEXT, key="a")], "Servicedesk", [("a", DayChange.MOVED)]),
        ([day(key="a")], [day(key="a")], "Elders", [("a", DayChange.MOVED)]),
        ([day(key="a")], [day(on=NEXT, key="b")], "Servicedesk", [("b", DayChange.NEW), ("a", DayChange.DROPPED)]),
        ([day(on=date(2027, 1, 20), key="a")], [day(key="b")], "Elders", [("b", DayChange.NEW), ("a", DayChange.KEPT)]),
    ],
    ids=["first", "same", "other day", "other place", "another day", "begun"],
)
def test_days_in_calendars_follow_the_agreement(before, wanted, place, plan):
    assert plan_days([known(one) for one in before], wanted, place=place, at=NOW) == plan


@pytest.mark.parametrize("guest", Consent)
@pytest.mark.parametrize("host", Consent)
def test_it_holds_only_when_both_managers_agree(guest, host):
    holds = may_hold(guest_confirmed=True, host_confirmed=True, guest_consent=guest, host_consent=host)

    assert holds == (guest == host == Consent.YES)


@pytest.mark.parametrize(("guest", "host"), [(True, False), (False, True), (False, False)])
def test_it_holds_only_when_both_confirmed(guest, host):
    assert not may_hold(guest_confirmed=guest, host_confirmed=host, guest_consent=Consent.YES, host_consent=Consent.YES)


@pytest.mark.parametrize(
    ("has_version", "holds", "guest", "host", "phase"),
    [
        (False, False, False, False, Phase.WRITE),
        (True, False, True, False, Phase.CONFIRM),
        (True, False, True, True, Phase.CONSENT),
        (True, True, True, True, Phase.HOLDS),
    ],
)
def test_what_comes_next(has_version, holds, guest, host, phase):
    assert phase_of(has_version=has_version, holds=holds, guest_confirmed=guest, host_confirmed=host) == phase


START, END = datetime(2027, 3, 11, 8, tzinfo=UTC), datetime(2027, 3, 18, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "is_running", "turn"),
    [
        (START - timedelta(seconds=1), False, Turn.NONE),
        (START, False, Turn.START),
        (START, True, Turn.NONE),
        (END, True, Turn.FINISH),
        (END, False, Turn.FINISH),
    ],
    ids=["before", "begins", "runs", "ends", "clock stood still"],
)
def test_what_time_brings(at, is_running, turn):
    assert due_turn(is_running=is_running, first_starts_at=START, last_ends_at=END, at=at) == turn


def test_without_days_time_brings_nothing():
    assert due_turn(is_running=False, first_starts_at=None, last_ends_at=None, at=END) == Turn.NONE


@pytest.mark.parametrize(
    ("is_done", "is_cancelled", "days", "may"),
    [(False, False, 0, True), (True, False, 14, True), (True, False, 15, False), (False, True, 0, False)],
)
def test_until_when_it_can_be_called_off(is_done, is_cancelled, days, may):
    at = END + timedelta(days=days)

    assert may_still_be_called_off(is_done=is_done, is_cancelled=is_cancelled, ended_at=END, at=at) == may


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2027, 2, 3, 12, tzinfo=UTC), False),
        (datetime(2027, 2, 4, 9, tzinfo=UTC), True),
        (datetime(2027, 2, 18, 9, tzinfo=UTC), False),
    ],
    ids=["four working days", "five working days", "the link is over"],
)
def test_when_a_manager_is_reminded(at, due):
    assert is_reminder_due(asked_at=NOW, expires_at=NOW + timedelta(days=21), at=at) == due


@pytest.mark.parametrize(
    ("before", "due"), [(timedelta(days=8), False), (timedelta(days=7), True), (timedelta(0), False)]
)
def test_when_the_practical_mail_goes(before, due):
    assert is_week_before(starts_at=START, at=START - before) == due
