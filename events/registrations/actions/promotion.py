"""The line moves up: called on every path that frees or adds a seat, under the lock of the date."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q

from events.meetups.models import Occurrence
from events.meetups.states import Booking, OccurrenceState
from events.registrations.actions.booking_line import settle_series
from events.registrations.actions.rows import CLOCK, Holidays, line_of, move, rules_of, taken_at
from events.registrations.mails import post_mail
from events.registrations.models import Registration
from events.registrations.rules import decide_deadline, latest_deadline, pair_deadline, who_moves_up
from events.registrations.states import RegistrationState


def settle(locked: Occurrence, *, at: datetime) -> int:
    """Bring the seats of a locked date to rest: what lapsed goes, and who is first in line gets what is free.

    The line of a series is one for all its dates, which `lock_date` holds together.

    Parameters:
        locked: The date, held, with its meetup (`lock_date`).
        at: Now.

    Returns:
        Number of registrations, or of bookings, that changed; 0 when all was at rest.
    """
    if locked.meetup.booking == Booking.SERIES:
        return settle_series(locked.meetup, at=at)
    return _lapse(locked, at=at) + promote(locked, at=at)


def settle_all(dates: Iterable[Occurrence], *, at: datetime) -> int:
    """Bring these locked dates to rest, and a series with several of them once. Gives the number that changed."""
    changed, series = 0, set()
    for locked in dates:
        if locked.meetup.booking == Booking.SERIES:
            if locked.meetup_id in series:
                continue
            series.add(locked.meetup_id)
        changed += settle(locked, at=at)
    return changed


def promote(locked: Occurrence, *, at: datetime) -> int:
    """Give the free seats of a locked date to who waits, in order, each with a mail; never from the start on.

    Whose account is closed would neither hear nor answer: they keep the place in line and are passed, with who comes
    with them.

    Returns:
        Number of people who moved up.
    """
    line = list(Registration.objects.waitlisted().filter(occurrence=locked).annotate(hears=F("member__is_active")))
    closed = {row.pair_key or row.key for row in line if row.hears is False}
    waiting = [row for row in line if (row.pair_key or row.key) not in closed]
    if not waiting:
        return 0
    chosen = who_moves_up(rules_of(locked), taken=taken_at(locked), line=line_of(waiting), at=at)
    # With people and schools only who moves: a line can be long, and each sign-up looks at all of it.
    whole = Registration.objects.select_related("member", "institution", "seat_group")
    rows = whole.in_bulk([pk for people in chosen for pk in people.ids])
    holidays = Holidays()
    for people in chosen:
        together = [rows[pk] for pk in people.ids]
        for row in together:
            row.occurrence = locked
        _move_up(together, locked, holidays, at=at)
    return sum(len(people.ids) for people in chosen)


def _move_up(together: list[Registration], locked: Occurrence, holidays: Holidays, *, at: datetime) -> None:
    meetup = locked.meetup
    words = {"at": at, "starts_at": locked.starts_at, "hours": meetup.offer_hours}
    deadlines = [
        decide_deadline(policy=meetup.waitlist_policy, school_holidays=holidays.of(row.institution), **words)
        for row in together
    ]
    # Two people who come together have one deadline, and each says yes for oneself (DECISIONS 21).
    if len(together) > 1:
        common = max(pair_deadline(school_holidays=holidays.of(row.institution), **words) for row in together)
        deadlines = [common] * len(together)
    for row, deadline in zip(together, deadlines, strict=True):
        if deadline is None:
            move(row, RegistrationState.CONFIRMED, by=CLOCK, at=at)
            post_mail("promoted", row, at=at)
        else:
            move(row, RegistrationState.OFFERED, by=CLOCK, at=at, hold_ends_at=deadline)
            post_mail("offered", row, at=at)


def shorten_offers(locked: Occurrence, *, at: datetime) -> int:
    """Bring the deadlines of offered seats, and of pairs, forward to what the start of a locked date allows now.

    Returns:
        Number of registrations with an earlier deadline.
    """
    latest = latest_deadline(starts_at=locked.starts_at, at=at)
    offers = Q(state=RegistrationState.OFFERED) | Q(state=RegistrationState.HELD) & ~Q(pair_key="")
    rows = Registration.objects.filter(offers, occurrence=locked, series_booking=None)
    return rows.filter(hold_ends_at__gt=latest).update(hold_ends_at=latest)


def _lapse(locked: Occurrence, *, at: datetime) -> int:
    """Let go of held and offered seats whose moment has passed; of a pair both, for they come together or not."""
    lapsing = Registration.objects.lapsing(at).filter(occurrence=locked)
    # Mostly there is none, and asking for whole rows takes longer than the answer.
    if not lapsing.exists():
        return 0
    late = list(lapsing.select_related("member", "institution"))
    pairs = {row.pair_key for row in late if row.pair_key}
    if pairs:
        seen = {row.pk for row in late}
        partners = Registration.objects.active().filter(occurrence=locked, pair_key__in=pairs)
        late += [row for row in partners.select_related("member", "institution") if row.pk not in seen]
    for row in late:
        row.occurrence = locked
        is_guest_hold = row.state == RegistrationState.HELD and not row.pair_key
        if row.state == RegistrationState.WAITLISTED:
            move(row, RegistrationState.WITHDRAWN, by=CLOCK, at=at)
        else:
            move(row, RegistrationState.LAPSED, by=CLOCK, at=at)
        # A guest who never opened the first mail gets no second one: perhaps somebody typed a stranger's address.
        if not is_guest_hold and locked.state == OccurrenceState.PLANNED:
            post_mail("lapsed", row, at=at)
    return len(late)
