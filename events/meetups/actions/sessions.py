"""The programme of a date: talks for everyone, and sessions in rounds that people choose, with their own seats."""

from datetime import datetime

from django.db import transaction

from events.meetups.actions.rows import lock_occurrence, require_open
from events.meetups.errors import (
    EndsBeforeStart,
    MoveRefused,
    SeatsTaken,
    SessionInUse,
    SessionOutside,
    TooManySessions,
)
from events.meetups.listeners import ChangeKind, OccurrenceChange, people_counters, tell
from events.meetups.models import Occurrence, Session
from events.meetups.plans import SessionPlan
from events.meetups.rules import MOST_SESSIONS, has_seats_for, lies_within
from events.meetups.states import OccurrenceState

_CHANGED = OccurrenceChange(frozenset({ChangeKind.SESSIONS}))


def add_session(*, occurrence: Occurrence, plan: SessionPlan, at: datetime) -> Session:
    """Add an item to the programme; the same title at the same time gives the first one.

    Raises:
        EndsBeforeStart, SessionOutside: It can't be at that time.
        TooManySessions: There are MOST_SESSIONS already.
        MoveRefused, OccurrenceOver: The date was cancelled, or is over.
    """
    with transaction.atomic():
        locked = lock_occurrence(occurrence)
        require_open(locked, at=at)
        _check(plan, locked)
        present = locked.sessions.filter(title=plan.title, starts_at=plan.starts_at, room=plan.room).first()
        if present is not None:
            return present
        if locked.sessions.count() >= MOST_SESSIONS:
            raise TooManySessions
        session = Session(occurrence=locked)
        plan.apply(session)
        session.save()
        _tell(locked, at=at)
    return session


def change_session(*, session: Session, plan: SessionPlan, at: datetime) -> Session:
    """Change an item of the programme.

    A session people chose keeps its time, as they may have chosen another one beside it, and its seats don't go below
    their number.

    Raises:
        EndsBeforeStart, SessionOutside: It can't be at that time.
        SessionInUse: People chose it, and it would move or be for everyone.
        SeatsTaken: More people chose it than there would be seats.
        MoveRefused, OccurrenceOver: The date was cancelled or is over, or the session is gone.
    """
    with transaction.atomic():
        occurrence = lock_occurrence(session.occurrence)
        require_open(occurrence, at=at)
        _check(plan, occurrence)
        locked = occurrence.sessions.select_for_update().filter(pk=session.pk).first()
        if locked is None:
            raise MoveRefused
        taken = _taken(occurrence).get(locked.pk, 0)
        same_time = (plan.starts_at, plan.ends_at) == (locked.starts_at, locked.ends_at)
        if taken and not (same_time and plan.is_chosen):
            raise SessionInUse
        if plan.is_chosen and not has_seats_for(taken, plan.seats):
            raise SeatsTaken
        plan.apply(locked)
        locked.save()
        _tell(occurrence, at=at)
    return locked


def remove_session(*, session: Session, at: datetime) -> None:
    """Take an item out of the programme; one that is gone already is no problem.

    Raises:
        SessionInUse: People chose it.
        MoveRefused, OccurrenceOver: The date was cancelled, or is over.
    """
    with transaction.atomic():
        occurrence = lock_occurrence(session.occurrence)
        require_open(occurrence, at=at)
        if _taken(occurrence).get(session.pk):
            raise SessionInUse
        if occurrence.sessions.filter(pk=session.pk).delete()[0]:
            _tell(occurrence, at=at)


def _check(plan: SessionPlan, occurrence: Occurrence) -> None:
    if plan.ends_at <= plan.starts_at:
        raise EndsBeforeStart
    if not lies_within(plan, occurrence):
        raise SessionOutside


def _taken(occurrence: Occurrence) -> dict[int, int]:
    taken: dict[int, int] = {}
    for counter in people_counters:
        for pk, number in counter.in_sessions(occurrence.pk).items():
            taken[pk] = taken.get(pk, 0) + number
    return taken


def _tell(occurrence: Occurrence, *, at: datetime) -> None:
    if occurrence.state == OccurrenceState.PLANNED:
        tell(occurrence, _CHANGED, at=at)
