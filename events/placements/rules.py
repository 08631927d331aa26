"""What an agreement says, who confirms it again after a change, and what time brings; on plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from portal.shared.calendar_days.rules import LOCAL_ZONE, add_working_days, is_public_holiday

MOST_DAYS = 10
FURTHEST = timedelta(days=730)
# How long a manager's link works.
LINK_VALID = timedelta(days=21)
REMIND_AFTER_WORKING_DAYS = 5
# When the practical mail goes.
BEFORE = timedelta(days=7)
# So long after the last day people can still say that nobody came.
AFTERWARDS = timedelta(days=14)
# DECISIONS 16: kept until 12 months after the end, then only counts.
KEEP = timedelta(days=365)
# A change of these asks the managers again: they are about working time, and where someone is.
MANAGERS_DECIDE_ON = frozenset({"days", "half_days", "place", "cover"})


@dataclass(frozen=True, slots=True)
class Day:
    """One day of an exchange, in the local time of Amsterdam. The key stays with it through all versions."""

    key: str
    on: date
    starts: time
    ends: time

    @property
    def starts_at(self) -> datetime:
        """Its start, aware, in UTC."""
        return datetime.combine(self.on, self.starts, tzinfo=LOCAL_ZONE).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """Its end, aware, in UTC."""
        return datetime.combine(self.on, self.ends, tzinfo=LOCAL_ZONE).astimezone(UTC)

    def as_row(self) -> dict[str, str]:
        """Give it as it is stored."""
        return {
            "key": self.key,
            "on": self.on.isoformat(),
            "from": self.starts.strftime("%H:%M"),
            "until": self.ends.strftime("%H:%M"),
        }

    @classmethod
    def of_row(cls, row: Mapping[str, str]) -> "Day":
        """Read what `as_row` gave."""
        return cls(
            key=row["key"],
            on=date.fromisoformat(row["on"]),
            starts=time.fromisoformat(row["from"]),
            ends=time.fromisoformat(row["until"]),
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """What two people agree on (DOMAIN 8). Days are in order."""

    learning_question: str
    host_hopes: str
    days: tuple[Day, ...]
    half_days: int
    place: str
    day_contact: str
    allowed: str
    not_allowed: str
    confidentiality: str
    cover: str
    costs: str
    insurance: str
    practical: str
    reporting: str


TERM_NAMES = tuple(field.name for field in fields(Terms))


def changed_fields(old: Terms, new: Terms) -> tuple[str, ...]:
    """Give the names of what differs, in the order of the agreement."""
    return tuple(name for name in TERM_NAMES if getattr(old, name) != getattr(new, name))


def needs_managers(changed: Iterable[str]) -> bool:
    """Say whether a change asks the managers again: days, half-days, place or cover. Words alone only ask the other.

    Source: PRODUCT, "Agreement": an amendment shows who must confirm again.
    """
    return not MANAGERS_DECIDE_ON.isdisjoint(changed)


class DayFault(StrEnum):
    """What is wrong with one day."""

    ENDS_FIRST = "ends_first"
    PAST = "past"
    TOO_FAR = "too_far"
    OVERLAPS = "overlaps"


def day_faults(days: Sequence[Day], *, at: datetime) -> dict[int, DayFault]:
    """Give per position what is wrong with a day that still has to come; nothing when all are right.

    Parameters:
        days: In any order.
        at: Now.
    """
    faults: dict[int, DayFault] = {}
    for place, day in enumerate(days):
        if day.ends_at <= day.starts_at:
            faults[place] = DayFault.ENDS_FIRST
        elif day.starts_at <= at:
            faults[place] = DayFault.PAST
        elif day.starts_at > at + FURTHEST:
            faults[place] = DayFault.TOO_FAR
        elif any(
            other.starts_at < day.ends_at and day.starts_at < other.ends_at
            for where, other in enumerate(days[:place])
            if where not in faults
        ):
            faults[place] = DayFault.OVERLAPS
    return faults


def holidays_among(days: Iterable[Day]) -> list[date]:
    """Give the days that are public holidays: schools are closed then, which is worth a warning."""
    return [day.on for day in days if is_public_holiday(day.on)]


class DayChange(StrEnum):
    """What happens to one day in calendars."""

    NEW = "new"
    MOVED = "moved"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class KnownDay:
    """One day as calendars know it."""

    key: str
    starts_at: datetime
    ends_at: datetime
    place: str


def plan_days(
    known: Iterable[KnownDay], wanted: Iterable[Day], *, place: str, at: datetime
) -> list[tuple[str, DayChange]]:
    """Decide what an agreement that holds from now on does to the days in calendars.

    Parameters:
        known: The days that go ahead, as they stand.
        wanted: The days of the agreement.
        place: Where they are.
        at: Now. What has begun is left as it is.

    Returns:
        (key, change) for each day of either, those of the agreement first.
    """
    before = {day.key: day for day in known}
    plan = []
    for day in wanted:
        old = before.pop(day.key, None)
        if old is None:
            plan.append((day.key, DayChange.NEW))
        elif old.starts_at <= at or (old.starts_at, old.ends_at, old.place) == (day.starts_at, day.ends_at, place):
            plan.append((day.key, DayChange.KEPT))
        else:
            plan.append((day.key, DayChange.MOVED))
    return plan + [(key, DayChange.KEPT if old.starts_at <= at else DayChange.DROPPED) for key, old in before.items()]


class Consent(StrEnum):
    """How far the consent of one side is, as far as steps need to know."""

    OPEN = "open"
    ASKED = "asked"
    YES = "yes"
    NO = "no"


def may_hold(*, guest_confirmed: bool, host_confirmed: bool, guest_consent: Consent, host_consent: Consent) -> bool:
    """Say whether a version holds: both confirmed it, and both managers agreed or need not be asked."""
    return guest_confirmed and host_confirmed and guest_consent == host_consent == Consent.YES


class Phase(StrEnum):
    """What two people have to do next, in order."""

    WRITE = "write"
    CONFIRM = "confirm"
    CONSENT = "consent"
    HOLDS = "holds"


def phase_of(*, has_version: bool, holds: bool, guest_confirmed: bool, host_confirmed: bool) -> Phase:
    """Say what comes next for the newest version."""
    if not has_version:
        return Phase.WRITE
    if holds:
        return Phase.HOLDS
    return Phase.CONSENT if guest_confirmed and host_confirmed else Phase.CONFIRM


class Turn(StrEnum):
    """What the clock does to an exchange that is agreed or running."""

    NONE = "none"
    START = "start"
    FINISH = "finish"


def due_turn(
    *, is_running: bool, first_starts_at: datetime | None, last_ends_at: datetime | None, at: datetime
) -> Turn:
    """Decide what time brings.

    Parameters:
        is_running: Its first day began before.
        first_starts_at, last_ends_at: Of the days that go ahead; None without any.
        at: Now.
    """
    if first_starts_at is None or last_ends_at is None:
        return Turn.NONE
    if at >= last_ends_at:
        return Turn.FINISH
    return Turn.START if not is_running and at >= first_starts_at else Turn.NONE


def may_still_be_called_off(*, is_done: bool, is_cancelled: bool, ended_at: datetime | None, at: datetime) -> bool:
    """Say whether someone can still say that it did not take place: until two weeks after the last day."""
    if is_cancelled:
        return False
    return not is_done or (ended_at is not None and at <= ended_at + AFTERWARDS)


def is_reminder_due(*, asked_at: datetime, expires_at: datetime, at: datetime) -> bool:
    """Say whether a manager who did not answer is reminded: five working days after the question, while it works."""
    due_on = add_working_days(asked_at.astimezone(LOCAL_ZONE).date(), REMIND_AFTER_WORKING_DAYS)
    return at.astimezone(LOCAL_ZONE).date() >= due_on and at < expires_at


def is_week_before(*, starts_at: datetime, at: datetime) -> bool:
    """Say whether the practical mail of a day may go: within the week before it starts."""
    return starts_at - BEFORE <= at < starts_at


def first_start(rows: Iterable[Mapping[str, str]], *, at: datetime) -> datetime | None:
    """Give the first start of these days that still has to come: until then an agreement must hold.

    Parameters:
        rows: As `Day.as_row` gives them.
        at: Now.
    """
    return min((day.starts_at for day in map(Day.of_row, rows) if day.starts_at > at), default=None)
