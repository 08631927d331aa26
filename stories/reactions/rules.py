"""Decisions about reactions, on plain values (DECISIONS 35; PG-afspraken)."""

from datetime import datetime, timedelta
from enum import Enum

from portal.shared.conversations.states import PostState

LONGEST_TEXT = 1500
EDIT_WINDOW = timedelta(minutes=15)
REACTIONS_PER_HOUR = 10
REPORTS_PER_HOUR = 20
HOUR_SECONDS = 3600


class WritingDecision(Enum):
    """Whether someone may write a reaction under a text; the first reason that holds, in this order."""

    NOT_A_MEMBER = "not a member"
    CLOSED = "closed"
    ALLOWED = "allowed"


class EditDecision(Enum):
    """Whether a reaction may still be changed; the first reason that holds, in this order."""

    NOT_THE_WRITER = "not the writer"
    NOT_VISIBLE = "not visible"
    REPORTED = "reported"
    TOO_LATE = "too late"
    ALLOWED = "allowed"


def decide_writing(*, is_member: bool, is_closed: bool) -> WritingDecision:
    """Decide whether someone may write under a text that they can read.

    Parameters:
        is_member: They are a member of the community (DECISIONS 14).
        is_closed: A conversation leader closed the conversation under this text.
    """
    if not is_member:
        return WritingDecision.NOT_A_MEMBER
    return WritingDecision.CLOSED if is_closed else WritingDecision.ALLOWED


def decide_edit(
    *, is_writer: bool, state: PostState, is_reported: bool, created_at: datetime, at: datetime
) -> EditDecision:
    """Decide whether a text may still be changed: by its writer, within fifteen minutes, while nobody judges it.

    Parameters:
        is_writer: The one who asks wrote it.
        state: Of the reaction.
        is_reported: A report of it is open; the leader must judge what was reported.
        created_at: When it was placed; the window is open until, not at, fifteen minutes later.
        at: Now.
    """
    if not is_writer:
        return EditDecision.NOT_THE_WRITER
    if state is not PostState.VISIBLE:
        return EditDecision.NOT_VISIBLE
    if is_reported:
        return EditDecision.REPORTED
    return EditDecision.ALLOWED if at < created_at + EDIT_WINDOW else EditDecision.TOO_LATE
