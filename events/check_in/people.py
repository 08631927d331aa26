"""Who has a seat at a date, as organisers read it: at the door and on paper. Only they do (DECISIONS 16)."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.formats import date_format

from events.check_in.codes import short_code
from events.meetups.models import Occurrence
from events.meetups.states import Mode
from events.registrations.models import Registration
from events.registrations.states import Attendance
from network.members.profiles import profile_for
from network.models import Member
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True, slots=True)
class Person:
    """One person on the list of a date.

    Attributes:
        key: Of the registration.
        name: As it is read.
        school: The school the seat counts for, or what a guest typed.
        code: The short code on the ticket.
        is_online: They take part online.
        attendance: "unknown", "present" or "absent".
        since: When they were checked in, "9.41"; empty for who isn't.
    """

    key: str
    name: str
    school: str
    code: str
    is_online: bool
    attendance: str
    since: str

    @property
    def find(self) -> str:
        """Everything a search looks in, without capitals and accents."""
        return plain(f"{self.name} {self.school} {self.code} {self.code.replace('-', '')}")


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many people have a seat, and how many of them are checked in."""

    came: int
    expected: int


@dataclass(frozen=True, slots=True)
class Badge:
    """What someone wears; the role only as far as the profile shows it to the organiser who prints."""

    name: str
    school: str
    role: str


def plain(text: str) -> str:
    """Give a text in small letters without accents, to search in."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def clock(moment: datetime) -> str:
    """Give the time of day in the Netherlands: "9.41"."""
    return date_format(timezone.localtime(moment), "G.i")


def person_of(row: Registration) -> Person:
    """Give one person of the list; `member` and `institution` are read."""
    member = row.member
    return Person(
        key=row.key,
        name=str(member) if member else row.guest_name,
        school=str(row.institution) if row.institution else row.guest_organisation,
        code=short_code(row.key),
        is_online=row.mode == Mode.ONLINE,
        attendance=row.attendance,
        since=clock(row.checked_in_at) if row.checked_in_at else "",
    )


def people_at(occurrence: Occurrence, *, asked: str = "", mode: str = "") -> list[Person]:
    """Give who has a seat, by name, in one query.

    Parameters:
        occurrence: The date.
        asked: Words that name, school or short code hold, all of them; empty for everyone.
        mode: Only who takes part so; empty for all.
    """
    rows = Registration.objects.confirmed().filter(occurrence=occurrence, erased_at=None)
    rows = rows.filter(mode=mode) if mode else rows
    words = plain(asked).split()
    people = [person_of(row) for row in rows.select_related("member", "institution")]
    found = [person for person in people if all(word in person.find for word in words)]
    return sorted(found, key=lambda person: (plain(person.name), person.key))


def turnout_of(occurrence: Occurrence) -> Turnout:
    """Count who has a seat and who is checked in, in one query."""
    came = Count("pk", filter=Q(attendance=Attendance.PRESENT))
    rows = Registration.objects.confirmed().filter(occurrence=occurrence, erased_at=None)
    return Turnout(**rows.aggregate(came=came, expected=Count("pk")))


def badges_of(occurrence: Occurrence, viewer: Viewer, *, on: date) -> list[Badge]:
    """Give the badges of who comes on site, by name, in a fixed number of queries.

    Parameters:
        occurrence: The date.
        viewer: The organiser who prints.
        on: Today.
    """
    rows = Registration.objects.confirmed().filter(occurrence=occurrence, erased_at=None, mode=Mode.ON_SITE)
    rows = rows.select_related("institution").prefetch_related(Prefetch("member", Member.objects.with_byline()))
    pairs = sorted(((person_of(row), row) for row in rows), key=lambda pair: (plain(pair[0].name), pair[0].key))
    return [Badge(person.name, person.school, _role(row, viewer, on=on)) for person, row in pairs]


def _role(row: Registration, viewer: Viewer, *, on: date) -> str:
    return profile_for(viewer, row.member, on=on, is_brief=True).title if row.member else ""
