"""Noting, after a date, who of those expected did not come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events.desk.actions import modes_with_attendance, note_absent
from events.desk.errors import NoAttendance, NotOverYet
from events.desk.forms import AbsentForm
from events.desk.people import name_of, people_of, school_of
from events.desk.views.access import while_named
from events.desk.views.lists import about
from events.errors import EventsError
from events.meetups.models import Occurrence
from events.registrations.states import Attendance, RegistrationState


@while_named
@require_http_methods(["GET", "HEAD", "POST"])
def absent(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Show who was not checked in, all ticked the first time; keep who stays ticked as absent."""
    now = timezone.now()
    rows = people_of(date).filter(state=RegistrationState.CONFIRMED).select_related("member", "institution")
    everyone = list(rows)
    modes = modes_with_attendance(date)
    expected = [row for row in everyone if row.mode in modes and row.attendance != Attendance.PRESENT]
    noted = [row.key for row in expected if row.attendance == Attendance.ABSENT]
    form = AbsentForm(
        request.POST if request.method == "POST" else None,
        choices=[(row.key, " · ".join(filter(None, (name_of(row), school_of(row))))) for row in expected],
        absent=noted or [row.key for row in expected],
    )
    if request.method == "POST" and form.is_valid():
        try:
            number = note_absent(occurrence=date, absent=form.cleaned_data["absent"], at=now)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            words = ngettext("%(n)d person did not come.", "%(n)d people did not come.", number) % {"n": number}
            messages.success(request, words)
            return redirect("desk:people", key=date.meetup.key, occurrence=date.key)
    context = {
        **about(date),
        "form": form,
        "refusal": _why_not(date, bool(modes), at=now),
        "expected": expected,
        "present": sum(row.attendance == Attendance.PRESENT for row in everyone),
    }
    return render(request, "events/desk/absent.html", context)


def _why_not(date: Occurrence, is_taken: bool, *, at) -> str:
    if at < date.ends_at:
        return str(NotOverYet())
    return "" if is_taken else str(NoAttendance())
