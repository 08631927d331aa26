"""Who says that they work at a school, and waits for its coordinator."""

from datetime import date

from network.institutions.models import Institution
from network.members.models import Affiliation, Member
from network.members.states import AffiliationState, Standing


def coordinated_schools(member: Member, *, on: date) -> list[Institution]:
    """Give the schools of which a member is coordinator today, by name."""
    work = Affiliation.objects.filter(member=member).coordinating(on)
    return list(Institution.objects.current().filter(pk__in=work.values("institution")))


def claims_at(schools, *, on: date):
    """Give the claims of members at these schools that wait for a confirmation, by name of the person.

    A member can't hide name and school from other members, so the coordinator may see them all.
    """
    claims = Affiliation.objects.current(on).filter(institution__in=schools, state=AffiliationState.CLAIMED)
    people = claims.filter(member__is_active=True, member__standing=Standing.MEMBER)
    return people.select_related("member", "institution", "role").order_by("member__sort_name", "pk")
