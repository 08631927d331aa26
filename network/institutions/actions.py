"""Writes about schools."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from network.errors import DomainTaken, MergedIntoItself, SchoolIsMerged
from network.institutions.models import Institution, InstitutionDomain, InstitutionName
from network.institutions.rules import free_slug
from network.institutions.states import DomainAudience
from portal.shared.audit_log.actions import note
from portal.shared.registries.crossings import institution_moves
from search.index.actions import index_object, rename_facet
from search.index.models import FacetName


def add_institution(
    *,
    name: str,
    city: str,
    province: str,
    slug: str = "",
    staff_domains: Iterable[str] = (),
    student_domains: Iterable[str] = (),
    former_names: Iterable[str] = (),
    **columns,
) -> Institution:
    """Add a school.

    Parameters:
        name: Its name as the school writes it.
        city: Where it has its main place.
        province: In which province.
        slug: Its address under /scholen/; made from the name when empty, and numbered when taken.
        staff_domains: Mail domains whose owners become members.
        student_domains: Mail domains whose owners don't.
        former_names: Names it had before, for search.
        columns: Further columns of Institution, e.g. kind, holiday_region.

    Raises:
        DomainTaken: Another school has one of the domains.
    """
    with transaction.atomic():
        institution = Institution.objects.create(
            name=name,
            city=city,
            province=province,
            slug=free_slug(slug or slugify(name), taken=_taken_slugs()),
            **columns,
        )
        for former in former_names:
            InstitutionName.objects.create(institution=institution, name=former)
        set_domains(institution=institution, staff_domains=staff_domains, student_domains=student_domains)
    return institution


def change_institution(*, institution: Institution, **columns) -> Institution:
    """Set columns of a school other than its name and address, e.g. city, kind, holiday_region, profile."""
    with transaction.atomic():
        for column, value in columns.items():
            setattr(institution, column, value)
        institution.save(update_fields=list(columns))
        _refresh_entry(institution)
    return institution


def rename_institution(*, institution: Institution, name: str) -> Institution:
    """Give a school another name, and the address that goes with it; the old address redirects.

    Parameters:
        institution: Which school.
        name: The new name. A name it had before gives its old address back.

    Returns:
        The school, with the new name and slug.
    """
    with transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        if locked.name != name:
            old_name, old_slug = locked.name, locked.slug
            locked.former_names.filter(name=name).delete()
            locked.name = name
            locked.slug = free_slug(slugify(name), taken=_taken_slugs() - {old_slug})
            locked.save(update_fields=["name", "slug"])
            InstitutionName.objects.create(
                institution=locked, name=old_name, slug=old_slug if old_slug != locked.slug else None
            )
            _rename_in_search(old_slug, locked)
            _refresh_entries(locked)
    institution.name, institution.slug = locked.name, locked.slug
    return locked


def set_domains(
    *, institution: Institution, staff_domains: Iterable[str], student_domains: Iterable[str]
) -> Institution:
    """Replace the mail domains of a school. People who are members by a domain that goes stay members.

    Raises:
        DomainTaken: Another school has one of the domains, or it stands in both lists.
    """
    wanted: dict[str, DomainAudience] = {}
    for audience, domains in ((DomainAudience.STAFF, staff_domains), (DomainAudience.STUDENTS, student_domains)):
        for domain in domains:
            if wanted.setdefault(domain.strip().lower(), audience) != audience:
                raise DomainTaken(domain)
    with transaction.atomic():
        taken = InstitutionDomain.objects.filter(domain__in=wanted).exclude(institution=institution).first()
        if taken is not None:
            raise DomainTaken(taken.domain)
        before = dict(institution.domains.values_list("domain", "audience"))
        if before != {domain: audience.value for domain, audience in wanted.items()}:
            staff = sorted(domain for domain, audience in wanted.items() if audience == DomainAudience.STAFF)
            note("school.domains", about=("institution", institution.slug), staff=staff)
        institution.domains.exclude(domain__in=wanted).delete()
        for domain, audience in wanted.items():
            InstitutionDomain.objects.update_or_create(
                domain=domain, defaults={"institution": institution, "audience": audience}
            )
        _refresh_entry(institution)
    return institution


def merge_institutions(*, source: Institution, target: Institution) -> Institution:
    """Let one school go into another. Its address redirects, its name is found, and what hangs on it moves along.

    What moves is what the registry of moves holds: people, domains, texts and whatever higher apps add.

    Schools that went into the source before point to the target from now on, so a redirect is always one step.

    Parameters:
        source: The school that no longer exists by itself; its row stays.
        target: The school that carries on.

    Returns:
        The target.

    Raises:
        MergedIntoItself: Both are the same school.
        SchoolIsMerged: One of them went into another school already.

    Source: DECISIONS 5.
    """
    if source.pk == target.pk:
        raise MergedIntoItself
    with transaction.atomic():
        locked = {
            school.pk: school
            for school in Institution.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk")
        }
        if any(school.merged_into_id is not None for school in locked.values()):
            raise SchoolIsMerged
        note("school.merged", about=("institution", source.slug), into=target.slug)
        Institution.objects.filter(merged_into=source).update(merged_into=target)
        for move in institution_moves:
            move.move(source.pk, target.pk)
        InstitutionName.objects.create(institution=target, name=locked[source.pk].name)
        locked[source.pk].merged_into = locked[target.pk]
        locked[source.pk].save(update_fields=["merged_into"])
        _rename_in_search(source.slug, locked[target.pk])
        _refresh_entry(locked[source.pk])
        _refresh_entries(locked[target.pk])
    source.merged_into = target
    return target


def preview_merge(institution: Institution) -> list[tuple[str, int]]:
    """Give what hangs on a school and would move with it: a label and a number each, without what has none."""
    counts = [(str(move.label), move.count(institution.pk)) for move in institution_moves]
    return [(label, number) for label, number in counts if number]


def _taken_slugs() -> set[str]:
    former = InstitutionName.objects.exclude(slug=None).values_list("slug", flat=True)
    return {*Institution.objects.values_list("slug", flat=True), *former}


def _rename_in_search(old_slug: str, school: Institution) -> None:
    """Find and name what other subjects tell of a school by its address and name of today."""
    rename_facet(name=FacetName.INSTITUTION.value, value=old_slug, new_value=school.slug, label=str(school))


def _refresh_entry(institution: Institution) -> None:
    # Read again, because the caller's object may hold former names from before the change.
    index_object("school", Institution.objects.get(pk=institution.pk))


def _refresh_entries(institution: Institution) -> None:
    """Write the entries of a school and of its people anew: theirs carry the school's name."""
    _refresh_entry(institution)
    # By the relation: people know schools, schools don't know people.
    for place in institution.affiliations.select_related("member"):
        index_object("persoon", place.member)
