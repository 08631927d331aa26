"""Reading a list of schools from CSV: what each row says, or in a sentence why it can't be used."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from network.institutions.rules import clean_domains
from network.institutions.states import HolidayRegion, InstitutionKind, InstitutionSize

REQUIRED = ("name", "city", "province")
# What the list holds for its makers only is read past.
KNOWN = {
    *REQUIRED,
    "slug",
    "type",
    "size",
    "lat",
    "lon",
    "duo_codes",
    "former_names",
    "holiday_region",
    "email_domains",
    "student_domains",
    "coach_title",
    "uncertain",
    "legal_name_duo",
    "note",
}
LONGEST = {"name": 120, "city": 80, "province": 40, "coach_title": 60, "duo_codes": 60, "slug": 80}
# The Netherlands, the islands in the north included; Caribbean schools leave both empty.
LATITUDES, LONGITUDES = (50.5, 53.7), (3.2, 7.3)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_DUO_CODE = re.compile(r"[0-9]{2}[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class RowError:
    """Why one row, by its line in the file, can't be used; line 1 is the row of names."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(sentence)s") % {"line": self.line, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school as the file says it. `columns` holds only what the file fills in: empty cells leave what is known."""

    line: int
    name: str
    slug: str
    columns: dict[str, object]
    duo_codes: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    staff_domains: tuple[str, ...] = ()
    student_domains: tuple[str, ...] = ()


@dataclass
class Reading:
    """What a file holds: usable rows, and errors by line."""

    rows: list[SchoolRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def read_schools(content: bytes) -> Reading:
    """Read a list of schools.

    Parameters:
        content: The file: UTF-8 with or without byte order mark, columns parted by comma, semicolon or tab.

    Returns:
        Every row, either usable or with its error. A file that can't be read at all has one error, on line 1.
    """
    reading = Reading()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        reading.errors.append(RowError(1, _("The file is not UTF-8. Save it in your spreadsheet as “CSV UTF-8”.")))
        return reading
    heading, _break, _rest = text.partition("\n")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count), strict=True)
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or []]
        problem = _wrong_heading(names)
        if problem:
            reading.errors.append(RowError(1, problem))
            return reading
        reader.fieldnames = names
        _read_rows(reader, reading)
    except csv.Error:
        sentence = _("The quotes in this row do not match. Check the row, or save the list anew.")
        reading.errors.append(RowError(reader.line_num, sentence))
    return reading


def _wrong_heading(names: list[str]) -> str:
    missing = [name for name in REQUIRED if name not in names]
    unknown = [name for name in names if name not in KNOWN]
    if missing:
        return _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
    if unknown:
        return _("These columns are unknown: %(names)s.") % {"names": ", ".join(unknown) or "?"}
    if len(set(names)) != len(names):
        return _("A column stands in the list twice.")
    return ""


def _read_rows(reader: csv.DictReader, reading: Reading) -> None:
    seen: dict[str, int] = {}
    for cells in reader:
        line = reader.line_num
        if None in cells or None in cells.values():
            reading.errors.append(RowError(line, _("This row has another number of columns than the first row.")))
            continue
        given = {name: " ".join(str(value).split()) for name, value in cells.items()}
        if not any(given.values()):
            continue
        problems = list(_problems(given))
        row = None if problems else _school_row(line, given)
        for mark in _marks(row) if row else ():
            if mark in seen:
                problems.append(_("“%(value)s” stands on line %(line)d too.") % {"value": mark, "line": seen[mark]})
            seen.setdefault(mark, line)
        reading.errors += [RowError(line, problem) for problem in problems]
        if row is not None and not problems:
            reading.rows.append(row)


def _marks(row: SchoolRow) -> tuple[str, ...]:
    """Give what only one row of a file can have."""
    return tuple(dict.fromkeys((row.slug, *row.duo_codes, *row.staff_domains, *row.student_domains)))


def _school_row(line: int, given: dict[str, str]) -> SchoolRow:
    columns: dict[str, object] = {"city": given["city"], "province": given["province"]}
    for cell, column in (
        ("type", "kind"),
        ("size", "size"),
        ("holiday_region", "holiday_region"),
        ("coach_title", "coach_title"),
    ):
        if given.get(cell):
            columns[column] = given[cell].lower() if cell != "coach_title" else given[cell]
    if given.get("lat"):
        columns |= {"latitude": _number(given["lat"]), "longitude": _number(given["lon"])}
    codes = _codes(given)
    if codes:
        columns["duo_codes"] = "; ".join(codes)
    return SchoolRow(
        line=line,
        name=given["name"],
        slug=given.get("slug") or slugify(given["name"])[:70].strip("-"),
        columns=columns,
        duo_codes=codes,
        former_names=tuple(_listed(given.get("former_names", ""))),
        staff_domains=tuple(clean_domains(given.get("email_domains", ""))),
        student_domains=tuple(clean_domains(given.get("student_domains", ""))),
    )


def _listed(cell: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _codes(given: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(given.get("duo_codes", "").upper().replace(";", " ").split()))


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None


def _problems(given: dict[str, str]) -> Iterator[str]:
    for name in REQUIRED:
        if not given[name]:
            yield _("The column %(name)s is empty.") % {"name": name}
    for name, longest in LONGEST.items():
        if len(given.get(name, "")) > longest:
            yield _("The column %(name)s has more than %(number)d characters.") % {"name": name, "number": longest}
    if given.get("slug") and slugify(given["slug"]) != given["slug"]:
        yield _("The address “%(value)s” may hold small letters, numbers and hyphens only.") % {"value": given["slug"]}
    if given["name"] and not slugify(given["name"]):
        yield _("The name “%(value)s” has no letters to make an address of.") % {"value": given["name"]}
    for name, kinds in (("type", InstitutionKind), ("size", InstitutionSize), ("holiday_region", HolidayRegion)):
        value = given.get(name, "").lower()
        if value and value not in kinds.values:
            yield _("“%(value)s” is no %(name)s; choose from: %(choices)s.") % {
                "value": value,
                "name": name,
                "choices": ", ".join(kinds.values),
            }
    yield from _place_problems(given)
    yield from _code_problems(given)


def _place_problems(given: dict[str, str]) -> Iterator[str]:
    cells = (given.get("lat", ""), given.get("lon", ""))
    if not any(cells):
        return
    for cell, (low, high), name in zip(cells, (LATITUDES, LONGITUDES), ("lat", "lon"), strict=True):
        number = _number(cell)
        if number is None or not low <= number <= high:
            yield _("“%(value)s” is no %(name)s in the Netherlands.") % {"value": cell, "name": name}


def _code_problems(given: dict[str, str]) -> Iterator[str]:
    for code in _codes(given):
        if not _DUO_CODE.fullmatch(code):
            yield _("“%(value)s” is no DUO code, such as 25LH.") % {"value": code}
    staff = clean_domains(given.get("email_domains", ""))
    students = clean_domains(given.get("student_domains", ""))
    for domain in (*staff, *students):
        if not _DOMAIN.fullmatch(domain):
            yield _("“%(value)s” is no mail domain, such as school.nl.") % {"value": domain}
    for domain in set(staff) & set(students):
        yield _("“%(value)s” stands for staff and for students; it can be only one.") % {"value": domain}
