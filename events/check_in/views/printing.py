"""What organisers print: a sheet to sign, and badges. The print style sheet sets the paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.check_in.actions import window_now
from events.check_in.people import badges_of, people_at
from events.check_in.rules import Window
from events.meetups.models import Occurrence
from events.meetups.states import Mode
from events.meetups.views.access import for_who_runs_it
from events.registrations.mails import when_in_words
from network.members.viewers import viewer_of

# Two beside each other, four below: what cut card for printers has.
BADGES_ON_SHEET = 8
_BEFORE_IT_IS_OVER = (Window.BEFORE, Window.OPEN)


@for_who_runs_it
@require_safe
def sheet(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Show who comes on site, with room to sign."""
    _require_names(occurrence)
    people = people_at(occurrence, mode=Mode.ON_SITE)
    return render(request, "events/check_in/sheet.html", {**_facts(occurrence), "people": people})


@for_who_runs_it
@require_safe
def badges(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Show a badge for each person who comes on site."""
    _require_names(occurrence)
    found = badges_of(occurrence, viewer_of(request), on=timezone.localdate())
    sheets = [found[start : start + BADGES_ON_SHEET] for start in range(0, len(found), BADGES_ON_SHEET)]
    return render(request, "events/check_in/badges.html", {**_facts(occurrence), "sheets": sheets})


def _require_names(occurrence: Occurrence) -> None:
    """Show names as long as they serve the day, and no longer (DECISIONS 16)."""
    if window_now(occurrence, at=timezone.now()) not in _BEFORE_IT_IS_OVER:
        raise Http404


def _facts(occurrence: Occurrence) -> dict[str, object]:
    meetup = occurrence.meetup
    return {"meetup": meetup, "occurrence": occurrence, "page": meetup.page, "when": when_in_words(occurrence)}
