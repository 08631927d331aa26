"""Locks, and the plain values that decisions about seats read (DECISIONS 3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from events.meetups.actions.rows import lock_these
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Booking, Mode, OccurrenceState
from events.registrations.errors import NotPlanned, Started, StepRefused
from events.registrations.models import Registration, RegistrationMove
from events.registrations.rules import DateRules, InLine, Seat
from events.registrations.states import REGISTRATION_MOVES, By, RegistrationState
from network.models import Institution, Member
from portal.shared.calendar_days.models import SchoolHoliday
from portal.shared.calendar_days.rules import HolidayPeriod


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a step: a kind, and the key of an organiser (DECISIONS 13)."""

    kind: By
    key: str = ""


CLOCK, MEMBER, GUEST = Actor(By.CLOCK), Actor(By.MEMBER), Actor(By.GUEST)


def organiser(member: Member) -> Actor:
    """Give an organiser as the one who makes a step."""
    return Actor(By.ORGANISER, member.key)


def lock_date(occurrence_id: int) -> Occurrence:
    """Give one date, held until the end of the transaction, with its meetup as it stands under the lock.

    Raises:
        StepRefused: The date is gone.
    """
    return lock_all([occurrence_id])[0]


def lock_all(occurrence_ids: Iterable[int]) -> list[Occurrence]:
    """Give these dates, held, in primary-key order; every decision about their seats comes after this.

    The meetup is read after the lock: whoever changes its settings holds all its dates first.

    Raises:
        StepRefused: One of them is gone.
    """
    wanted = set(occurrence_ids)
    rows = lock_these(wanted, with_page=False)
    if len(rows) != len(wanted):
        raise StepRefused
    meetups = Meetup.objects.select_related("page", "institution").in_bulk({row.meetup_id for row in rows})
    for row in rows:
        row.meetup = meetups[row.meetup_id]
    return rows


def read_again(registration: Registration, locked: Occurrence) -> Registration:
    """Give a registration as it stands under the lock of its date.

    Raises:
        StepRefused: It is gone, or of another date.
    """
    rows = Registration.objects.select_related("member", "institution", "seat_group")
    row = rows.filter(pk=registration.pk, occurrence=locked).first()
    if row is None:
        raise StepRefused
    row.occurrence = locked
    return row


def own_row(locked: Occurrence, member: Member) -> Registration | None:
    """Give the active registration of a member at a date."""
    rows = Registration.objects.active().filter(occurrence=locked, member=member)
    if not rows.exists():
        return None
    row = rows.select_related("member", "institution", "seat_group").first()
    if row is not None:
        row.occurrence = locked
    return row


def require_coming(locked: Occurrence, *, at: datetime, until: datetime | None = None) -> None:
    """Refuse to give a seat at what was cancelled or has begun.

    Parameters:
        locked: The date.
        at: Now.
        until: Until when a seat can be given; without it, until the date starts.

    Raises:
        NotPlanned: It does not go on.
        Started: It is too late.
    """
    if locked.state != OccurrenceState.PLANNED:
        raise NotPlanned
    if at >= (until or locked.starts_at):
        raise Started


def groups_of(meetup: Meetup) -> dict[int, int]:
    """Give the seats kept for each group, by its primary key, in one query."""
    return dict(meetup.seat_groups.values_list("pk", "seats"))


def rules_of(locked: Occurrence, group_seats: Mapping[int, int] | None = None) -> DateRules:
    """Give what decisions about this date read, as plain values.

    Parameters:
        locked: The date, with its meetup.
        group_seats: From `groups_of`, for who reads several dates of one meetup.
    """
    meetup = locked.meetup
    offered = (
        (Mode.ON_SITE, locked.has_on_site, locked.seats_on_site),
        (Mode.ONLINE, locked.has_online, locked.seats_online),
    )
    return DateRules(
        is_planned=locked.state == OccurrenceState.PLANNED,
        starts_at=locked.starts_at,
        opens_at=meetup.opens_at,
        closes_at=meetup.closes_at,
        admission=meetup.admission,
        eligibility=meetup.eligibility,
        seats={mode.value: seats for mode, is_offered, seats in offered if is_offered},
        group_seats=groups_of(meetup) if group_seats is None else group_seats,
        most_per_institution=meetup.most_per_institution,
        waitlist_limit=meetup.waitlist_limit,
        is_series=meetup.booking == Booking.SERIES,
    )


def seat_of(row: Registration) -> Seat:
    """Give what one registration takes or asks."""
    return Seat(row.mode, row.seat_group_id, row.institution_id)


def taken_at(locked: Occurrence) -> list[Seat]:
    """Give every seat that is taken, in one query."""
    rows = Registration.objects.seated().filter(occurrence=locked)
    return [Seat(*values) for values in rows.values_list("mode", "seat_group_id", "institution_id")]


def line_of(rows: Iterable[Registration]) -> list[InLine]:
    """Give who waits, in order, pairs together at the place of the first of them.

    Parameters:
        rows: Of one date, in the order of the line.
    """
    together: dict[str, list[Registration]] = {}
    for row in rows:
        together.setdefault(row.pair_key or row.key, []).append(row)
    return [
        InLine(tuple(row.pk for row in people), tuple(seat_of(row) for row in people)) for people in together.values()
    ]


def last_in_line(locked: Occurrence, at: datetime) -> datetime:
    """Give the moment for who joins the line now: never before who joined it earlier, whatever the clocks say."""
    rows = Registration.objects.filter(occurrence=locked, queued_at__gt=at).order_by("-queued_at", "-pk")
    return rows.values_list("queued_at", flat=True).first() or at


def move(
    row: Registration, state: RegistrationState, *, by: Actor, at: datetime, note: str = "", **changes: object
) -> None:
    """Bring a registration, whose date is locked, to another state, with its row of history.

    Parameters:
        row: As read under the lock.
        state: Where it goes.
        by: Who does it.
        at: Now.
        note: Why, in words.
        changes: Columns that change with it.

    Raises:
        StepRefused: There is no way from its state to this one.
    """
    before = RegistrationState(row.state)
    if state not in REGISTRATION_MOVES[before]:
        raise StepRefused
    if state not in (RegistrationState.HELD, RegistrationState.OFFERED):
        changes.setdefault("hold_ends_at", None)
    row.state, row.changed_at = state, at
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "changed_at", *changes])
    _note(row, before=before.value, by=by, at=at, note=note)


def add(row: Registration, *, by: Actor, at: datetime, note: str = "") -> Registration:
    """Write a new registration with the first row of its history; its date is locked."""
    row.created_at = row.changed_at = at
    row.save(force_insert=True)
    _note(row, before="", by=by, at=at, note=note)
    return row


def _note(row: Registration, *, before: str, by: Actor, at: datetime, note: str) -> None:
    RegistrationMove.objects.create(
        registration=row, at=at, from_state=before, to_state=row.state, by_kind=by.kind, by_key=by.key, note=note[:300]
    )


def school_of(member: Member, at: datetime) -> Institution | None:
    """Give the school a member's seat counts for: one that is proven before one that is only claimed."""
    rows = member.affiliations.current(timezone.localdate(at)).proven_first()
    first = rows.select_related("institution").first()
    return first.institution if first else None


class Holidays:
    """The school holidays of each region, read once per region in one step."""

    def __init__(self) -> None:
        self._known: dict[str, list[HolidayPeriod]] = {}

    def of(self, institution: Institution | None) -> list[HolidayPeriod]:
        """Give those of the region of a school; of Midden when there is none (DECISIONS 20)."""
        region = institution.holiday_region if institution else ""
        if region not in self._known:
            self._known[region] = SchoolHoliday.objects.of_region(region).periods()
        return self._known[region]
