"""Writes about who counts as a member."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from network.institutions.models import Institution, InstitutionDomain
from network.institutions.states import DomainAudience
from network.members.actions.entries import refresh_entries
from network.members.models import Affiliation, Member
from network.members.rules import Admission, decide_admission, domain_of, is_employed
from network.members.states import Standing


def admit_member(*, member: Member, at: datetime) -> Member:
    """Make someone a member: by their address, an invitation, or an editor's decision. Twice changes nothing.

    Parameters:
        member: A person with a login.
        at: Now; the moment stays with the member.
    """
    with transaction.atomic():
        locked = Member.objects.select_for_update().get(pk=member.pk)
        if locked.standing != Standing.MEMBER:
            locked.standing = Standing.MEMBER
            locked.admitted_at = at
            locked.save(update_fields=["standing", "admitted_at"])
            refresh_entries(member=locked)
    member.standing, member.admitted_at = locked.standing, locked.admitted_at
    return member


def admit_by_address(*, member: Member, email: str, at: datetime) -> Admission:
    """Decide from a verified address who counts as a member, and at which school.

    A staff address makes a member, and notes that she works at the school: as her claim, proven by the address. A
    student's or an unknown address changes nothing; who is a member already stays one.

    Parameters:
        member: Whose address it is.
        email: An address of which the owner has proven to read the mail.
        at: Now.

    Returns:
        What the address says.

    Source: DECISIONS 14.
    """
    with transaction.atomic():
        row = InstitutionDomain.objects.select_related("institution").filter(domain=domain_of(email)).first()
        known = frozenset() if row is None else frozenset({row.domain})
        is_staff = row is not None and row.audience == DomainAudience.STAFF
        admission = decide_admission(
            email=email,
            staff_domains=known if is_staff else frozenset(),
            student_domains=frozenset() if is_staff else known,
        )
        if admission is Admission.MEMBER:
            _note_school_address(member=member, institution=row.institution, at=at)
            admit_member(member=member, at=at)
    return admission


def admit_by_federation(
    *, member: Member, affiliations: frozenset[str], organisation: str, brin: str, at: datetime
) -> bool:
    """Decide from what a federation says of someone who counts as a member, and at which school.

    Parameters:
        member: Who signed in with a school account.
        affiliations: Words of the federation in lower case, e.g. "employee", "student".
        organisation: Domain of the school; matched with the staff domains. May be empty.
        brin: Code of the school; matched with its DUO codes. May be empty.
        at: Now.

    Returns:
        True when the person works at a school; a student, or someone of whom nothing is said, stays what they were.

    Source: DECISIONS 14; DOMAIN 14.
    """
    if not is_employed(affiliations):
        return False
    with transaction.atomic():
        school = _school_of(organisation=organisation, brin=brin)
        if school is not None:
            _note_school_address(member=member, institution=school, at=at)
        admit_member(member=member, at=at)
    return True


def _school_of(*, organisation: str, brin: str) -> Institution | None:
    domains = InstitutionDomain.objects.select_related("institution__merged_into")
    row = domains.filter(domain=organisation, audience=DomainAudience.STAFF).first() if organisation else None
    if row is not None:
        return row.institution.current
    coded = Institution.objects.current().filter(duo_codes__icontains=brin) if brin else []
    return next((school for school in coded if brin in school.duo_codes.upper().replace(",", " ").split()), None)


def _note_school_address(*, member: Member, institution: Institution, at: datetime) -> None:
    Member.objects.select_for_update().get(pk=member.pk)
    places = Affiliation.objects.filter(member=member, institution=institution).current(timezone.localdate(at))
    if not places.exists():
        Affiliation.objects.create(member=member, institution=institution, has_school_address=True)
    elif not places.filter(has_school_address=True).exists():
        # One proof is enough; the others at this school keep their own state.
        first = places.order_by("pk").first()
        first.has_school_address = True
        first.save(update_fields=["has_school_address"])
    refresh_entries(member=member)
