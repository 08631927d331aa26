"""When an agreement begins to hold: days go into calendars, and both hear it."""

from datetime import datetime

from django.urls import reverse

from events.applications.states import Side
from events.placements.actions.rows import move, withdraw_consent
from events.placements.mails import post_to_manager, post_to_side
from events.placements.models import AgreementVersion, ManagerConsent, Placement, PlacementDay
from events.placements.reading import Versions, both_confirmed, consent_of, consents_for, days_of, is_confirmed
from events.placements.rules import (
    LINK_VALID,
    Consent,
    Day,
    DayChange,
    KnownDay,
    is_week_before,
    may_hold,
    plan_days,
)
from events.placements.states import ConsentState, DayState, PlacementState


def has_missed_days(locked: Placement, version: AgreementVersion, *, at: datetime) -> bool:
    """Say whether a day began before the agreement about it could hold."""
    known = set(locked.days.values_list("key", flat=True))
    return any(day.key not in known and day.starts_at <= at for day in days_of(version))


def follow_confirmations(locked: Placement, versions: Versions, *, at: datetime) -> None:
    """Go on after a confirmation, inside the caller's transaction with the exchange locked.

    Once both confirmed: managers who said yes before to other working time are asked again, who decides alone need not
    say so again, and the others are told that it is their turn to ask. When nothing is left to wait for, it holds.
    """
    version = versions.current
    if version is None or not both_confirmed(version):
        return
    _ask_again(locked, versions, at=at)
    if settle(locked, versions, at=at):
        return
    consents = consents_for(version)
    for side in Side:
        if consent_of(consents.get(side)) == Consent.OPEN:
            path = reverse("placements:manager", args=[locked.key])
            post_to_side("ask_manager", locked, side, at=at, occasion=f"{version.number}", version=version, path=path)


def _ask_again(locked: Placement, versions: Versions, *, at: datetime) -> None:
    version = versions.current
    if version is None:
        return
    counting = consents_for(version)
    earlier = list(ManagerConsent.objects.counting().filter(placement=locked).order_by("-asked_at", "-pk"))
    for side in Side:
        known = next((row for row in earlier if row.side == side and row != counting.get(side)), None)
        if side not in counting and known is not None:
            if known.state == ConsentState.NOT_NEEDED:
                decide_alone(locked, versions, side, at=at)
            elif known.state in {ConsentState.GIVEN, ConsentState.ASKED}:
                ask(locked, versions, side, name=known.name, email=known.email, at=at)
    for row in earlier:
        if row.state == ConsentState.ASKED and row != counting.get(Side(row.side)):
            withdraw_consent(row, at=at)


def ask(
    locked: Placement, versions: Versions, side: Side, *, name: str, email: str, at: datetime
) -> ManagerConsent | None:
    """Put the question to a manager, with the link in the mail; the caller made room for it."""
    version = versions.current
    if version is None:
        return None
    consent = ManagerConsent.objects.create(
        placement=locked,
        side=side,
        state=ConsentState.ASKED,
        name=name,
        email=email,
        version=_head(locked, version),
        asked_at=at,
        expires_at=at + LINK_VALID,
    )
    base = versions.holding if versions.is_amendment else None
    post_to_manager("consent_asked", consent, version=version, base=base, at=at)
    return consent


def decide_alone(locked: Placement, versions: Versions, side: Side, *, at: datetime) -> ManagerConsent | None:
    """Note that someone decides on their own working time."""
    version = versions.current
    if version is None:
        return None
    return ManagerConsent.objects.create(
        placement=locked,
        side=side,
        state=ConsentState.NOT_NEEDED,
        version=_head(locked, version),
        asked_at=at,
        decided_at=at,
    )


def _head(locked: Placement, version: AgreementVersion) -> AgreementVersion:
    """Give the version whose consents count for this one."""
    if version.consents_of == version.number:
        return version
    return AgreementVersion.objects.get(placement=locked, number=version.consents_of)


def settle(locked: Placement, versions: Versions, *, at: datetime) -> bool:
    """Let the newest version hold if nothing is left to wait for, inside the caller's transaction.

    Returns:
        Whether it holds now.
    """
    version = versions.current
    if version is None or version.holds_since is not None:
        return False
    consents = consents_for(version)
    holds = may_hold(
        guest_confirmed=is_confirmed(version, Side.GUEST),
        host_confirmed=is_confirmed(version, Side.HOST),
        guest_consent=consent_of(consents.get(Side.GUEST)),
        host_consent=consent_of(consents.get(Side.HOST)),
    )
    if not holds or has_missed_days(locked, version, at=at):
        return False
    version.holds_since = at
    version.save(update_fields=["holds_since"])
    touched = _sync_days(locked, version, at=at)
    _note_days(locked, version, at=at)
    name = "amended" if versions.holding else "agreed"
    for side in Side:
        post_to_side(
            name,
            locked,
            side,
            at=at,
            occasion=f"{version.number}",
            version=version,
            base=versions.holding,
            days=touched,
        )
    return True


def _sync_days(locked: Placement, version: AgreementVersion, *, at: datetime) -> list[PlacementDay]:
    """Write the days of an agreement as calendars know them; give those that changed."""
    rows = {row.key: row for row in locked.days.filter(state=DayState.PLANNED)}
    known = [KnownDay(row.key, row.starts_at, row.ends_at, row.place) for row in rows.values()]
    wanted = {day.key: day for day in days_of(version)}
    touched = []
    for key, change in plan_days(known, wanted.values(), place=version.place, at=at):
        if change == DayChange.NEW:
            touched.append(_new_day(locked, wanted[key], version.place, at=at))
        elif change == DayChange.MOVED:
            touched.append(_moved(rows[key], wanted[key], version.place, at=at))
        elif change == DayChange.DROPPED:
            touched.append(call_off_day(rows[key], at=at))
    return touched


def _new_day(locked: Placement, day: Day, place: str, *, at: datetime) -> PlacementDay:
    return PlacementDay.objects.create(
        key=day.key,
        placement=locked,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        place=place,
        changed_at=at,
        # The mail that goes out now says what the practical one would.
        reminded_at=at if is_week_before(starts_at=day.starts_at, at=at) else None,
    )


def _moved(row: PlacementDay, day: Day, place: str, *, at: datetime) -> PlacementDay:
    row.starts_at, row.ends_at, row.place = day.starts_at, day.ends_at, place
    row.sequence, row.changed_at = row.sequence + 1, at
    row.reminded_at = at if is_week_before(starts_at=day.starts_at, at=at) else None
    row.save(update_fields=["starts_at", "ends_at", "place", "sequence", "changed_at", "reminded_at"])
    return row


def call_off_day(row: PlacementDay, *, at: datetime) -> PlacementDay:
    """Note that a day does not go on; the number of its event goes up."""
    row.state, row.sequence, row.changed_at = DayState.CANCELLED, row.sequence + 1, at
    row.save(update_fields=["state", "sequence", "changed_at"])
    return row


def _note_days(locked: Placement, version: AgreementVersion, *, at: datetime) -> None:
    days = days_of(version)
    locked.first_day_on, locked.last_day_on = days[0].on, days[-1].on
    locked.half_days = version.half_days
    if locked.state == PlacementState.PLANNING:
        move(locked, PlacementState.AGREED)
        locked.agreed_at = at
    locked.save(update_fields=["first_day_on", "last_day_on", "half_days", "state", "agreed_at"])
