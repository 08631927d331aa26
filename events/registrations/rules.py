"""Who gets a seat, who waits and why, on plain values. No Django here but for the names of states."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.shared.calendar_days.rules import LAST_OFFER_BEFORE_START, HolidayPeriod, offer_deadline

# DECISIONS 21.
GUEST_HOLD = timedelta(minutes=30)
LATE_PAIR_HOLD = timedelta(hours=2)
# DECISIONS 16.
KEEP_ANSWERS = timedelta(days=183)
KEEP_NEEDS = timedelta(days=14)
KEEP_NO_SHOWS = timedelta(days=183)


class Refusal(StrEnum):
    """Why someone can't sign up at all; the first reason that holds, in this order."""

    NOT_PLANNED = "not_planned"
    STARTED = "started"
    NO_REGISTRATION = "no_registration"
    WHOLE_SERIES = "whole_series"
    PER_DATE = "per_date"
    BY_INVITATION = "by_invitation"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    ACCOUNT_NEEDED = "account_needed"
    MEMBERS_ONLY = "members_only"
    MODE_NOT_OFFERED = "mode_not_offered"
    UNKNOWN_GROUP = "unknown_group"
    GROUP_NEEDED = "group_needed"


class Shortage(StrEnum):
    """Which limit keeps someone from a seat."""

    MODE_FULL = "mode_full"
    GROUP_FULL = "group_full"
    KEPT_FOR_GROUPS = "kept_for_groups"
    SCHOOL_MAXIMUM = "school_maximum"


class Outcome(StrEnum):
    """What a sign-up becomes."""

    SEAT = "seat"
    APPROVAL = "approval"
    WAITLIST = "waitlist"
    WAITLIST_FULL = "waitlist_full"
    NO_WAITLIST = "no_waitlist"


@dataclass(frozen=True, slots=True)
class DateRules:
    """What decisions about the seats of one date read.

    Attributes:
        seats: Per mode that is offered ("on_site", "online") its seats; None means no limit.
        group_seats: Per seat group, by primary key, the seats kept for it over all modes.
        most_per_institution: The most people of one school with a seat; None means no limit.
        waitlist_limit: The most people in line over all modes; None means no limit, 0 no waitlist.
        is_series: One signs up for all dates of the meetup together, not for this one.
    """

    is_planned: bool
    starts_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    admission: str
    eligibility: str
    seats: Mapping[str, int | None]
    group_seats: Mapping[int, int]
    most_per_institution: int | None
    waitlist_limit: int | None
    is_series: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat someone takes, or asks for: how, of which group (None: of none), and for which school it counts."""

    mode: str
    group_id: int | None = None
    institution_id: int | None = None


@dataclass(frozen=True, slots=True)
class InLine:
    """People who wait together: one, or a pair. `ids` are their rows, `seats` what each asks."""

    ids: tuple[int, ...]
    seats: tuple[Seat, ...]


def decide_refusal(
    rules: DateRules,
    *,
    is_guest: bool,
    is_member: bool,
    wants: Seat,
    at: datetime,
    by_organiser: bool = False,
    for_series: bool = False,
) -> Refusal | None:
    """Say why someone can't sign up now, whatever the seats; None when they can.

    Parameters:
        rules: Of the date.
        is_guest: They have no account.
        is_member: They are a member, not a prospect.
        wants: The seat they ask for.
        at: Now, aware.
        by_organiser: An organiser puts them in; windows, who may sign up and what one signs up for then don't count.
        for_series: They ask for all coming dates together, of which this is one.
    """
    if not rules.is_planned:
        return Refusal.NOT_PLANNED
    if at >= rules.starts_at:
        return Refusal.STARTED
    if rules.admission == "none":
        return Refusal.NO_REGISTRATION
    if rules.is_series != for_series and not by_organiser:
        return Refusal.WHOLE_SERIES if rules.is_series else Refusal.PER_DATE
    closed = None if by_organiser else _closed(rules, is_guest=is_guest, is_member=is_member, at=at)
    return closed or _impossible(rules, wants)


def _closed(rules: DateRules, *, is_guest: bool, is_member: bool, at: datetime) -> Refusal | None:
    if rules.admission == "closed":
        return Refusal.BY_INVITATION
    if rules.opens_at is not None and at < rules.opens_at:
        return Refusal.NOT_OPEN_YET
    if rules.closes_at is not None and at >= rules.closes_at:
        return Refusal.CLOSED
    if is_guest and rules.eligibility != "everyone":
        return Refusal.ACCOUNT_NEEDED
    if not is_member and rules.eligibility == "members":
        return Refusal.MEMBERS_ONLY
    return None


def _impossible(rules: DateRules, wants: Seat) -> Refusal | None:
    if wants.mode not in rules.seats:
        return Refusal.MODE_NOT_OFFERED
    if wants.group_id is not None and wants.group_id not in rules.group_seats:
        return Refusal.UNKNOWN_GROUP
    if wants.group_id is None and rules.group_seats and outside_groups(rules) == 0:
        return Refusal.GROUP_NEEDED
    return None


def outside_groups(rules: DateRules) -> int | None:
    """Give how many seats are kept for no group, over all modes; None means no limit."""
    total = 0
    for seats in rules.seats.values():
        if seats is None:
            return None
        total += seats
    return max(total - sum(rules.group_seats.values()), 0)


def find_shortage(rules: DateRules, taken: Sequence[Seat], wants: Sequence[Seat]) -> Shortage | None:
    """Say which limit these people would break if they all came in; None when there is a seat for each.

    Parameters:
        rules: Of the date.
        taken: Every seat that is taken: confirmed, held or offered.
        wants: One person, or a pair that comes in together.

    Returns:
        The first limit that is broken: seats of the mode, seats of the group, the maximum of a school.
    """
    after = [*taken, *wants]
    for seat in wants:
        limit = rules.seats.get(seat.mode, 0)
        if limit is not None and _count(after, mode=seat.mode) > limit:
            return Shortage.MODE_FULL
        if seat.group_id is not None and _in_group(after, seat.group_id) > rules.group_seats.get(seat.group_id, 0):
            return Shortage.GROUP_FULL
        free = outside_groups(rules)
        if seat.group_id is None and rules.group_seats and free is not None and _in_group(after, None) > free:
            return Shortage.KEPT_FOR_GROUPS
        most = rules.most_per_institution
        if most is not None and seat.institution_id is not None and _of_school(after, seat.institution_id) > most:
            return Shortage.SCHOOL_MAXIMUM
    return None


def _count(seats: Iterable[Seat], *, mode: str) -> int:
    return sum(seat.mode == mode for seat in seats)


def _in_group(seats: Iterable[Seat], group_id: int | None) -> int:
    return sum(seat.group_id == group_id for seat in seats)


def _of_school(seats: Iterable[Seat], institution_id: int) -> int:
    return sum(seat.institution_id == institution_id for seat in seats)


def decide_outcome(rules: DateRules, *, taken: Sequence[Seat], in_line: int, wants: Sequence[Seat]) -> Outcome:
    """Decide what the sign-up of someone who may sign up becomes.

    At rest nobody in line could take a free seat (every change that frees one moves the line up), so a free seat here
    is one that nobody in line can use: a newcomer never passes anyone.

    Parameters:
        rules: Of the date.
        taken: Every seat that is taken.
        in_line: How many people wait, over all modes.
        wants: One person, or a pair.
    """
    if rules.admission == "approval":
        return Outcome.APPROVAL
    if find_shortage(rules, taken, wants) is None:
        return Outcome.SEAT
    if rules.waitlist_limit == 0:
        return Outcome.NO_WAITLIST
    if rules.waitlist_limit is not None and in_line + len(wants) > rules.waitlist_limit:
        return Outcome.WAITLIST_FULL
    return Outcome.WAITLIST


def who_moves_up(rules: DateRules, *, taken: Sequence[Seat], line: Sequence[InLine], at: datetime) -> list[InLine]:
    """Choose who in line gets the free seats, the first one first.

    Who can't use what is free (another mode, another group, the maximum of the school, a pair when one seat is free)
    keeps the place and does not hold up who comes after, so that no seat stays free with someone waiting for it.

    Parameters:
        rules: Of the date.
        taken: Every seat that is taken.
        line: Who waits, in order.
        at: Now.

    Returns:
        Who moves up; nobody from the start on, or when the date does not go on.
    """
    if not rules.is_planned or at >= rules.starts_at:
        return []
    now_taken, chosen = list(taken), []
    for waiting in line:
        if find_shortage(rules, now_taken, waiting.seats) is None:
            chosen.append(waiting)
            now_taken.extend(waiting.seats)
    return chosen


def decide_deadline(
    *, policy: str, at: datetime, starts_at: datetime, hours: int, school_holidays: Sequence[HolidayPeriod]
) -> datetime | None:
    """Give until when a seat is offered, or None when the first in line moves up without being asked.

    Parameters:
        policy: "offer" or "automatic", the organiser's choice.
        at: Now.
        starts_at: When the date starts.
        hours: What the organiser set.
        school_holidays: Of the region of the waiting person's school.

    Source: DECISIONS 20.
    """
    if policy == "automatic":
        return None
    return offer_deadline(offered_at=at, starts_at=starts_at, hours=hours, school_holidays=school_holidays)


def pair_deadline(
    *, at: datetime, starts_at: datetime, hours: int, school_holidays: Sequence[HolidayPeriod]
) -> datetime:
    """Give until when a pair holds its seats while one still has to say yes.

    In the last 24 hours before the start: two hours, never past the start. Source: DECISIONS 21.
    """
    deadline = offer_deadline(offered_at=at, starts_at=starts_at, hours=hours, school_holidays=school_holidays)
    return deadline or min(at + LATE_PAIR_HOLD, starts_at)


def latest_deadline(*, starts_at: datetime, at: datetime) -> datetime:
    """Give until when a seat that is offered, or held by a pair, can stay kept at most once its date moved.

    Not into the last 24 hours before the start. When those began already: two hours, so that who was promised a seat
    can still answer, and never past the start.

    Parameters:
        starts_at: When the date starts now.
        at: Now.

    Source: DECISIONS 20, 21.
    """
    latest = starts_at - LAST_OFFER_BEFORE_START
    return latest if latest > at else min(at + LATE_PAIR_HOLD, starts_at)


def guest_deadline(*, at: datetime, starts_at: datetime) -> datetime:
    """Give until when a guest who has not opened the mail yet holds a seat. Source: DECISIONS 21."""
    return min(at + GUEST_HOLD, starts_at)


def due_reminder(*, hours: Collection[int], starts_at: datetime, signed_up_at: datetime, at: datetime) -> int | None:
    """Give the reminder that is due now, by its hours before the start; None when there is none.

    Of several that are due only the latest is worth sending; one whose moment lay before the sign-up is not sent.

    Parameters:
        hours: The organiser's choice, hours before the start.
        starts_at: When the date starts.
        signed_up_at: When this person got the seat.
        at: Now.
    """
    if at >= starts_at:
        return None
    due = [n for n in hours if signed_up_at < starts_at - timedelta(hours=n) <= at]
    return min(due, default=None)


def place_in_line(line: Sequence[InLine], row_id: int, mode: str) -> int:
    """Give the place of one person among who waits for the same mode: 1 is the first; 0 when not in line."""
    place = 0
    for waiting in line:
        for pk, seat in zip(waiting.ids, waiting.seats, strict=True):
            place += seat.mode == mode
            if pk == row_id:
                return place
    return 0
