"""The calendars of one school, for its coordinators. Anyone else gets the answer of an address that doesn't exist."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventsError
from events.followed_calendars.actions import propose_calendar, stop_calendar
from events.followed_calendars.forms import CalendarForm
from events.followed_calendars.models import FollowedCalendar
from events.followed_calendars.states import CALENDAR_MOVES, CalendarState
from network.coordination.reach import coordinates
from network.models import Institution


def _school(request: HttpRequest, slug: str) -> Institution:
    institution = Institution.objects.current().filter(slug=slug).first()
    if institution is None or not coordinates(request.user, institution, on=timezone.localdate()):
        raise Http404
    return institution


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_school(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where each calendar of the school stands, and propose another one."""
    institution = _school(request, slug)
    form = CalendarForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            propose_calendar(institution=institution, member=request.user, at=timezone.now(), **form.cleaned_data)
        except EventsError as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, _("The editors look at this calendar. You get a mail with their answer."))
            return redirect("followed_calendars:of_school", slug=slug)
    calendars = FollowedCalendar.objects.filter(institution=institution).with_counts(timezone.now())
    rows = [
        {
            "calendar": row,
            "can_stop": CalendarState.STOPPED in CALENDAR_MOVES[CalendarState(row.state)],
            "is_followed": row.state == CalendarState.FOLLOWED,
        }
        for row in calendars.order_by("proposed_at", "pk")
    ]
    context = {"institution": institution, "form": form, "rows": rows}
    return render(request, "events/followed_calendars/of_school.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask whether to stop following a calendar, or to take a proposal back; a POST does it."""
    institution = _school(request, slug)
    calendar = FollowedCalendar.objects.filter(institution=institution, key=key).first()
    if calendar is None:
        raise Http404
    if request.method == "POST":
        try:
            stop_calendar(calendar=calendar, member=request.user, at=timezone.now())
        except EventsError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("We no longer read this calendar. What is in the agenda stays there."))
        return redirect("followed_calendars:of_school", slug=slug)
    context = {"institution": institution, "calendar": calendar}
    return render(request, "events/followed_calendars/stop.html", context)
