"""Writes about what people do at which school."""

from datetime import date, datetime, timedelta

from django.db import transaction

from network.errors import EndsBeforeStart, SchoolIsMerged, WorkDeclined
from network.institutions.models import Institution
from network.members.actions.entries import refresh_entries
from network.members.models import Affiliation, Member
from network.members.states import AffiliationState
from network.vocabulary.models import Role
from portal.shared.audit_log.actions import note


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
        WorkDeclined: The school said before that this member doesn't work there.
    """
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        if institution.merged_into_id is not None:
            raise SchoolIsMerged
        if _was_declined(member, institution):
            raise WorkDeclined
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


def confirm_affiliation(*, affiliation: Affiliation, at: datetime | None = None) -> Affiliation:
    """Note that the school agrees with what someone says of their work there.

    Parameters:
        affiliation: Which work.
        at: When the school said so, where that is known.
    """
    return _decide(affiliation, AffiliationState.CONFIRMED, at)


def decline_affiliation(*, affiliation: Affiliation, at: datetime) -> Affiliation:
    """Note that the school says that someone doesn't work there: from now on it shows to the member alone."""
    return _decide(affiliation, AffiliationState.DECLINED, at)


def _decide(affiliation: Affiliation, state: AffiliationState, at: datetime | None) -> Affiliation:
    with transaction.atomic():
        affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
        affiliation.state, affiliation.decided_at = state, at
        affiliation.is_coordinator = affiliation.is_coordinator and state == AffiliationState.CONFIRMED
        affiliation.save(update_fields=["state", "decided_at", "is_coordinator"])
        refresh_entries(member=affiliation.member)
    return affiliation


def _was_declined(member: Member, institution: Institution) -> bool:
    return member.affiliations.filter(institution=institution, state=AffiliationState.DECLINED, ends_on=None).exists()


def appoint_coordinator(*, affiliation: Affiliation, is_coordinator: bool = True) -> Affiliation:
    """Make someone the coordinator of a school on the programme team's word, or no longer; this confirms the work.

    Parameters:
        affiliation: What they do at the school.
        is_coordinator: False takes the task away; the confirmation stays.
    """
    with transaction.atomic():
        affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
        if affiliation.is_coordinator != is_coordinator:
            kind = "coordinator.named" if is_coordinator else "coordinator.dismissed"
            note(kind, about=("member", affiliation.member.key), school=affiliation.institution.slug)
        affiliation.is_coordinator = is_coordinator
        affiliation.state = AffiliationState.CONFIRMED
        affiliation.save(update_fields=["is_coordinator", "state"])
        refresh_entries(member=affiliation.member)
    return affiliation


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


def change_work(*, affiliation: Affiliation, role: Role | None, local_title: str, team: str, starts_on: date | None):
    """Say what someone does at a school, in which team and since when; that they work there stays as it was decided.

    Parameters:
        affiliation: The member's own.
        role: From the list of roles.
        local_title: What the school calls it; empty for the name of the role.
        team: Part of the school.
        starts_on: First day, or None when it isn't known.

    Returns:
        The affiliation as stored.

    Raises:
        EndsBeforeStart: It ended before that day.
    """
    with transaction.atomic():
        affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
        if starts_on is not None and affiliation.ends_on is not None and affiliation.ends_on < starts_on:
            raise EndsBeforeStart
        affiliation.role, affiliation.local_title = role, local_title.strip()
        affiliation.team, affiliation.starts_on = team.strip(), starts_on
        affiliation.save(update_fields=["role", "local_title", "team", "starts_on"])
        refresh_entries(member=affiliation.member)
    return affiliation


def move_to_school(*, affiliation: Affiliation, institution: Institution, starts_on: date) -> Affiliation:
    """Take the same work to another school: it ends at the old one the day before, and starts there as a claim.

    Parameters:
        affiliation: The member's work at the old school; it stays as history.
        institution: The new school.
        starts_on: First day there.

    Returns:
        The new affiliation.

    Raises:
        EndsBeforeStart: The work at the old school began later than that.
        SchoolIsMerged: The new school went into another one.
        WorkDeclined: The new school said before that this member doesn't work there.
    """
    with transaction.atomic():
        end_affiliation(affiliation=affiliation, ends_on=starts_on - timedelta(days=1))
        return affiliate_member(
            member=affiliation.member,
            institution=institution,
            role=affiliation.role,
            local_title=affiliation.local_title,
            starts_on=starts_on,
        )


def forget_affiliation(*, affiliation: Affiliation) -> None:
    """Take work out of someone's history altogether, on their own word."""
    with transaction.atomic():
        member = affiliation.member
        Affiliation.objects.filter(pk=affiliation.pk).delete()
        refresh_entries(member=member)
