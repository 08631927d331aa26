"""What may change about a date, and what a change means, on plain values. No Django here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

TIME_COLUMNS = ("starts_at", "ends_at")
PLACE_COLUMNS = ("place", "address", "city", "institution_id")
MODE_COLUMNS = ("has_on_site", "has_online")
SEAT_COLUMNS = ("seats_on_site", "seats_online")
# What a calendar shows; seats aren't in it.
CALENDAR_COLUMNS = (*TIME_COLUMNS, *PLACE_COLUMNS, *MODE_COLUMNS, "online_url")
MOST_DATES = 60
MOST_SESSIONS = 80


def raises_sequence(changed: Iterable[str], *, is_announced: bool) -> bool:
    """Whether a change makes a new version in calendars (RFC 5545, 3.8.7.4): time or place, of a date others know.

    Parameters:
        changed: Names of the columns that changed.
        is_announced: Whether anyone can have the date in a calendar.
    """
    return is_announced and bool(set(changed) & {*TIME_COLUMNS, *PLACE_COLUMNS})


def shows_in_calendars(changed: Iterable[str]) -> bool:
    """Whether a calendar of this date reads differently after the change."""
    return bool(set(changed) & set(CALENDAR_COLUMNS))


def compare_seats(before: int | None, after: int | None) -> int:
    """Give 1 when seats were raised, -1 when lowered, 0 when the same; None means no limit."""
    if before == after:
        return 0
    if after is None:
        return 1
    if before is None:
        return -1
    return 1 if after > before else -1


def has_seats_for(taken: int, seats: int | None) -> bool:
    """Whether the people who have a seat fit in this number of seats; None means no limit."""
    return seats is None or taken <= seats


def groups_fit(group_seats: Sequence[int], seats: int | None) -> bool:
    """Whether the seats kept for groups fit in the seats of a date; None means no limit."""
    return seats is None or sum(group_seats) <= seats


class Timed(Protocol):
    """Anything with a start and an end."""

    starts_at: datetime
    ends_at: datetime


def overlap(one: Timed, other: Timed) -> bool:
    """Whether two items share a moment; one that starts when the other ends doesn't."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clashes(chosen: Sequence[Timed]) -> list[tuple[int, int]]:
    """Give the pairs of positions in `chosen` that overlap: nobody can be at both."""
    return [
        (first, second)
        for first in range(len(chosen))
        for second in range(first + 1, len(chosen))
        if overlap(chosen[first], chosen[second])
    ]


@dataclass(frozen=True, slots=True)
class Round:
    """Sessions of which one person can choose one: each overlaps with each.

    Attributes:
        starts_at: When the first of them starts.
        ends_at: When the first of them ends; a longer one runs on into the next round.
        positions: Where its sessions stand in the list that was given, in order of start.
    """

    starts_at: datetime
    ends_at: datetime
    positions: tuple[int, ...]


def rounds_of(sessions: Sequence[Timed]) -> list[Round]:
    """Divide sessions one signs up for into rounds, the first one first.

    Sessions of two rounds can still clash, where one is longer than its round: `clashes` tells.

    Parameters:
        sessions: In any order.

    Returns:
        As few rounds as there can be with only sessions that overlap with each other in one.
    """
    rounds: list[Round] = []
    order = sorted(range(len(sessions)), key=lambda position: (sessions[position].starts_at, position))
    for position in order:
        session = sessions[position]
        if rounds and session.starts_at < rounds[-1].ends_at:
            last = rounds[-1]
            rounds[-1] = Round(last.starts_at, min(last.ends_at, session.ends_at), (*last.positions, position))
        else:
            rounds.append(Round(session.starts_at, session.ends_at, (position,)))
    return rounds


def lies_within(item: Timed, whole: Timed) -> bool:
    """Whether a session lies within its date."""
    return whole.starts_at <= item.starts_at and item.ends_at <= whole.ends_at


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """Give the old values of what differs, by name."""
    return {name: value for name, value in before.items() if after[name] != value}
