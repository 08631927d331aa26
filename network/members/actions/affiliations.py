"""Writes about what people do at which school."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from network.errors import EndsBeforeStart, SchoolIsMerged
from network.institutions.models import Institution
from network.members.actions.entries import refresh_entries
from network.members.models import Affiliation, Member
from network.members.states import AffiliationState
from network.vocabulary.models import Role


def affiliate_member(
    *,
    member: Member,
    institution: Institution,
    role: Role | None = None,
    local_title: str = "",
    team: str = "",
    starts_on: date | None = None,
    state: AffiliationState = AffiliationState.CLAIMED,
) -> Affiliation:
    """Note that a member works at a school; the same work twice gives the first row.

    Parameters:
        member: Who.
        institution: Where; a school that exists today.
        role: What kind of work, or None when it isn't known yet.
        local_title: What the school calls it, e.g. "eCoach".
        team: Part of the school.
        starts_on: First day, or None when it isn't known.
        state: CONFIRMED only when the school itself says so.

    Returns:
        The affiliation, open at its end.

    Raises:
        SchoolIsMerged: The school went into another one.
    """
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        if institution.merged_into_id is not None:
            raise SchoolIsMerged
        affiliation, _made = Affiliation.objects.get_or_create(
            member=member,
            institution=institution,
            role=role,
            local_title=local_title,
            ends_on=None,
            defaults={"team": team, "starts_on": starts_on, "state": state},
        )
        refresh_entries(member=member)
    return affiliation


def describe_work(*, affiliation: Affiliation, role: Role | None, local_title: str) -> Affiliation:
    """Say what someone does at a school; whether the school agreed that they work there stays as it is.

    Parameters:
        affiliation: The member's own.
        role: From the list of roles.
        local_title: What the school calls it; empty for the name of the role.
    """
    with transaction.atomic():
        affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
        affiliation.role, affiliation.local_title = role, local_title.strip()
        affiliation.save(update_fields=["role", "local_title"])
        refresh_entries(member=affiliation.member)
    return affiliation


def confirm_affiliation(*, affiliation: Affiliation) -> Affiliation:
    """Note that the school agrees with what someone says of their work there."""
    with transaction.atomic():
        affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
        affiliation.state = AffiliationState.CONFIRMED
        affiliation.save(update_fields=["state"])
        refresh_entries(member=affiliation.member)
    return affiliation


def appoint_coordinator(*, affiliation: Affiliation, is_coordinator: bool = True) -> Affiliation:
    """Make someone the coordinator of a school on the programme team's word, or no longer; this confirms the work.

    Parameters:
        affiliation: What they do at the school.
        is_coordinator: False takes the task away; the confirmation stays.
    """
    with transaction.atomic():
        affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
        affiliation.is_coordinator = is_coordinator
        affiliation.state = AffiliationState.CONFIRMED
        affiliation.save(update_fields=["is_coordinator", "state"])
        refresh_entries(member=affiliation.member)
    return affiliation


def choose_coordinated_schools(*, member: Member, schools: list[Institution], at: datetime) -> None:
    """Make a member the coordinator of exactly these schools, among those where they work today.

    Parameters:
        member: Who.
        schools: All of them; one where the member doesn't work is passed over.
        at: Now.
    """
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        wanted = {school.pk for school in schools}
        places = Affiliation.objects.filter(member=member).current(timezone.localdate(at)).order_by("pk")
        seen: set[int] = set()
        for place in places:
            is_wanted = place.institution_id in wanted and place.institution_id not in seen
            seen.add(place.institution_id)
            if place.is_coordinator != is_wanted:
                appoint_coordinator(affiliation=place, is_coordinator=is_wanted)


def end_affiliation(*, affiliation: Affiliation, ends_on: date) -> Affiliation:
    """Note the last day of someone's work at a school; the row stays as history.

    Parameters:
        affiliation: Which work.
        ends_on: Last day, still included; may lie ahead.

    Raises:
        EndsBeforeStart: The last day lies before the first.
    """
    with transaction.atomic():
        affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
        if affiliation.starts_on is not None and ends_on < affiliation.starts_on:
            raise EndsBeforeStart
        affiliation.ends_on = ends_on
        affiliation.save(update_fields=["ends_on"])
        refresh_entries(member=affiliation.member)
    return affiliation
