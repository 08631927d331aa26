"""Writing the agreement, changing it, confirming it, and taking a change back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from events.applications.states import Side
from events.placements.actions.rows import lock_own, withdraw_consent
from events.placements.actions.settling import follow_confirmations, has_missed_days
from events.placements.errors import (
    AgreementChanged,
    DaysPassed,
    NoDays,
    NothingToConfirm,
    NothingToTakeBack,
)
from events.placements.mails import post_to_side
from events.placements.models import AgreementVersion, ManagerConsent, Placement
from events.placements.reading import (
    Versions,
    columns_of,
    days_of,
    is_confirmed,
    other,
    terms_of,
    versions_of,
)
from events.placements.rules import MOST_DAYS, Day, Terms, changed_fields, day_faults, needs_managers
from events.placements.states import ConsentState
from network.models import Member
from portal.shared.keys import new_key


def save_agreement(
    *, placement: Placement, member: Member, terms: Terms, based_on: int, change_note: str = "", at: datetime
) -> AgreementVersion:
    """Write an agreement, or a change of it; who writes it confirms it, the other has to confirm it too.

    Parameters:
        placement: Not over yet.
        member: Guest or host.
        terms: What it is to say. Its days are those still to come; what has begun stays as it is. A day keeps its key,
            or has an empty one.
        based_on: Number of the version the writer had before them; 0 for none.
        change_note: Why it changes, for the other.
        at: Now.

    Returns:
        The version that waits or holds now. The same words again make no new one: they confirm.

    Raises:
        AgreementChanged: Someone else wrote a version meanwhile.
        NoDays: There is no day left, or one in the past, or too many.
        NotYours, AlreadyDone, AlreadyCancelled: The member stands on no side, or it is over.
    """
    with transaction.atomic():
        locked, side = lock_own(placement, member)
        versions = versions_of(locked)
        if versions.number != based_on:
            raise AgreementChanged
        full = replace(terms, days=_whole_days(locked, versions, terms.days, at=at))
        current, holding = versions.current, versions.holding
        if current is not None and not changed_fields(terms_of(current), full):
            return _confirm(locked, versions, side, at=at)
        if versions.is_amendment and holding is not None and not changed_fields(terms_of(holding), full):
            return _back_to(locked, versions, holding, side, at=at)
        version = _write(locked, versions, side, member, full, change_note=change_note, at=at)
        base = holding or current
        path = reverse("placements:confirm", args=[locked.key])
        post_to_side(
            "proposed",
            locked,
            other(side),
            at=at,
            occasion=f"{version.number}",
            version=version,
            base=base,
            path=path,
        )
        return version


def _whole_days(locked: Placement, versions: Versions, wanted: Iterable[Day], *, at: datetime) -> tuple[Day, ...]:
    """Give all days of the agreement: those that began, as they are, and the wanted ones with a key each."""
    begun = tuple(day for day in days_of(versions.holding) if day.starts_at <= at) if versions.holding else ()
    source = versions.current or versions.holding
    known = {day.key for day in days_of(source)} - {day.key for day in begun} if source else set()
    coming, used = [], set()
    for day in sorted(wanted, key=lambda each: each.starts_at):
        key = day.key if day.key in known and day.key not in used else new_key()
        used.add(key)
        coming.append(replace(day, key=key))
    if not coming and not begun:
        raise NoDays
    if len(coming) + len(begun) > MOST_DAYS or day_faults(coming, at=at):
        raise NoDays
    return tuple(sorted((*begun, *coming), key=lambda each: (each.starts_at, each.key)))


def _write(
    locked: Placement,
    versions: Versions,
    side: Side,
    member: Member,
    terms: Terms,
    *,
    change_note: str,
    at: datetime,
) -> AgreementVersion:
    number = versions.last_number + 1
    # A version with the same working time needs no other consent than that one's.
    same = (
        row
        for row in (versions.holding, versions.current)
        if row is not None and not needs_managers(changed_fields(terms_of(row), terms))
    )
    source = next(same, None)
    return AgreementVersion.objects.create(
        placement=locked,
        number=number,
        consents_of=source.consents_of if source else number,
        made_by=member,
        made_at=at,
        change_note=change_note if versions.current else "",
        **{f"{side.value}_confirmed_at": at},
        **columns_of(terms),
    )


def confirm_agreement(*, placement: Placement, member: Member, number: int, at: datetime) -> AgreementVersion:
    """Say yes to the version one has read; a second time is harmless.

    Raises:
        NothingToConfirm: There is no agreement yet.
        AgreementChanged: What waits now is another version than the one that was read.
        DaysPassed: A day of it is over before it could hold.
        NotYours, AlreadyDone, AlreadyCancelled: The member stands on no side, or it is over.
    """
    with transaction.atomic():
        locked, side = lock_own(placement, member)
        versions = versions_of(locked)
        if versions.current is None:
            raise NothingToConfirm
        if versions.current.number != number:
            raise AgreementChanged
        if versions.current.holds_since is None and has_missed_days(locked, versions.current, at=at):
            raise DaysPassed
        return _confirm(locked, versions, side, at=at)


def _confirm(locked: Placement, versions: Versions, side: Side, *, at: datetime) -> AgreementVersion:
    version = versions.current
    if version is None:
        raise NothingToConfirm
    if version.holds_since is None and not is_confirmed(version, side):
        column = f"{side.value}_confirmed_at"
        setattr(version, column, at)
        version.save(update_fields=[column])
        follow_confirmations(locked, versions, at=at)
    return version


def take_back(*, placement: Placement, member: Member, number: int, at: datetime) -> None:
    """Take back a version that doesn't hold yet; what was before it stands again.

    Of a change of an agreement that holds, either side does this; of a first agreement only who wrote it.

    Raises:
        NothingToTakeBack: It holds, there is none, or it is the other's to take back.
        AgreementChanged: Another version waits now.
        NotYours, AlreadyDone, AlreadyCancelled: The member stands on no side, or it is over.
    """
    with transaction.atomic():
        locked, side = lock_own(placement, member)
        versions = versions_of(locked)
        version = versions.current
        if version is None or version.holds_since is not None:
            raise NothingToTakeBack
        if version.number != number:
            raise AgreementChanged
        if not versions.is_amendment and version.made_by_id != member.pk:
            raise NothingToTakeBack
        if versions.holding is not None:
            _back_to(locked, versions, versions.holding, side, at=at)
        else:
            drop_versions(locked, above=version.number - 1, at=at)
            _tell_taken_back(locked, version, side, at=at)


def _back_to(
    locked: Placement, versions: Versions, holding: AgreementVersion, side: Side, *, at: datetime
) -> AgreementVersion:
    drop_versions(locked, above=holding.number, at=at)
    if versions.current is not None:
        _tell_taken_back(locked, versions.current, side, at=at)
    return holding


def _tell_taken_back(locked: Placement, version: AgreementVersion, side: Side, *, at: datetime) -> None:
    post_to_side("taken_back", locked, other(side), at=at, occasion=f"{version.number}")


def drop_versions(locked: Placement, *, above: int, at: datetime) -> None:
    """Take back every version above a number, and the open questions about them."""
    locked.versions.filter(number__gt=above, withdrawn_at=None).update(withdrawn_at=at)
    asked = ManagerConsent.objects.filter(placement=locked, state=ConsentState.ASKED, version__number__gt=above)
    for consent in asked:
        withdraw_consent(consent, at=at)
