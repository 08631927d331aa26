"""Noting who did not come, after a date."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from events.desk.errors import NamesGone, NoAttendance, NotOverYet
from events.desk.rules import modes_taken, shows_names
from events.meetups.models import Occurrence
from events.registrations.actions.rows import lock_date
from events.registrations.models import Registration
from events.registrations.states import Attendance


def modes_with_attendance(occurrence: Occurrence) -> frozenset[str]:
    """Give the ways of taking part in a date for which someone was noted as present."""
    present = Registration.objects.confirmed().filter(occurrence=occurrence, attendance=Attendance.PRESENT)
    numbers = dict(present.order_by().values_list("mode").annotate(number=Count("pk")))
    return modes_taken(numbers)


def note_absent(*, occurrence: Occurrence, absent: Collection[str], at: datetime) -> int:
    """Have exactly these people noted as absent, of those who were expected and are not noted as present.

    Who is not among them becomes "not noted" again: a mistake is taken back the same way. Who was checked in is left
    alone, also when that happened a moment ago. Twice is no problem.

    Parameters:
        occurrence: A date that is over.
        absent: Keys of registrations; keys of others are ignored.
        at: Now.

    Returns:
        How many people are noted as absent now.

    Raises:
        NotOverYet: It is not over.
        NamesGone: It was more than half a year ago.
        NoAttendance: Nobody was noted as present, so attendance was not taken.
    """
    with transaction.atomic():
        locked = lock_date(occurrence.pk)
        if at < locked.ends_at:
            raise NotOverYet
        if not shows_names(ends_at=locked.ends_at, at=at):
            raise NamesGone
        modes = modes_with_attendance(locked)
        if not modes:
            raise NoAttendance
        expected = Registration.objects.confirmed().filter(occurrence=locked, mode__in=modes)
        expected = expected.exclude(attendance=Attendance.PRESENT)
        # Each in one statement that asks again, so that who is being checked in just now stays present.
        expected.exclude(key__in=absent).update(attendance=Attendance.UNKNOWN, changed_at=at)
        return expected.filter(key__in=absent).update(attendance=Attendance.ABSENT, changed_at=at)
