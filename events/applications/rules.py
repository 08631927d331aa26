"""Decisions about applications, on plain values: whose turn it is, what may follow, whether there is room."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum

from events.applications.states import DECIDED, WAITING, ApplicationState, Side
from events.offers.states import ENDED as LISTING_ENDED
from events.offers.states import ListingState
from portal.shared.calendar_days.rules import (
    LOCAL_ZONE,
    HolidayPeriod,
    is_working_day,
    reply_deadline,
)

LONGEST_QUESTION = 400
LONGEST_NOTE = 600
LONGEST_MESSAGE = 2000
# "undo within a day": what was decided can be taken back, and who lost the place hears it after that.
UNDO_FOR = timedelta(hours=24)
# Silence: a reminder, a last one, and the end, each after so many working days.
STEP_WORKING_DAYS = 5
# How many months ahead someone can ask for.
MONTHS_AHEAD = 12
# PRODUCT, "rate-limited"; RELIABILITY G25.
ASKED_PER_DAY = 10
MESSAGES_PER_HOUR = 30
HOUR_SECONDS = 3600
DAY_SECONDS = 24 * HOUR_SECONDS


class Step(Enum):
    """What one of the two can do with an application."""

    TALK = "talk"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class StepDecision(Enum):
    """Whether a step is taken, and if not why."""

    TAKE = "take"
    # It was done already by the same person; nothing changes.
    DONE = "done"
    NOT_YOURS = "not yours"
    # Its state allows no such step; the state says why.
    STATE = "state"


_ENDS_IN = {
    Step.ACCEPT: ApplicationState.ACCEPTED,
    Step.DECLINE: ApplicationState.DECLINED,
    Step.WITHDRAW: ApplicationState.WITHDRAWN,
}


def may_take(*, step: Step, side: Side, started_by: Side) -> bool:
    """Say whether a step is this side's: who did not begin decides; who began, and the guest, can withdraw."""
    if step is Step.TALK:
        return True
    if step is Step.WITHDRAW:
        return side in {started_by, Side.GUEST}
    return side != started_by


def decide_step(
    *, step: Step, state: ApplicationState, side: Side, started_by: Side, is_over: bool = False
) -> StepDecision:
    """Decide whether one of the two may take a step.

    Parameters:
        step: What they want.
        state: Of the application.
        side: Whose step it is.
        started_by: Who began.
        is_over: It was accepted, and the exchange ended since; only asked about talking.

    Returns:
        TAKE; DONE when it stands so already; else why not.
    """
    if step is Step.TALK:
        is_open = state in WAITING or (state == ApplicationState.ACCEPTED and not is_over)
        return StepDecision.TAKE if is_open else StepDecision.STATE
    if not may_take(step=step, side=side, started_by=started_by):
        return StepDecision.NOT_YOURS
    if state == _ENDS_IN[step]:
        return StepDecision.DONE
    return StepDecision.TAKE if state in WAITING else StepDecision.STATE


def state_after_message(*, state: ApplicationState, side: Side, started_by: Side) -> ApplicationState:
    """Give the state after a message: the first answer of who did not begin makes it a conversation."""
    if state == ApplicationState.INTERESTED and side != started_by:
        return ApplicationState.TALKING
    return state


class UndoDecision(Enum):
    """Whether a decision can be taken back, and if not why."""

    UNDO = "undo"
    NOTHING = "nothing"
    NOT_YOURS = "not yours"
    TOO_LATE = "too late"
    BEGAN = "began"


def undo_until(changed_at: datetime) -> datetime:
    """Give until when a decision can be taken back."""
    return changed_at + UNDO_FOR


def decide_undo(
    *, state: ApplicationState, is_decider: bool, changed_at: datetime, at: datetime, may_reopen: bool = True
) -> UndoDecision:
    """Decide whether someone may take back a yes, a no or a withdrawal.

    Parameters:
        state: Of the application.
        is_decider: It was their decision.
        changed_at: When they decided.
        at: Now; at the last moment itself it is too late.
        may_reopen: Nothing came of a yes that can't be taken back.
    """
    if state not in DECIDED:
        return UndoDecision.NOTHING
    if not is_decider:
        return UndoDecision.NOT_YOURS
    if at >= undo_until(changed_at):
        return UndoDecision.TOO_LATE
    if state == ApplicationState.ACCEPTED and not may_reopen:
        return UndoDecision.BEGAN
    return UndoDecision.UNDO


def month_of(day: date) -> date:
    """Give the first day of the month of a day."""
    return day.replace(day=1)


def months_from(first: date, last: date) -> list[date]:
    """List the first days of the months from one day to another, both included."""
    months, month = [], month_of(first)
    while month <= last:
        months.append(month)
        month = month_of(month + timedelta(days=31))
    return months


def months_to_choose(*, starts_on: date | None, ends_on: date | None, today: date) -> list[date]:
    """List the months someone can ask for: of the period of the place, from this one, at most MONTHS_AHEAD."""
    first = max(starts_on or today, today)
    months = months_from(first, ends_on) if ends_on else months_from(first, first + timedelta(days=31 * MONTHS_AHEAD))
    return months[:MONTHS_AHEAD]


Taken = Mapping[date | None, int]


def has_room(*, places: int, is_per_month: bool, taken: Taken, month: date | None = None) -> bool:
    """Say whether one more can be accepted.

    Parameters:
        places: How many there are, in all or per month.
        is_per_month: Which of the two.
        taken: How many hold a place, by the first day of their month; None for those without a month.
        month: For which month, where places are per month. Without one it could be any, so each has to have room.
    """
    if not is_per_month:
        return sum(taken.values()) < places
    always = taken.get(None, 0)
    if month is not None:
        return always + taken.get(month, 0) < places
    return always + max((count for key, count in taken.items() if key is not None), default=0) < places


def is_full(
    *, places: int, is_per_month: bool, taken: Taken, starts_on: date | None, ends_on: date | None, today: date
) -> bool:
    """Say whether a place is taken as a whole. Per month it is when each month still to come is; without end never."""
    if not is_per_month:
        return not has_room(places=places, is_per_month=False, taken=taken)
    if ends_on is None:
        return False
    months = months_from(max(starts_on or today, today), ends_on)
    return bool(months) and not any(
        has_room(places=places, is_per_month=True, taken=taken, month=month) for month in months
    )


class AcceptDecision(Enum):
    """Whether there is room for a yes, and if not why."""

    YES = "yes"
    OFFER_GONE = "offer gone"
    FULL = "full"
    MONTH_FULL = "month full"
    WISH_GONE = "wish gone"
    WISH_TAKEN = "wish taken"


def decide_accept(
    *,
    offer_state: ListingState | None,
    has_place: bool,
    is_per_month: bool,
    request_state: ListingState | None,
    is_about_wish: bool,
) -> AcceptDecision:
    """Decide whether an application can be said yes to, with everything locked that this reads.

    Parameters:
        offer_state: Of the place; None when no place was named.
        has_place: See `has_room`; True without an offer.
        is_per_month: How its places are counted.
        request_state: Of the wish; None when there is none beside it.
        is_about_wish: The host invited who has this wish, so that its end ends the application; beside an application
            for a place, only a wish that was fulfilled stands in the way.
    """
    not_there = {*LISTING_ENDED, ListingState.DRAFT}
    if offer_state in not_there:
        return AcceptDecision.OFFER_GONE
    if is_about_wish and request_state in not_there:
        return AcceptDecision.WISH_GONE
    if request_state == ListingState.TAKEN:
        return AcceptDecision.WISH_TAKEN
    if not has_place:
        return AcceptDecision.MONTH_FULL if is_per_month else AcceptDecision.FULL
    return AcceptDecision.YES


def is_surplus_due(*, taken_at: datetime | None, at: datetime) -> bool:
    """Say whether who waits for a place that is taken hears it now: once the last yes can't be taken back any more.

    Parameters:
        taken_at: When the last yes for the place, the month or the wish was said; None when there is room.
        at: Now.
    """
    return taken_at is not None and at >= undo_until(taken_at)


class AskDecision(Enum):
    """Whether someone can ask for a place, or invite who has a wish, and if not why."""

    ASK = "ask"
    OWN = "own"
    NO_SCHOOL = "no school"
    NOBODY = "nobody"
    NOT_YET = "not yet"
    PAUSED = "paused"
    FULL = "full"
    GONE = "gone"
    OWN_SCHOOL = "own school"


_CLOSED = {
    ListingState.PAUSED: AskDecision.PAUSED,
    ListingState.TAKEN: AskDecision.FULL,
    ListingState.DRAFT: AskDecision.GONE,
    ListingState.LAPSED: AskDecision.GONE,
    ListingState.WITHDRAWN: AskDecision.GONE,
}


def decide_ask(
    *,
    state: ListingState,
    opens_on: date | None,
    today: date,
    is_own: bool,
    has_school: bool,
    has_owner: bool,
    is_school_fine: bool = True,
) -> AskDecision:
    """Decide whether someone can ask for a place, or invite who has a wish.

    Parameters:
        state: Of the place or the wish.
        opens_on: From when it can be asked for; None is at once.
        today: Local.
        is_own: They are its owner.
        has_school: They work at a school, which stands beside their name.
        has_owner: There is a member on the other side who can answer.
        is_school_fine: A wish may exclude the own school.
    """
    if is_own:
        return AskDecision.OWN
    if state in _CLOSED:
        return _CLOSED[state]
    if opens_on is not None and opens_on > today:
        return AskDecision.NOT_YET
    if not has_school:
        return AskDecision.NO_SCHOOL
    if not has_owner:
        return AskDecision.NOBODY
    return AskDecision.ASK if is_school_fine else AskDecision.OWN_SCHOOL


def step_due_at(*, since: datetime, school_holidays: Sequence[HolidayPeriod]) -> datetime:
    """Give until when one side has time before something follows: the end of the fifth working day.

    The working days of a school holiday of their region that lies in that time don't count, five at most and once.

    Parameters:
        since: When it became their turn, or when they were last reminded; aware, in any zone.
        school_holidays: Of the region of their school, in any order.

    Returns:
        Aware, in Europe/Amsterdam, at 17:00.

    Source: PRODUCT, "Always" 6; DECISIONS 20.
    """
    return reply_deadline(since=since, working_days=STEP_WORKING_DAYS, school_holidays=school_holidays)


class Nudge(Enum):
    """What follows from silence."""

    NOTHING = "nothing"
    REMIND = "remind"
    WARN = "warn"
    LAPSE = "lapse"


_NUDGES = (Nudge.REMIND, Nudge.WARN, Nudge.LAPSE)


def decide_nudge(*, since: datetime, nudges: int, school_holidays: Sequence[HolidayPeriod], at: datetime) -> Nudge:
    """Decide what follows when one side did nothing: a reminder, a last one, and then the end.

    Nobody gets a mail at the weekend or on a public holiday, however late the clock comes.

    Parameters:
        since: When it became their turn, or when they were last reminded.
        nudges: How often they were reminded.
        school_holidays: Of the region of their school.
        at: Now, aware.
    """
    if at < step_due_at(since=since, school_holidays=school_holidays):
        return Nudge.NOTHING
    if not is_working_day(at.astimezone(LOCAL_ZONE).date()):
        return Nudge.NOTHING
    return _NUDGES[min(nudges, len(_NUDGES) - 1)]
