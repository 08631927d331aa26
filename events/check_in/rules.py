"""When people can be checked in, what a tap on a name does, and how long someone was there. Plain values only."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

OPENS_BEFORE = timedelta(days=1)
# The log of who checked in whom is kept as long as no-shows are (DECISIONS 16).
KEEP_LOG = timedelta(days=183)


class Window(StrEnum):
    """Whether people can be checked in at a date."""

    NOT_PLANNED = "not_planned"
    BEFORE = "before"
    OPEN = "open"
    OVER = "over"


class Tap(StrEnum):
    """What a tap does: something, nothing because it is so already, or nothing because a later tap changed it."""

    DONE = "done"
    ALREADY = "already"
    OUTDATED = "outdated"


def window_of(*, starts_at: datetime, ends_at: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Give from when until when people can be checked in: a day before the start to the end of the day after.

    Parameters:
        starts_at: Of the date, aware.
        ends_at: Of the date, aware.
        zone: Where days begin and end.

    Returns:
        The first moment, and the first moment at which it is over.
    """
    opens_at = starts_at.astimezone(UTC) - OPENS_BEFORE
    after = ends_at.astimezone(zone).date() + timedelta(days=2)
    return opens_at, datetime.combine(after, time(), tzinfo=zone)


def decide_window(*, is_planned: bool, starts_at: datetime, ends_at: datetime, zone: tzinfo, at: datetime) -> Window:
    """Say whether people can be checked in now.

    Parameters:
        is_planned: The date was announced and goes on.
        starts_at, ends_at, zone: As for `window_of`.
        at: Now.
    """
    if not is_planned:
        return Window.NOT_PLANNED
    opens_at, closes_at = window_of(starts_at=starts_at, ends_at=ends_at, zone=zone)
    if at < opens_at:
        return Window.BEFORE
    return Window.OPEN if at < closes_at else Window.OVER


def moment_of(*, at: datetime, ago: timedelta, opens_at: datetime) -> datetime:
    """Give when a tap was made that a phone without a connection kept; never in the future, never before the opening.

    The phone says how long ago it was, not what its clock says: clocks of phones differ.

    Parameters:
        at: When it got here.
        ago: How long the phone kept it.
        opens_at: When check-in opened.
    """
    return min(max(at - max(ago, timedelta(0)), opens_at), at)


def decide_tap(*, is_present: bool, wants_in: bool, last_at: datetime | None, moment: datetime) -> Tap:
    """Say what a tap does to one person.

    Parameters:
        is_present: They are checked in.
        wants_in: The tap checks in; else it undoes that.
        last_at: When the last change of this person was made, if there was one.
        moment: When this tap was made; a phone may send it later.
    """
    if is_present == wants_in:
        return Tap.ALREADY
    return Tap.OUTDATED if last_at is not None and moment < last_at else Tap.DONE


def total_minutes(dates: Iterable[tuple[datetime, datetime]]) -> int:
    """Give how long dates took together, in whole minutes: end minus start of each, without breaks.

    Parameters:
        dates: Start and end of each, aware.
    """
    passed = (ends_at.astimezone(UTC) - starts_at.astimezone(UTC) for starts_at, ends_at in dates)
    return sum(int(length.total_seconds()) // 60 for length in passed)
