"""Making, renewing and withdrawing the address of a group's calendar; each person in it has their own."""

from datetime import datetime

from django.db import transaction

from events.cohorts.actions.rows import lock_cohort, read_place
from events.cohorts.errors import NotInGroup
from events.cohorts.models import CohortFeed, CohortMember
from events.cohorts.states import PlaceState
from events.feeds.actions import new_secret


def make_address(*, place: CohortMember, at: datetime) -> CohortFeed:
    """Give someone an address; the one there is stays as it is.

    Raises:
        NotInGroup: They don't take part.
    """
    with transaction.atomic():
        held = _lock(place)
        present = CohortFeed.objects.filter(place=held).first()
        return present or _write(held, at)


def renew_address(*, place: CohortMember, at: datetime) -> CohortFeed:
    """Give someone a new address; the old one is dead from the next request on.

    Raises:
        NotInGroup: They don't take part.
    """
    with transaction.atomic():
        held = _lock(place)
        CohortFeed.objects.filter(place=held).delete()
        return _write(held, at)


def revoke_address(*, place: CohortMember) -> None:
    """Take the address away; without one, nothing happens."""
    with transaction.atomic():
        CohortFeed.objects.filter(place=place).delete()


def _lock(place: CohortMember) -> CohortMember:
    held = read_place(place, lock_cohort(place.cohort))
    if held.state != PlaceState.TAKING_PART:
        raise NotInGroup
    return held


def _write(place: CohortMember, at: datetime) -> CohortFeed:
    return CohortFeed.objects.create(place=place, made_at=at, **new_secret(CohortFeed.purpose))
