"""Bringing a list of schools into the portal: all of it or nothing."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from network.errors import DomainTaken
from network.institutions.actions import add_institution, change_institution, rename_institution, set_domains
from network.institutions.import_rows import RowError, SchoolRow
from network.institutions.models import Institution, InstitutionName
from network.institutions.states import DomainAudience


@dataclass
class ImportReport:
    """What an import did, or would do: names of schools, and errors by line."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


class _NothingDone(Exception):
    """Takes everything back: a row can't be used, or it was a dry run."""


def import_schools(rows: list[SchoolRow], *, is_dry_run: bool = False) -> ImportReport:
    """Add the schools that are new, and change those that are known, in one transaction.

    A school is known by a DUO code, or else by its address, a former one included. Empty cells leave what is known;
    former names and mail domains are added, none is taken away. The same file twice changes nothing.

    Parameters:
        rows: From `read_schools`, without errors.
        is_dry_run: Take everything back at the end.

    Returns:
        What was done. With errors nothing was.
    """
    report = ImportReport()
    try:
        with transaction.atomic():
            for row in rows:
                _import_row(row, report)
            if report.errors or is_dry_run:
                raise _NothingDone
    except _NothingDone:
        pass
    return report


def _import_row(row: SchoolRow, report: ImportReport) -> None:
    found = _known(row)
    if len(found) > 1:
        names = ", ".join(sorted(str(school) for school in found))
        sentence = _("This row fits more than one school: %(names)s. Merge them first, or correct the row.")
        report.errors.append(RowError(row.line, sentence % {"names": names}))
        return
    school = found[0] if found else None
    if school is not None and school.merged_into is not None:
        sentence = _("%(school)s is part of %(target)s now. Remove the row.")
        report.errors.append(RowError(row.line, sentence % {"school": school, "target": school.merged_into}))
        return
    try:
        with transaction.atomic():
            outcome = _add(row, report) if school is None else _update(school, row, report)
    except DomainTaken as reason:
        report.errors.append(RowError(row.line, str(reason.message)))
    else:
        outcome.append(row.name)


def _known(row: SchoolRow) -> list[Institution]:
    schools = Institution.objects.select_related("merged_into")
    by_code: dict[int, Institution] = {}
    for code in row.duo_codes:
        by_code |= {school.pk: school for school in schools.filter(duo_codes__contains=code)}
    if by_code:
        return list(by_code.values())
    return list(schools.filter(slug=row.slug) or schools.filter(former_names__slug=row.slug))


def _add(row: SchoolRow, report: ImportReport) -> list[str]:
    add_institution(
        name=row.name,
        slug=row.slug,
        staff_domains=row.staff_domains,
        student_domains=row.student_domains,
        former_names=row.former_names,
        **row.columns,
    )
    return report.added


def _update(school: Institution, row: SchoolRow, report: ImportReport) -> list[str]:
    changed = {name: value for name, value in row.columns.items() if getattr(school, name) != value}
    known = set(school.former_names.values_list("name", flat=True))
    names = [name for name in row.former_names if name not in known and name != row.name]
    domains = {
        audience: set(school.domains.filter(audience=audience).values_list("domain", flat=True))
        for audience in DomainAudience
    }
    staff = domains[DomainAudience.STAFF] | set(row.staff_domains)
    students = domains[DomainAudience.STUDENTS] | set(row.student_domains)
    is_renamed = school.name != row.name
    if is_renamed:
        rename_institution(institution=school, name=row.name)
    if (staff, students) != (domains[DomainAudience.STAFF], domains[DomainAudience.STUDENTS]):
        set_domains(institution=school, staff_domains=sorted(staff), student_domains=sorted(students))
    elif not (changed or names or is_renamed):
        return report.same
    for name in names:
        InstitutionName.objects.create(institution=school, name=name)
    # Also writes the search entry, which holds the former names.
    change_institution(institution=school, **(changed or {"city": school.city}))
    return report.changed
