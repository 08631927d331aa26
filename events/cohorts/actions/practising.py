"""Roles people practise, and buddies: who organises decides, a rule proposes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from events.cohorts.actions.rows import lock_cohort, lock_group
from events.cohorts.errors import GroupFinished, PairsUnfit, RolesInvalid, RoleUnknown
from events.cohorts.models import BuddyPair, Cohort, CohortMember, RolePractice
from events.cohorts.rules import LONGEST_ROLE, MOST_ROLES, pairs_fit
from events.meetups.models import Meetup, Occurrence


def set_roles(*, meetup: Meetup, roles: Sequence[str], at: datetime) -> Cohort:
    """Say which roles people of the group practise in turn; what was practised before stays as it was.

    Raises:
        RolesInvalid: More than MOST_ROLES, one twice, or one too long.
        GroupFinished: The group is closed.
    """
    words = [" ".join(role.split()) for role in roles if role.strip()]
    if len(words) > MOST_ROLES or len(set(words)) < len(words) or any(len(word) > LONGEST_ROLE for word in words):
        raise RolesInvalid
    with transaction.atomic():
        cohort, _dates = lock_group(meetup, at=at)
        if cohort.is_closed:
            raise GroupFinished
        cohort.roles = words
        cohort.save(update_fields=["roles"])
    return cohort


def give_roles(*, cohort: Cohort, occurrence: Occurrence, roles: Mapping[str, str]) -> list[RolePractice]:
    """Have exactly these roles at one date.

    Parameters:
        cohort: Whose.
        occurrence: A date of its meetup.
        roles: The role per person, by the key of the place; "" for none.

    Raises:
        RoleUnknown: A role or a person isn't of this group (any more).
        GroupFinished: The group is closed.
    """
    wanted = {key: role for key, role in roles.items() if role}
    with transaction.atomic():
        locked = lock_cohort(cohort)
        if locked.is_closed:
            raise GroupFinished
        places = {place.key: place for place in locked.places.inside().filter(key__in=list(wanted))}
        if set(places) != set(wanted) or not set(wanted.values()) <= set(locked.roles):
            raise RoleUnknown
        RolePractice.objects.filter(place__cohort=locked, occurrence=occurrence).delete()
        rows = [RolePractice(place=places[key], occurrence=occurrence, role=role) for key, role in wanted.items()]
        return RolePractice.objects.bulk_create(rows)


def set_pairs(*, cohort: Cohort, groups: Sequence[Sequence[str]], at: datetime) -> list[BuddyPair]:
    """Have exactly these buddies.

    Parameters:
        cohort: Whose.
        groups: The keys of the places of each pair; who stands in none has no buddy.
        at: Now.

    Raises:
        PairsUnfit: Someone stands in two, or a group has one person, more than three, or there are two of three.
        RoleUnknown: Someone isn't in the group (any more).
        GroupFinished: The group is closed.
    """
    keys = [key for group in groups for key in group]
    if len(set(keys)) < len(keys) or not pairs_fit(len(group) for group in groups):
        raise PairsUnfit
    with transaction.atomic():
        locked = lock_cohort(cohort)
        if locked.is_closed:
            raise GroupFinished
        places = {place.key: place.pk for place in locked.places.inside().filter(key__in=keys)}
        if set(places) != set(keys):
            raise RoleUnknown
        locked.places.update(pair=None)
        locked.pairs.all().delete()
        pairs = []
        for group in groups:
            pair = BuddyPair.objects.create(cohort=locked, made_at=at)
            CohortMember.objects.filter(pk__in=[places[key] for key in group]).update(pair=pair)
            pairs.append(pair)
    return pairs
