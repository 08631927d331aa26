"""What happens with one date: added, announced, changed, cancelled, thrown away."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime

from django.db import transaction

from events.meetups.actions.rows import lock_meetup, lock_occurrence, move_to, require_open
from events.meetups.errors import (
    EndsBeforeStart,
    ModeInUse,
    MoveRefused,
    NoMode,
    OccurrenceOver,
    ReasonMissing,
    SeatsTaken,
    SessionOutside,
)
from events.meetups.listeners import ChangeKind, OccurrenceChange, People, people_at, tell
from events.meetups.models import Meetup, Occurrence
from events.meetups.plans import OccurrencePlan
from events.meetups.rules import (
    MODE_COLUMNS,
    PLACE_COLUMNS,
    SEAT_COLUMNS,
    TIME_COLUMNS,
    compare_seats,
    differences,
    has_seats_for,
    lies_within,
    raises_sequence,
    shows_in_calendars,
)
from events.meetups.series import shift
from events.meetups.states import OccurrenceState

_COLUMNS = (*TIME_COLUMNS, *PLACE_COLUMNS, *MODE_COLUMNS, *SEAT_COLUMNS, "online_url")


def add_occurrence(
    *, meetup: Meetup, plan: OccurrencePlan, at: datetime, planned_start_at: datetime | None = None
) -> Occurrence:
    """Add a date that nobody sees yet; the same start again gives the first one, unchanged.

    Parameters:
        meetup: Of what.
        plan: When, where, how many.
        at: Now.
        planned_start_at: Where the rule of a series put it.

    Raises:
        EndsBeforeStart, NoMode: As `check_plan`.
        MoveRefused: The meetup is gone.
    """
    check_plan(plan)
    with transaction.atomic():
        locked = lock_meetup(meetup)
        same = locked.occurrences.exclude(state=OccurrenceState.CANCELLED).filter(starts_at=plan.starts_at)
        present = same.order_by("pk").first()
        if present is not None:
            return present
        occurrence = Occurrence(meetup=locked, created_at=at, changed_at=at, planned_start_at=planned_start_at)
        plan.apply(occurrence)
        occurrence.save()
    return occurrence


def announce(*, occurrence: Occurrence, at: datetime) -> Occurrence:
    """Let readers know of a date: it shows from now on wherever its page shows. Twice is no problem.

    An announced date of a page that isn't online stays out of sight until the page is; nothing changes about the date
    when the page goes on or off.

    Raises:
        MoveRefused: It was cancelled, or thrown away.
        OccurrenceOver: It is over.
    """
    with transaction.atomic():
        locked = lock_occurrence(occurrence)
        if locked.state == OccurrenceState.PLANNED:
            return locked
        move_to(locked, OccurrenceState.PLANNED)
        if locked.ends_at <= at:
            raise OccurrenceOver
        locked.changed_at = at
        locked.save(update_fields=["state", "changed_at"])
        tell(locked, OccurrenceChange(frozenset({ChangeKind.ANNOUNCED})), at=at)
    return locked


def change_occurrence(*, occurrence: Occurrence, plan: OccurrencePlan, at: datetime) -> Occurrence:
    """Change when, where, how and for how many; what is the same changes nothing and calls nobody.

    Raises:
        EndsBeforeStart, NoMode: As `check_plan`.
        MoveRefused: It was cancelled, or thrown away.
        OccurrenceOver: It is over.
        SeatsTaken: More people have a seat than there would be.
        ModeInUse: People signed up for a mode that would go.
        SessionOutside: A session would lie outside of the date.
    """
    check_plan(plan)
    with transaction.atomic():
        locked = lock_occurrence(occurrence)
        require_open(locked, at=at)
        change = apply_change(locked, plan, people=people_at([locked.pk])[locked.pk], at=at)
        if change is not None and locked.state == OccurrenceState.PLANNED:
            tell(locked, change, at=at)
    return locked


def set_seats(*, occurrence: Occurrence, on_site: int | None, online: int | None, at: datetime) -> Occurrence:
    """Raise or lower the seats of a date; None means no limit.

    Raises:
        MoveRefused, OccurrenceOver, SeatsTaken: As `change_occurrence`.
    """
    with transaction.atomic():
        locked = lock_occurrence(occurrence)
        require_open(locked, at=at)
        plan = replace(OccurrencePlan.of(locked), seats_on_site=on_site, seats_online=online)
        change = apply_change(locked, plan, people=people_at([locked.pk])[locked.pk], at=at)
        if change is not None and locked.state == OccurrenceState.PLANNED:
            tell(locked, change, at=at)
    return locked


def cancel_occurrence(*, occurrence: Occurrence, reason: str, at: datetime) -> Occurrence:
    """Cancel an announced date, which stays visible with its reason. Twice is no problem: the first reason stays.

    Parameters:
        occurrence: Which.
        reason: In words for whoever signed up.
        at: Now.

    Raises:
        ReasonMissing: There is no reason.
        OccurrenceOver: It is over.
        MoveRefused: It was never announced (throw it away instead), or is gone.
    """
    with transaction.atomic():
        locked = lock_occurrence(occurrence)
        if locked.state != OccurrenceState.CANCELLED:
            tell(locked, apply_cancellation(locked, reason=reason, at=at), at=at)
    return locked


def drop_draft(*, occurrence: Occurrence, at: datetime) -> None:
    """Throw away a date that was never announced; one that is gone already is no problem.

    Raises:
        MoveRefused: Readers know of it: cancel it instead.
    """
    with transaction.atomic():
        try:
            locked = lock_occurrence(occurrence)
        except MoveRefused:
            return
        apply_drop(locked, at=at)


def check_plan(plan: OccurrencePlan) -> None:
    """Refuse a date that can't be.

    Raises:
        EndsBeforeStart: The end lies before the start, or on it.
        NoMode: Neither on site nor online.
    """
    if plan.ends_at <= plan.starts_at:
        raise EndsBeforeStart
    if not (plan.has_on_site or plan.has_online):
        raise NoMode


def apply_change(locked: Occurrence, plan: OccurrencePlan, *, people: People, at: datetime) -> OccurrenceChange | None:
    """Write a change of a locked, open date; the caller tells it, if it is announced. Raises as change_occurrence.

    Returns:
        What changed; None when nothing did.
    """
    before = {name: getattr(locked, name) for name in _COLUMNS}
    plan.apply(locked)
    old = differences(before, {name: getattr(locked, name) for name in _COLUMNS})
    if not old:
        return None
    if set(old) & {*MODE_COLUMNS, *SEAT_COLUMNS}:
        # Only then: an organiser may have let someone in above the seats before.
        _require_room(locked, people)
    if set(old) & set(TIME_COLUMNS):
        _move_sessions(locked, old.get("starts_at", locked.starts_at))
    if raises_sequence(old, is_announced=locked.state == OccurrenceState.PLANNED):
        locked.sequence += 1
    if shows_in_calendars(old):
        locked.changed_at = at
    locked.save(update_fields=[*(field.name for field in fields(plan)), "sequence", "changed_at"])
    return OccurrenceChange(kinds_of(old, {name: getattr(locked, name) for name in old}), before=old)


def apply_cancellation(locked: Occurrence, *, reason: str, at: datetime) -> OccurrenceChange:
    """Cancel a locked date; give what the caller tells of it. Raises as cancel_occurrence."""
    if not reason.strip():
        raise ReasonMissing
    move_to(locked, OccurrenceState.CANCELLED)
    if locked.ends_at <= at:
        raise OccurrenceOver
    locked.reason, locked.cancelled_at, locked.changed_at = reason.strip(), at, at
    locked.sequence += 1
    locked.save(update_fields=["state", "reason", "cancelled_at", "changed_at", "sequence"])
    return OccurrenceChange(frozenset({ChangeKind.CANCELLED}))


def apply_drop(locked: Occurrence, *, at: datetime) -> None:
    """Throw a locked draft away and tell it.

    Raises:
        MoveRefused: It was announced.
    """
    if locked.state != OccurrenceState.DRAFT:
        raise MoveRefused
    tell(locked, OccurrenceChange(frozenset({ChangeKind.REMOVED})), at=at)
    locked.delete()


def _require_room(locked: Occurrence, people: People) -> None:
    for is_offered, seats, taken in (
        (locked.has_on_site, locked.seats_on_site, people.on_site),
        (locked.has_online, locked.seats_online, people.online),
    ):
        if taken and not is_offered:
            raise ModeInUse
        if not has_seats_for(taken, seats):
            raise SeatsTaken


def _move_sessions(locked: Occurrence, before: datetime) -> None:
    """Let the programme move along with the start of its date.

    Raises:
        SessionOutside: A session would lie outside of the date.
        NotAnHour: One would fall in the hour of a clock change.
    """
    for session in locked.sessions.order_by("pk"):
        if before != locked.starts_at:
            session.starts_at = shift(session.starts_at, before, locked.starts_at)
            session.ends_at = shift(session.ends_at, before, locked.starts_at)
            session.save(update_fields=["starts_at", "ends_at"])
        if not lies_within(session, locked):
            raise SessionOutside


def kinds_of(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[ChangeKind]:
    """Give what changes about a date when its columns go from these values to those.

    Parameters:
        before: The old values of some columns.
        after: The new values of at least these columns.
    """
    old = differences(before, after)
    columns = {
        ChangeKind.TIME: TIME_COLUMNS,
        ChangeKind.PLACE: PLACE_COLUMNS,
        ChangeKind.MODES: MODE_COLUMNS,
        ChangeKind.ONLINE_ADDRESS: ("online_url",),
    }
    kinds = {kind for kind, names in columns.items() if set(names) & set(old)}
    for name in SEAT_COLUMNS:
        step = compare_seats(old[name], after[name]) if name in old else 0
        if step:
            kinds.add(ChangeKind.SEATS_RAISED if step > 0 else ChangeKind.SEATS_LOWERED)
    return frozenset(kinds)
