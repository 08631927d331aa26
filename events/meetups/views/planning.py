"""The planner of a meetup: its desk, its settings and who run it."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.errors import EventsError
from events.meetups.actions import announce_dates, set_organisers, settle_meetup
from events.meetups.desk_ways import ways_of_date, ways_of_meetup
from events.meetups.errors import BookingInUse
from events.meetups.forms import AnnounceForm, MeetupForm, OrganisersForm, coming_drafts, when_text
from events.meetups.listeners import people_at
from events.meetups.models import Meetup
from events.meetups.states import OccurrenceState
from events.meetups.views.access import for_organisers
from network.models import Member

ASK_OR_ACT = ["GET", "HEAD", "POST"]
MOST_FOUND = 10
SHORTEST_NAME = 2


@for_organisers
@require_safe
def desk(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Show where everything about the meetup stands, and the ways to change it."""
    now = timezone.now()
    rows = list(meetup.occurrences.all())
    people = people_at([row.pk for row in rows])
    dates = [
        {
            "occurrence": row,
            "when": when_text(row),
            "people": people[row.pk],
            "is_open": row.ends_at > now and row.state != OccurrenceState.CANCELLED,
            "is_draft": row.state == OccurrenceState.DRAFT,
            "ways": ways_of_date(meetup, row, at=now),
        }
        for row in rows
    ]
    context = {
        "meetup": meetup,
        "dates": dates,
        "has_drafts": any(each["is_draft"] and each["is_open"] for each in dates),
        "organisers": meetup.organisers.all(),
        "ways": ways_of_meetup(meetup, at=now),
    }
    return render(request, "events/planner/desk.html", context)


@for_organisers
@require_http_methods(ASK_OR_ACT)
def settings(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Change kind, admission, windows, waitlist, groups and reminders."""
    form = MeetupForm(request.POST if request.method == "POST" else None, meetup=meetup)
    if request.method == "POST" and form.is_valid():
        try:
            settle_meetup(meetup=meetup, plan=form.plan(), groups=form.group_plans(), at=timezone.now())
        except BookingInUse as error:
            form.add_error("booking", str(error))
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. This holds from now on."))
            return redirect("meetups:desk", key=meetup.key)
    words = {"title": _("Settings"), "button": _("Keep these settings")}
    return render(request, "events/planner/form.html", {"meetup": meetup, "form": form, "words": words})


@for_organisers
@require_http_methods(ASK_OR_ACT)
def organisers(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Choose who run it, found by name."""
    chosen = list(meetup.organisers.all())
    asked = request.GET.get("naam", "").replace("\x00", "").strip()[:80]
    found = found_by_name(asked)
    candidates = Member.objects.active().filter(Q(pk__in=[row.pk for row in (*chosen, *found)]))
    form = OrganisersForm(request.POST if request.method == "POST" else None, candidates=candidates, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        set_organisers(meetup=meetup, organisers=list(form.cleaned_data["members"]), at=timezone.now())
        messages.success(request, _("Kept. These people run the meetup from now on."))
        runs_it = meetup.organisers.filter(pk=request.user.pk).exists()
        return redirect("meetups:desk", key=meetup.key) if runs_it else redirect("own_page")
    context = {"meetup": meetup, "form": form, "asked": asked, "found": found}
    return render(request, "events/planner/organisers.html", context)


@for_organisers
@require_http_methods(ASK_OR_ACT)
def announcing(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Let readers know of dates."""
    now = timezone.now()
    rows = coming_drafts(meetup, at=now)
    form = AnnounceForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            announce_dates(occurrences=list(form.cleaned_data["dates"]), at=now)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Announced. Everyone who can see the page sees these dates now."))
            return redirect("meetups:desk", key=meetup.key)
    words = {
        "title": _("Announce dates"),
        "button": _("Announce"),
        "help": ""
        if meetup.page.live
        else _("The page itself isn't online yet. The dates show as soon as the editors put it online."),
        "is_empty": not rows,
        "empty": _("All dates are announced already."),
    }
    return render(request, "events/planner/form.html", {"meetup": meetup, "form": form, "words": words})


def found_by_name(asked: str) -> list[Member]:
    """Give some members by parts of their name; none for less than two letters."""
    if len(asked) < SHORTEST_NAME:
        return []
    rows = Member.objects.members()
    for word in asked.split()[:4]:
        rows = rows.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    return list(rows.order_by("given_name", "family_name", "pk")[:MOST_FOUND])
