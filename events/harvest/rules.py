"""Who may say how it was and when, what organisers see of it, and when a promise comes back; on plain values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.shared.calendar_days.rules import LOCAL_ZONE, add_working_days

FEEDBACK_OPEN = timedelta(days=21)
SCORES = (1, 2, 3, 4, 5)
# DECISIONS 16: own answers are kept until half a year after the meetup, then counts.
KEEP_ANSWERS = timedelta(days=183)
# As for joint actions: who did it goes a year after it was due.
KEEP_OWNERS = timedelta(days=365)
# From this many answers on, organisers see them.
FEWEST_ANSWERS = 5
FIRST_REMINDER = timedelta(days=7)
# A clock that stood still longer than this reminds nobody of what everyone has forgotten.
LATEST_REMINDER = timedelta(days=14)
LONGEST_PROMISE = timedelta(days=730)
_MORNING = 9
_REMINDER_HOURS = timedelta(hours=8)


class FeedbackRefusal(StrEnum):
    """Why someone can't say how it was; the first reason that holds, in this order."""

    NOT_PLANNED = "not_planned"
    NOT_OVER = "not_over"
    CLOSED = "closed"
    NOT_THERE = "not_there"


class Reminder(StrEnum):
    """Which reminder of a promise is due."""

    WEEK = "week"
    DAY = "day"


def feedback_closes_at(ends_at: datetime) -> datetime:
    """Give the moment from which on nobody answers or changes an answer any more."""
    return ends_at + FEEDBACK_OPEN


def decide_feedback(*, is_planned: bool, ends_at: datetime, took_part: bool, at: datetime) -> FeedbackRefusal | None:
    """Decide whether someone may say how a date was.

    Parameters:
        is_planned: The date was announced and not cancelled.
        ends_at: Its end.
        took_part: See `events.harvest.querysets.took_part`.
        at: Now.
    """
    if not is_planned:
        return FeedbackRefusal.NOT_PLANNED
    if at < ends_at:
        return FeedbackRefusal.NOT_OVER
    if at >= feedback_closes_at(ends_at):
        return FeedbackRefusal.CLOSED
    return None if took_part else FeedbackRefusal.NOT_THERE


def afterwards_due_at(ends_at: datetime) -> datetime:
    """Give when the mail afterwards goes: at nine on the next working day, when attendance and materials are there."""
    day = add_working_days(ends_at.astimezone(LOCAL_ZONE).date(), 1)
    return datetime.combine(day, time(_MORNING), tzinfo=LOCAL_ZONE)


def is_afterwards_due(*, ends_at: datetime, at: datetime) -> bool:
    """Say whether the mail afterwards may go now, as far as time says: not before its morning, not after closing."""
    return afterwards_due_at(ends_at) <= at < feedback_closes_at(ends_at)


def shows_people(*, ends_at: datetime, at: datetime) -> bool:
    """Say whether organisers still read who took part. Source: DECISIONS 16, "registration, own answers"."""
    return at < ends_at + KEEP_ANSWERS


def shows_results(answers: int) -> bool:
    """Say whether organisers see what was answered: fewer than five answers point at people."""
    return answers >= FEWEST_ANSWERS


def shows_names(*, answers: int, named: int) -> bool:
    """Say whether the names of who wants to be named stand beside their answers.

    With four names and one answer without, everyone who knows who came would know whose the fifth is.
    """
    unnamed = answers - named
    return unnamed == 0 or unnamed >= FEWEST_ANSWERS


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """How often one score was given, and its share in whole percents."""

    score: int
    number: int
    percent: int


def distribution(scores: Iterable[int]) -> list[ScoreLine]:
    """Give a line per score, the highest first, also for what nobody gave."""
    counted = Counter(scores)
    total = sum(counted.values())
    return [
        ScoreLine(score, counted[score], round(100 * counted[score] / total) if total else 0)
        for score in reversed(SCORES)
    ]


def reminder_day(at: datetime) -> date:
    """Give the local day for which reminders go out at this moment: before eight in the morning, the day before."""
    return (at.astimezone(LOCAL_ZONE) - _REMINDER_HOURS).date()


def due_reminder(
    *, due_on: date, set_on: date, week_told_for: date | None, day_told_for: date | None, today: date
) -> Reminder | None:
    """Decide which reminder of an open promise is due and was not sent; a new due day begins anew.

    Parameters:
        due_on: The day it is promised for.
        set_on: When that day was set; who said it within the week is not reminded of it at once.
        week_told_for: The due day for which the first reminder was sent, if one was.
        day_told_for: The same of the one on the day itself.
        today: From `reminder_day`.
    """
    if due_on <= today <= due_on + LATEST_REMINDER:
        return Reminder.DAY if day_told_for != due_on else None
    opens_on = due_on - FIRST_REMINDER
    if opens_on <= today < due_on and set_on < opens_on and week_told_for != due_on:
        return Reminder.WEEK
    return None


def is_late(*, is_open: bool, due_on: date, today: date) -> bool:
    """Say whether a promise should have been kept by now."""
    return is_open and due_on < today
