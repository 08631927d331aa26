"""Decisions about reactions, by tables."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.shared.conversations.rules import answer_due_at, hour_of
from portal.shared.conversations.states import POST_MOVES, PostState
from portal.shared.erasing.rules import without_names
from stories.reactions.rules import EditDecision, WritingDecision, decide_edit, decide_writing

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
VISIBLE, HIDDEN, REMOVED = PostState


@pytest.mark.parametrize(
    ("is_member", "is_closed", "decision"),
    [
        pytest.param(True, False, WritingDecision.ALLOWED, id="member"),
        pytest.param(True, True, WritingDecision.CLOSED, id="closed"),
        pytest.param(False, False, WritingDecision.NOT_A_MEMBER, id="prospect"),
        pytest.param(False, True, WritingDecision.NOT_A_MEMBER, id="prospect-first"),
    ],
)
def test_writing_is_for_members_in_open_conversations(is_member, is_closed, decision):
    assert decide_writing(is_member=is_member, is_closed=is_closed) is decision


@pytest.mark.parametrize(
    ("change", "decision"),
    [
        pytest.param({}, EditDecision.ALLOWED, id="fresh"),
        pytest.param({"at": AT + timedelta(minutes=15, seconds=-1)}, EditDecision.ALLOWED, id="last-second"),
        pytest.param({"at": AT + timedelta(minutes=15)}, EditDecision.TOO_LATE, id="at-the-end"),
        pytest.param({"is_reported": True}, EditDecision.REPORTED, id="reported"),
        pytest.param({"state": HIDDEN}, EditDecision.NOT_VISIBLE, id="hidden"),
        pytest.param({"state": REMOVED}, EditDecision.NOT_VISIBLE, id="removed"),
        pytest.param({"is_writer": False, "state": HIDDEN}, EditDecision.NOT_THE_WRITER, id="someone-else"),
    ],
)
def test_a_text_may_change_for_fifteen_minutes(change, decision):
    facts = {"is_writer": True, "state": VISIBLE, "is_reported": False, "created_at": AT, "at": AT}

    assert decide_edit(**(facts | change)) is decision


def test_a_removed_reaction_never_comes_back():
    assert {VISIBLE: {HIDDEN, REMOVED}, HIDDEN: {VISIBLE, REMOVED}, REMOVED: set()} == POST_MOVES


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        pytest.param("2026-11-23T12:00+00:00", "2026-11-26T17:00:00+01:00", id="monday"),
        pytest.param("2026-11-27T12:00+00:00", "2026-12-02T17:00:00+01:00", id="over-the-weekend"),
        pytest.param("2026-12-23T23:30+00:00", "2026-12-30T17:00:00+01:00", id="christmas-and-a-late-evening"),
    ],
)
def test_an_answer_is_due_after_three_working_days(reported, due):
    assert answer_due_at(datetime.fromisoformat(reported)).isoformat() == due


def test_an_hour_has_one_name():
    assert hour_of(AT) == hour_of(AT + timedelta(minutes=59))
    assert hour_of(AT) != hour_of(AT + timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("Groet, Roos de Wit", "Groet, oud-lid", id="full-name"),
        pytest.param("Groet, roos de wit.", "Groet, oud-lid.", id="any-case"),
        pytest.param("Mail roos@school.example!", "Mail oud-lid!", id="address"),
        pytest.param("Een roos is een roos, zegt Roos", "Een roos is een roos, zegt oud-lid", id="a-word-as-well"),
        pytest.param("Rooster", "Rooster", id="part-of-a-word"),
        pytest.param(r"\1 de Wit", r"\1 oud-lid", id="signs-of-patterns"),
    ],
)
def test_names_go_out_of_a_text(text, left):
    names = ["Roos de Wit", "roos@school.example", "Roos", "de Wit", "", " "]

    assert without_names(text, names=names, replacement="oud-lid") == left
