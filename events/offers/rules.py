"""Numbers and decisions of offers and wishes, on plain values."""

from datetime import date, timedelta
from enum import Enum

from dateutil.relativedelta import relativedelta

from events.offers.states import LISTED, LISTING_MOVES, ListingState, Step

MOST_PLACES = 20
MOST_HALF_DAYS = 20
MOST_KM = 400
# Without an end, an owner says twice a year that it still holds.
STANDING_MONTHS = 6
NOTICE = timedelta(days=14)
LISTINGS_PER_DAY = 10
DAY_SECONDS = 86400
# As many months ahead as people plan a day with a colleague.
MONTHS_AHEAD = 6


class MoveDecision(Enum):
    """Whether an offer or a wish can go to a state; the first reason that holds, in this order."""

    ALREADY_THERE = "already there"
    ALLOWED = "allowed"
    IS_DRAFT = "still a draft"
    IS_LAPSED = "lapsed"
    IS_WITHDRAWN = "withdrawn"
    NO_WAY_BACK = "no way back to a draft"


class JudgeDecision(Enum):
    """Whether someone may decide on what was sent; the first reason that holds, in this order."""

    NOT_AN_EDITOR = "not an editor"
    IS_OWN = "their own"
    ALLOWED = "allowed"


class TakeOverDecision(Enum):
    """Whether someone may become the host of an offer; the first reason that holds, in this order."""

    NOT_THEIR_SCHOOL = "not their school"
    HAS_HOST = "has a host"
    ALLOWED = "allowed"


_WHY_NOT = {
    ListingState.DRAFT: MoveDecision.IS_DRAFT,
    ListingState.LAPSED: MoveDecision.IS_LAPSED,
    ListingState.WITHDRAWN: MoveDecision.IS_WITHDRAWN,
}


def decide_move(*, before: ListingState, after: ListingState) -> MoveDecision:
    """Decide whether an offer or a wish can go from one state to another.

    Source: DECISIONS 22; `LISTING_MOVES`.
    """
    if before == after:
        return MoveDecision.ALREADY_THERE
    if after in LISTING_MOVES[before]:
        return MoveDecision.ALLOWED
    return _WHY_NOT.get(before, MoveDecision.NO_WAY_BACK)


def decide_judging(*, is_editor: bool, is_own: bool) -> JudgeDecision:
    """Decide whether someone may put a first offer or wish online, or send it back; never one of their own.

    Parameters:
        is_editor: They may edit, approve or are of the programme team.
        is_own: They are its owner.

    Source: DECISIONS 9.
    """
    if not is_editor:
        return JudgeDecision.NOT_AN_EDITOR
    return JudgeDecision.IS_OWN if is_own else JudgeDecision.ALLOWED


def decide_taking_over(*, works_there: bool, has_host: bool) -> TakeOverDecision:
    """Decide whether someone may become the host of an offer.

    Parameters:
        works_there: Their work at the school of the offer is confirmed, or they coordinate for it.
        has_host: Its present host can sign in and still works there.
    """
    if not works_there:
        return TakeOverDecision.NOT_THEIR_SCHOOL
    return TakeOverDecision.HAS_HOST if has_host else TakeOverDecision.ALLOWED


def last_day(*, ends_on: date | None, said_on: date, opens_on: date | None = None) -> date:
    """Give the last day an offer or a wish holds.

    Parameters:
        ends_on: The end of its period; None when it is standing.
        said_on: The day its owner last said that it holds, local.
        opens_on: The day it opens, if that is later.

    Returns:
        The end of its period, or STANDING_MONTHS after the owner's word.
    """
    counted_from = max(said_on, opens_on) if opens_on else said_on
    months_later: date = counted_from + relativedelta(months=STANDING_MONTHS)
    return ends_on or months_later


def is_notice_due(*, lapses_on: date, opened_on: date, on: date) -> bool:
    """Say whether its owner should hear that it lapses: in the last two weeks, unless it opened in those.

    Parameters:
        lapses_on: The last day it holds.
        opened_on: The day it opened, local.
        on: Today, local.
    """
    first = lapses_on - NOTICE
    return first <= on <= lapses_on and opened_on <= first


def is_over(*, ends_on: date | None, on: date) -> bool:
    """Say whether the period has ended: then nothing is to be confirmed before it has another end."""
    return ends_on is not None and ends_on < on


def offered_steps(
    *,
    state: ListingState,
    is_paused: bool,
    is_waiting: bool,
    ends_on: date | None,
    lapses_on: date | None,
    on: date,
) -> tuple[Step, ...]:
    """Give what an owner can do now, the most likely thing first.

    Parameters:
        state: Of the offer or wish.
        is_paused: Its owner paused it, perhaps while all places were taken.
        is_waiting: The editors have yet to read it.
        ends_on: The end of its period; a period says by itself how long it holds.
        lapses_on: The last day it holds; in the two weeks before, confirming comes first.
        on: Today, local.
    """
    if state == ListingState.WITHDRAWN:
        return ()
    if state == ListingState.DRAFT:
        return (Step.CHANGE, Step.WITHDRAW) if is_waiting else (Step.SEND, Step.CHANGE, Step.WITHDRAW)
    if state == ListingState.LAPSED:
        confirm = () if is_over(ends_on=ends_on, on=on) else (Step.CONFIRM,)
        return (*confirm, Step.CHANGE, Step.WITHDRAW)
    usual = (Step.RESUME, Step.CHANGE) if is_paused else (Step.CHANGE, Step.PAUSE)
    if ends_on is not None:
        return (*usual, Step.WITHDRAW)
    is_urgent = lapses_on is not None and lapses_on - NOTICE <= on
    return (Step.CONFIRM, *usual, Step.WITHDRAW) if is_urgent else (*usual, Step.CONFIRM, Step.WITHDRAW)


def opens_later(*, state: ListingState, opens_on: date | None, on: date) -> bool:
    """Say whether readers already see it, but can only ask for it from a later day."""
    return state in LISTED and opens_on is not None and opens_on > on


def coming_months(on: date) -> list[date]:
    """Give the first day of this month and of the next ones, as many as readers filter by."""
    first = on.replace(day=1)
    return [first + relativedelta(months=number) for number in range(MONTHS_AHEAD)]


def month_bounds(first: date) -> tuple[date, date]:
    """Give the first and the last day of a month."""
    following: date = first + relativedelta(months=1)
    return first, following - timedelta(days=1)
