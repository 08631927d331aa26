"""Decisions about questions, on plain values (PRODUCT, "Questions"; DECISIONS 14, 20)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum

from network.questions.states import Addressee, AnswerState, QuestionState, Sight
from portal.shared.calendar_days.rules import (
    LOCAL_ZONE,
    HolidayPeriod,
    is_working_day,
    reply_deadline,
    working_days_between,
)

LONGEST_TITLE = 120
LONGEST_BODY = 3000
LONGEST_ANSWER = 4000
LONGEST_REASON = 500
QUESTIONS_PER_DAY = 5
ANSWERS_PER_HOUR = 20
REPORTS_PER_HOUR = 20
HOUR_SECONDS = 3600
DAY_SECONDS = 24 * HOUR_SECONDS
EDIT_WINDOW = timedelta(hours=24)

# How many people have a question at the same time, and how many it is put to in all before the editors take over.
SEATS = 2
MOST_ASKED = 6
# Who has this many questions waiting gets no other one.
MOST_WAITING = 3
# After this many working days without an answer the question goes to someone else.
ANSWER_WORKING_DAYS = 3
# From here on an unanswered question is on the editors' list in bold: two people had their turn.
LATE_WORKING_DAYS = 2 * ANSWER_WORKING_DAYS


class Fit(IntEnum):
    """How well someone fits a question; the lowest goes first."""

    ROLE_AND_HELP = 0
    ROLE_AND_THEME = 1
    ROLE = 2
    HELP = 3
    THEME = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone a question may be put to, as far as the rule needs to know.

    `helps` and `works_on` say what the profile shows to members about the theme of the question; `role` is the short
    name of the function of today. `waiting` counts the questions that wait for this person now. `is_away`: paused, or
    in a school holiday. `was_asked`: had this question before, whatever came of it.
    """

    key: str
    helps: bool = False
    works_on: bool = False
    roles: frozenset[str] = frozenset()
    waiting: int = 0
    is_asker: bool = False
    is_away: bool = False
    was_asked: bool = False


def fit_of(candidate: Candidate, *, addressee: Addressee, wanted_roles: Collection[str]) -> Fit | None:
    """Say how well someone fits, or None for not at all.

    A question for ambassadors or information managers goes to that role first, also without the theme; a question for
    all needs the theme, and the role only goes before others.

    Parameters:
        candidate: Whom.
        addressee: Whom the question is for.
        wanted_roles: The short names of the roles that go first.
    """
    has_role = not candidate.roles.isdisjoint(wanted_roles)
    if has_role and candidate.helps:
        return Fit.ROLE_AND_HELP
    if has_role and candidate.works_on:
        return Fit.ROLE_AND_THEME
    if has_role and addressee is not Addressee.ALL:
        return Fit.ROLE
    if candidate.helps:
        return Fit.HELP
    return Fit.THEME if candidate.works_on else None


def choose_people(
    candidates: Iterable[Candidate], *, addressee: Addressee, wanted_roles: Collection[str], seats: int
) -> list[tuple[str, Fit]]:
    """Choose whom a question is put to: by role and theme, then the fewest waiting questions, then by key.

    Nobody gets their own question, one they had before, or one while away or with MOST_WAITING waiting.

    Parameters:
        candidates: In any order; the outcome doesn't depend on it.
        addressee: Whom the question is for.
        wanted_roles: The short names of the roles that go first.
        seats: How many are wanted; less than 1 gives nobody.

    Returns:
        Keys with the reason, the best fit first; fewer than wanted when there are no more.

    Source: PRODUCT, "by theme and load to two people at most".
    """
    fitting = []
    for candidate in candidates:
        if candidate.is_asker or candidate.is_away or candidate.was_asked or candidate.waiting >= MOST_WAITING:
            continue
        fit = fit_of(candidate, addressee=addressee, wanted_roles=wanted_roles)
        if fit is not None:
            fitting.append((fit, candidate.waiting, candidate.key))
    return [(key, fit) for fit, _waiting, key in sorted(fitting)[: max(0, seats)]]


def free_seats(*, waiting: int, asked: int) -> int:
    """Give to how many more people a question may go now.

    Parameters:
        waiting: How many have it now.
        asked: To how many it was put in all, those included.
    """
    return max(0, min(SEATS - waiting, MOST_ASKED - asked))


def answer_deadline(*, routed_at: datetime, school_holidays: Sequence[HolidayPeriod]) -> datetime:
    """Give until when someone has a question: the end of the third working day after they got it.

    The working days of a school holiday of their region that lies in that time don't count, five of them at most and
    once: after that the one who asked has waited long enough, and someone elsewhere may have time.

    Parameters:
        routed_at: When they got it; aware, in any zone.
        school_holidays: Of their region, Midden when unknown; in any order.

    Returns:
        Aware, in Europe/Amsterdam, at 17:00.

    Source: PRODUCT, "Always" 6; DECISIONS 20.
    """
    return reply_deadline(since=routed_at, working_days=ANSWER_WORKING_DAYS, school_holidays=school_holidays)


def in_holiday(day: date, school_holidays: Iterable[HolidayPeriod]) -> bool:
    """Say whether a day lies in one of these school holidays."""
    return any(period.starts_on <= day <= period.ends_on for period in school_holidays)


class RouteStep(Enum):
    """What is due at a question that waits for someone."""

    WAIT = "wait"
    REMIND = "remind"
    HAND_OVER = "hand over"


def decide_route_step(
    *, due_at: datetime, reminded_at: datetime | None, school_holidays: Sequence[HolidayPeriod], at: datetime
) -> RouteStep:
    """Decide what is due: handed over from the deadline on, one reminder on the last working day before it.

    Nobody is reminded at the weekend, on a public holiday or in a school holiday of their region. It is handed over
    however late the clock comes (STYLE 3.17).

    Parameters:
        due_at: The deadline, aware.
        reminded_at: When the reminder went out, if it did.
        school_holidays: Of the person's region.
        at: Now.
    """
    if at >= due_at:
        return RouteStep.HAND_OVER
    today = at.astimezone(LOCAL_ZONE).date()
    if reminded_at is not None or not is_working_day(today) or in_holiday(today, school_holidays):
        return RouteStep.WAIT
    left = working_days_between(today + timedelta(days=1), due_at.astimezone(LOCAL_ZONE).date())
    return RouteStep.REMIND if left <= 1 else RouteStep.WAIT


def settled_state(*, visible_answers: int, has_best: bool) -> QuestionState:
    """Give the state that follows from the answers readers see, for a question that is not closed."""
    if not visible_answers:
        return QuestionState.OPEN
    return QuestionState.ACCEPTED if has_best else QuestionState.ANSWERED


def may_steer(*, is_asker: bool, is_editor: bool) -> bool:
    """Say whether someone chooses the best answer, closes and reopens: the one who asked, or an editor."""
    return is_asker or is_editor


class AnswerDecision(Enum):
    """Whether someone may answer; the first reason that holds, in this order."""

    NOT_A_MEMBER = "not a member"
    NOT_SHOWN = "not shown"
    CLOSED = "closed"
    ALLOWED = "allowed"


def decide_answer(*, is_member: bool, state: QuestionState, sight: Sight) -> AnswerDecision:
    """Decide whether someone may answer a question they can read; the one who asked may add to it.

    Source: DECISIONS 14: prospects ask, members answer.
    """
    if not is_member:
        return AnswerDecision.NOT_A_MEMBER
    if sight is not Sight.SHOWN:
        return AnswerDecision.NOT_SHOWN
    return AnswerDecision.CLOSED if state is QuestionState.CLOSED else AnswerDecision.ALLOWED


class EditDecision(Enum):
    """Whether an answer may still be changed; the first reason that holds, in this order."""

    NOT_THE_WRITER = "not the writer"
    NOT_VISIBLE = "not visible"
    REPORTED = "reported"
    BEST = "best"
    TOO_LATE = "too late"
    ALLOWED = "allowed"


def decide_edit(
    *, is_writer: bool, state: AnswerState, is_reported: bool, is_best: bool, created_at: datetime, at: datetime
) -> EditDecision:
    """Decide whether an answer may still be changed: by its writer, within a day, while nobody built on it.

    Parameters:
        is_writer: The one who asks wrote it.
        state: Of the answer.
        is_reported: A report of it is open; the leader must judge what was reported.
        is_best: It was chosen as best answer as it stands.
        created_at: When it was placed; the window is open until, not at, a day later.
        at: Now.
    """
    reasons = (
        (not is_writer, EditDecision.NOT_THE_WRITER),
        (state is not AnswerState.VISIBLE, EditDecision.NOT_VISIBLE),
        (is_reported, EditDecision.REPORTED),
        (is_best, EditDecision.BEST),
        (at >= created_at + EDIT_WINDOW, EditDecision.TOO_LATE),
    )
    return next((decision for holds, decision in reasons if holds), EditDecision.ALLOWED)
