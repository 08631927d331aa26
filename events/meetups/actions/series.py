"""Several dates at once: a series added, changed, cancelled or announced, all or none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from functools import partial

from django.db import transaction

from events.meetups.actions.dates import apply_cancellation, apply_change, apply_drop, check_plan, kinds_of
from events.meetups.actions.rows import lock_dates, lock_meetup, lock_these, require_open
from events.meetups.errors import MoveRefused, TooManyDates
from events.meetups.listeners import ChangeKind, OccurrenceChange, people_at, tell_all
from events.meetups.models import Meetup, Occurrence
from events.meetups.plans import OccurrencePlan
from events.meetups.rules import MOST_DATES
from events.meetups.series import (
    DateFacts,
    Scope,
    SeriesRule,
    changed_columns,
    days_of,
    in_scope,
    local_moment,
    rule_text,
    taken_days,
)
from events.meetups.states import OccurrenceState
from portal.shared.calendar_days.rules import LOCAL_ZONE

_ANNOUNCED = OccurrenceChange(frozenset({ChangeKind.ANNOUNCED}))


@dataclass(frozen=True)
class DateStep:
    """One date of a preview: how it is, how it would be, and how many people signed up for it."""

    occurrence: Occurrence
    plan: OccurrencePlan
    hears: int

    @property
    def is_known(self) -> bool:
        """Whether readers know of the date, so that somebody can hear of a change."""
        return self.occurrence.state == OccurrenceState.PLANNED

    @property
    def kinds(self) -> frozenset[ChangeKind]:
        """What changes about the date; nothing when it stays as it is."""
        return kinds_of(_columns(OccurrencePlan.of(self.occurrence)), _columns(self.plan))


def _columns(plan: OccurrencePlan) -> dict[str, object]:
    values = {each.name: getattr(plan, each.name) for each in fields(plan)}
    institution = values.pop("institution")
    return {**values, "institution_id": institution.pk if institution else None}


def add_series(
    *,
    meetup: Meetup,
    plan: OccurrencePlan,
    rule: SeriesRule,
    start: date,
    starts: time,
    ends: time,
    skipped: Collection[date] = (),
    at: datetime,
) -> list[Occurrence]:
    """Add the dates of a rule, each at the same wall-clock time, announced to nobody yet.

    Sending it twice gives the same dates once.

    Parameters:
        meetup: Of what.
        plan: Place, modes and seats of each; its own moments don't count.
        rule: How it comes back.
        start: The first local day.
        starts: Local time at which each starts.
        ends: Local time at which each ends, on the same day.
        skipped: Days to leave out.
        at: Now.

    Raises:
        NoDates, TooManyDates, NotAnHour: See `days_of` and `local_moment`.
        EndsBeforeStart, NoMode: See `check_plan`.
        MoveRefused: The meetup is gone.
    """
    moments = taken_days(days_of(rule, start), skipped=skipped, make=partial(local_moment, clock=starts))
    plans = [replace(plan, starts_at=moment, ends_at=local_moment(moment.date(), ends)) for moment in moments]
    for each in plans:
        check_plan(each)
    with transaction.atomic():
        locked = lock_meetup(meetup)
        rows = lock_dates(locked)
        # As for a single date: what was cancelled can be planned anew.
        kept = [row for row in rows if row.state != OccurrenceState.CANCELLED]
        present = {row.planned_start_at or row.starts_at for row in kept}
        new = [each for each in plans if each.starts_at not in present]
        if len(rows) + len(new) > MOST_DATES:
            raise TooManyDates
        added = []
        for each in new:
            row = Occurrence(meetup=locked, created_at=at, changed_at=at, planned_start_at=each.starts_at)
            each.apply(row)
            row.save()
            added.append(row)
        if new:
            locked.recurrence = rule_text(rule, start)
            locked.save(update_fields=["recurrence"])
    return added


def preview_change(occurrence: Occurrence, plan: OccurrencePlan, scope: Scope, *, at: datetime) -> list[DateStep]:
    """Give what a change would do to which dates, and how many people hear of each. Reads only.

    Raises:
        NotAnHour: One of the dates would fall in the hour of a clock change.
    """
    rows = list(occurrence.meetup.occurrences.select_related("institution", "meetup__page"))
    steps = _steps(rows, occurrence.pk, plan, scope, at=at)
    return _with_people([(row, new) for row, new, _columns in steps])


def preview_cancellation(occurrence: Occurrence, scope: Scope, *, at: datetime) -> list[DateStep]:
    """Give the dates a cancellation would be for, and how many people hear of each. Reads only."""
    rows = list(occurrence.meetup.occurrences.select_related("institution", "meetup__page"))
    return _with_people([(row, OccurrencePlan.of(row)) for row in _chosen(rows, occurrence.pk, scope, at=at)])


def change_dates(*, occurrence: Occurrence, plan: OccurrencePlan, scope: Scope, at: datetime) -> list[Occurrence]:
    """Change a date, and with it the following or all coming dates; exceptions stay as they are.

    Moving one date makes it an exception; moving several moves where the rule puts them.

    Raises:
        As `change_occurrence` for each of the dates; then nothing changes.
    """
    check_plan(plan)
    with transaction.atomic():
        locked = lock_meetup(occurrence.meetup)
        rows = lock_dates(locked)
        steps = _steps(rows, occurrence.pk, plan, scope, at=at)
        people = people_at([row.pk for row, _plan, _columns in steps])
        changed, told = [], []
        for row, new, columns in sorted(steps, key=lambda step: step[0].pk):
            is_exception = row.planned_start_at is not None and row.planned_start_at != row.starts_at
            check_plan(new)
            change = apply_change(row, new, people=people[row.pk], at=at)
            if change is not None:
                changed.append(row)
                if row.state == OccurrenceState.PLANNED:
                    told.append((row, change))
            if scope != Scope.ONE and "starts_at" in columns and row.planned_start_at and not is_exception:
                row.planned_start_at = row.starts_at
                row.save(update_fields=["planned_start_at"])
        _forget_rule(locked, occurrence, plan, scope)
        tell_all(told, at=at)
    return changed


def cancel_dates(*, occurrence: Occurrence, reason: str, scope: Scope, at: datetime) -> list[Occurrence]:
    """Cancel a date, the following or all coming ones; dates that were never announced are thrown away.

    Raises:
        ReasonMissing: There is no reason.
        MoveRefused: There is nothing left to cancel.
    """
    with transaction.atomic():
        locked = lock_meetup(occurrence.meetup)
        rows = _chosen(lock_dates(locked), occurrence.pk, scope, at=at)
        if not rows:
            raise MoveRefused
        told = []
        for row in sorted(rows, key=lambda each: each.pk):
            if row.state == OccurrenceState.DRAFT:
                apply_drop(row, at=at)
            else:
                told.append((row, apply_cancellation(row, reason=reason, at=at)))
        tell_all(told, at=at)
    return rows


def announce_all(*, meetup: Meetup, at: datetime) -> int:
    """Announce every coming date that isn't yet; give how many."""
    with transaction.atomic():
        rows = lock_dates(lock_meetup(meetup))
        return _announce([row for row in rows if row.ends_at > at], at=at)


def announce_dates(*, occurrences: Sequence[Occurrence], at: datetime) -> int:
    """Announce these dates, all or none; give how many weren't yet.

    Raises:
        MoveRefused: One was cancelled, or thrown away.
        OccurrenceOver: One is over.
    """
    with transaction.atomic():
        rows = lock_these([row.pk for row in occurrences])
        if len(rows) != len({row.pk for row in occurrences}):
            raise MoveRefused
        for row in rows:
            require_open(row, at=at)
        return _announce(rows, at=at)


def _announce(rows: Sequence[Occurrence], *, at: datetime) -> int:
    drafts = [row for row in rows if row.state == OccurrenceState.DRAFT]
    for row in drafts:
        row.state, row.changed_at = OccurrenceState.PLANNED, at
        row.save(update_fields=["state", "changed_at"])
    tell_all([(row, _ANNOUNCED) for row in drafts], at=at)
    return len(drafts)


def _facts(row: Occurrence, *, at: datetime) -> DateFacts:
    return DateFacts(
        pk=row.pk,
        columns={each.name: getattr(row, each.name) for each in fields(OccurrencePlan)},
        planned_start_at=row.planned_start_at,
        is_open=row.state != OccurrenceState.CANCELLED and row.ends_at > at,
    )


def _chosen(rows: list[Occurrence], pk: int, scope: Scope, *, at: datetime) -> list[Occurrence]:
    facts = {row.pk: _facts(row, at=at) for row in rows}
    if pk not in facts:
        raise MoveRefused
    by_pk = {row.pk: row for row in rows}
    return [by_pk[each.pk] for each in in_scope(list(facts.values()), facts[pk], scope)]


def _steps(rows: list[Occurrence], pk: int, plan: OccurrencePlan, scope: Scope, *, at: datetime):
    facts = {row.pk: _facts(row, at=at) for row in rows}
    chosen = _chosen(rows, pk, scope, at=at)
    if pk not in {row.pk for row in chosen}:
        raise MoveRefused
    new = {each.name: getattr(plan, each.name) for each in fields(plan)}
    steps = []
    for row in chosen:
        columns = changed_columns(facts[row.pk], facts[pk], new)
        if columns:
            steps.append((row, replace(OccurrencePlan.of(row), **columns), columns))
    return steps


def _with_people(pairs: list[tuple[Occurrence, OccurrencePlan]]) -> list[DateStep]:
    known = [row.pk for row, _plan in pairs if row.state == OccurrenceState.PLANNED]
    people = people_at(known)
    return [DateStep(row, plan, people[row.pk].all if row.pk in people else 0) for row, plan in pairs]


def _forget_rule(meetup: Meetup, before: Occurrence, plan: OccurrencePlan, scope: Scope) -> None:
    """Several dates on another day: the rule as text is no longer true; the dates themselves say when it is."""
    days = {moment.astimezone(LOCAL_ZONE).date() for moment in (before.starts_at, plan.starts_at)}
    if scope != Scope.ONE and len(days) > 1 and meetup.recurrence:
        meetup.recurrence = ""
        meetup.save(update_fields=["recurrence"])
