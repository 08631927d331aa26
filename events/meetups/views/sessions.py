"""The programme of a date."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventsError
from events.meetups.actions import add_session, change_session, remove_session
from events.meetups.forms import SessionForm, when_text
from events.meetups.models import Meetup
from events.meetups.rules import rounds_of
from events.meetups.views.access import find_date, for_organisers

ASK_OR_ACT = ["GET", "HEAD", "POST"]


@for_organisers
@require_http_methods(ASK_OR_ACT)
def programme(request: HttpRequest, meetup: Meetup, occurrence: str) -> HttpResponse:
    """Show the programme in order, which sessions form a round, and add an item."""
    row = find_date(meetup, occurrence)
    form = SessionForm(request.POST if request.method == "POST" else None, occurrence=row)
    if request.method == "POST" and form.is_valid():
        try:
            add_session(occurrence=row, plan=form.plan(), at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added to the programme."))
            return redirect("meetups:programme", key=meetup.key, occurrence=row.key)
    sessions = list(row.sessions.all())
    chosen = [session for session in sessions if session.is_chosen]
    numbers = {
        chosen[position].pk: number
        for number, each in enumerate(rounds_of(chosen), start=1)
        for position in each.positions
    }
    items = [{"session": session, "round": numbers.get(session.pk)} for session in sessions]
    context = {"meetup": meetup, "occurrence": row, "when": when_text(row), "items": items, "form": form}
    return render(request, "events/planner/programme.html", context)


@for_organisers
@require_http_methods(ASK_OR_ACT)
def session(request: HttpRequest, meetup: Meetup, occurrence: str, session: str) -> HttpResponse:
    """Change an item, or take it out."""
    row = find_date(meetup, occurrence)
    item = row.sessions.select_related("occurrence").filter(key=session).first()
    if item is None:
        raise Http404
    is_removing = "remove" in request.POST
    form = SessionForm(
        request.POST if request.method == "POST" and not is_removing else None, occurrence=row, session=item
    )
    refusal = ""
    if request.method == "POST" and (is_removing or form.is_valid()):
        try:
            if is_removing:
                remove_session(session=item, at=timezone.now())
            else:
                change_session(session=item, plan=form.plan(), at=timezone.now())
        except EventsError as error:
            refusal = str(error)
        else:
            messages.success(request, _("Taken out.") if is_removing else _("Changed."))
            return redirect("meetups:programme", key=meetup.key, occurrence=row.key)
    words = {
        "title": _("Change this item"),
        "button": _("Keep this"),
        "remove": _("Take it out of the programme"),
        "help": when_text(row),
        "refusal": refusal,
    }
    return render(request, "events/planner/form.html", {"meetup": meetup, "form": form, "words": words})
