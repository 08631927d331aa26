"""Whom someone may invite, and for which school."""

from datetime import date

from network.institutions.models import Institution
from network.invitations.states import InvitationKind
from network.members.models import Member
from network.members.states import EDITING_GROUPS, Standing


def schools_to_invite_for(*, member: Member, kind: InvitationKind, on: date) -> list[Institution]:
    """Give the schools for which a member may send this kind of invitation; empty when they may not send it at all.

    Parameters:
        member: The sender.
        kind: COLLEAGUE for coordinators; ICT_PARTNER for coaches whose work is more than their own word; AMBASSADOR
            for editors and the programme team, for any school of today; PROGRAMME for nobody: a command sends it.
        on: Today.
    """
    if not member.is_active or member.standing != Standing.MEMBER:
        return []
    schools = Institution.objects.current()
    work = member.affiliations.current(on)
    if kind == InvitationKind.COLLEAGUE:
        return list(schools.filter(pk__in=work.coordinating(on).values("institution")))
    if kind == InvitationKind.ICT_PARTNER:
        return list(schools.filter(pk__in=work.proven().filter(role__is_coach=True).values("institution")))
    if kind == InvitationKind.AMBASSADOR and is_editor(member):
        return list(schools)
    return []


def kinds_to_invite(*, member: Member, on: date) -> list[InvitationKind]:
    """Give the kinds of invitation a member may send today."""
    return [kind for kind in InvitationKind if schools_to_invite_for(member=member, kind=kind, on=on)]


def is_editor(member: Member) -> bool:
    """Say whether a member is of the editors or the programme team."""
    return member.is_superuser or member.groups.filter(name__in=EDITING_GROUPS).exists()
