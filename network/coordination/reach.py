"""Who looks after which school."""

from datetime import date

from network.institutions.models import Institution
from network.members.models import Affiliation, Member
from network.members.states import Standing


def coordinates(member: Member, institution: Institution, *, on: date) -> bool:
    """Say whether someone looks after this school today: an active member with confirmed work as coordinator."""
    if not member.is_authenticated or not member.is_active or member.standing != Standing.MEMBER:
        return False
    return member.affiliations.coordinating(on).filter(institution=institution).exists()


def colleagues_of(institution: Institution, *, on: date):
    """Give the confirmed work of active members at a school, with the people, by name: the task can go to them."""
    rows = Affiliation.objects.current(on).filter(
        institution=institution, state="confirmed", member__is_active=True, member__standing=Standing.MEMBER
    )
    return rows.select_related("member", "role", "institution").order_by("member__sort_name", "pk")
