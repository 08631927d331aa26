"""Writes about what people do at which school."""

from datetime import date

from django.db import transaction

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


def confirm_affiliation(*, affiliation: Affiliation) -> Affiliation:
    """Note that the school agrees with what someone says of their work there."""
    with transaction.atomic():
        affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
        affiliation.state = AffiliationState.CONFIRMED
        affiliation.save(update_fields=["state"])
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
