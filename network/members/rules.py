"""Decisions about people, on plain values."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from network.members.fields import PROFILE_FIELDS
from portal.shared.audiences.rules import Viewer, may_see
from portal.shared.audiences.states import Audience

# A session ends so long after its sign-in, however much it is used (docs/security.md).
OLDEST_SESSION = timedelta(days=30)


def sort_key(*, given_name: str, name_prefix: str, family_name: str) -> str:
    """Give the text by which a name sorts the Dutch way: family name first, without tussenvoegsel or accents.

    "de Graaf" sorts at G, "'t Hart" at H, "Çelik" at C (demo_content section 7). The prefix only breaks ties.

    Parameters:
        given_name: Voornaam, e.g. "Daan".
        name_prefix: Tussenvoegsel, e.g. "'t"; empty when there is none.
        family_name: Achternaam, e.g. "Hart".

    Returns:
        Lower-case text without diacritics, e.g. "hart, daan, 't".
    """
    text = f"{family_name}, {given_name}, {name_prefix}"
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def full_name(*, given_name: str, name_prefix: str, family_name: str) -> str:
    """Join the parts of a name as it is read, e.g. "Daan 't Hart"."""
    return " ".join(part for part in (given_name, name_prefix, family_name) if part)


def initials(*, given_name: str, family_name: str) -> str:
    """Give the two letters of the drawn portrait, e.g. "DH"."""
    return f"{given_name[:1]}{family_name[:1]}".upper()


_PREFIXES = frozenset({"van", "de", "der", "den", "het", "'t", "’t", "ten", "ter", "te", "in", "op", "von", "la", "le"})


def split_family_name(text: str) -> tuple[str, str]:
    """Guess the prefix and the last name in a family name: "van der Berg" gives ("van der", "Berg")."""
    rest, prefix = text.split(), []
    while len(rest) > 1 and rest[0].lower() in _PREFIXES:
        prefix.append(rest.pop(0))
    return " ".join(prefix), " ".join(rest)


def split_name(name: str) -> tuple[str, str, str]:
    """Guess the three parts of a name, for the form in which its owner corrects it.

    Parameters:
        name: E.g. "Sanne de Wit".

    Returns:
        First name, prefix, last name: ("Sanne", "de", "Wit"). A single word is the first name.
    """
    first, _space, family = " ".join(name.split()).partition(" ")
    return first, *split_family_name(family)


# What an employee is called in the federations; "staff" is an old word for the same.
_EMPLOYED = frozenset({"employee", "faculty", "staff"})


def is_employed(affiliations: frozenset[str]) -> bool:
    """Decide from a federation's words whether someone works at the school; a student alone is no member.

    Source: DECISIONS 14; DOMAIN 14.
    """
    return bool(_EMPLOYED & affiliations)


class Admission(Enum):
    """What a verified e-mail address says about its owner."""

    MEMBER = "member"
    STUDENT = "student"
    UNKNOWN = "unknown"


def domain_of(email: str) -> str:
    """Give the mail domain of an address in lower case, e.g. "roc.example"; empty when it has none."""
    _name, at_sign, domain = email.rpartition("@")
    return domain.strip().lower() if at_sign else ""


def decide_admission(*, email: str, staff_domains: frozenset[str], student_domains: frozenset[str]) -> Admission:
    """Decide what a verified address makes of its owner; domains match exactly, a subdomain is another domain.

    Parameters:
        email: The verified address, any case.
        staff_domains: Known domains of schools' staff, in lower case.
        student_domains: Known domains of schools' students, in lower case.

    Returns:
        MEMBER for staff, STUDENT for a student's address, UNKNOWN for any other.

    Source: DECISIONS 14.
    """
    domain = domain_of(email)
    if domain in student_domains:
        return Admission.STUDENT
    if domain in staff_domains:
        return Admission.MEMBER
    return Admission.UNKNOWN


def is_current(*, starts_on: date | None, ends_on: date | None, on: date) -> bool:
    """Say whether a period holds on a day; both ends belong to it, an open end never ends."""
    return (starts_on is None or starts_on <= on) and (ends_on is None or on <= ends_on)


@dataclass(frozen=True, slots=True)
class Subject:
    """The member a profile is about, as far as the rule needs to know.

    `is_listed`: active and a member; nobody else's profile is shown to others. `institution_ids` are the schools where
    the member works today.
    """

    key: str
    is_listed: bool
    institution_ids: frozenset[int]


def audience_of(field: str, choices: Mapping[str, str]) -> Audience:
    """Give who sees a field: the member's choice, or the default where there is none that is allowed."""
    spec = PROFILE_FIELDS[field]
    chosen = choices.get(field)
    return Audience(chosen) if chosen in spec.allowed else spec.default


def may_see_field(*, field: str, choices: Mapping[str, str], viewer: Viewer, subject: Subject) -> bool:
    """Decide whether a viewer may see one field of a profile. Every surface asks here or in `visible_fields`.

    A field without the name it belongs to is never shown, so that nobody appears half.

    Parameters:
        field: Name of a profile field, e.g. "themes".
        choices: The member's own audiences by field name; the others have their default.
        viewer: Who looks.
        subject: Whom it is about.

    Returns:
        True for the member in person; for others when the member is listed and both name and field are for them.

    Source: DECISIONS 15; PRODUCT, "One rule serves list, profile, search, export, map and feeds".
    """
    if viewer.member_key is not None and viewer.member_key == subject.key:
        return True
    if not subject.is_listed:
        return False
    return all(
        may_see(
            audience=audience_of(name, choices),
            viewer=viewer,
            owner_key=subject.key,
            owner_institution_ids=subject.institution_ids,
            is_connected=subject.key in viewer.connected_keys,
        )
        for name in {"name", field}
    )


def visible_fields(*, choices: Mapping[str, str], viewer: Viewer, subject: Subject) -> frozenset[str]:
    """Give the names of the profile fields a viewer may see; empty when the viewer may not see the person at all."""
    return frozenset(
        field for field in PROFILE_FIELDS if may_see_field(field=field, choices=choices, viewer=viewer, subject=subject)
    )


def roles_in(title: str) -> tuple[str, ...]:
    """Give what someone calls herself, and each role in it: "i-coach en docent nt2" is an i-coach and a docent nt2."""
    roles = [role.strip() for role in re.split(r"\s+en\s+|\s*[/,]\s*", title)]
    return tuple(dict.fromkeys(filter(None, (title, *roles))))


def names_in(name: str) -> tuple[str, ...]:
    """Give how people look for a colleague besides the full name: by either part of it, and family name first."""
    given, _space, family = name.partition(" ")
    return (given, family, f"{family} {given}") if family else ()
