"""Who sees people of a date: the organisers of its meetup (DECISIONS 16)."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control

from events.desk.people import related
from events.desk.rules import shows_names
from events.meetups.models import Occurrence
from events.meetups.views.access import for_who_runs_it
from events.registrations.models import Registration

View = Callable[..., HttpResponse]


def for_date(view: View) -> View:
    """Give the view a date of a meetup that the one who asks runs; nothing of it is kept by a browser."""

    @for_who_runs_it
    @wraps(view)
    def guarded(request: HttpRequest, date: Occurrence, **address) -> HttpResponse:
        response = view(request, date, **address)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return guarded


def while_named(view: View) -> View:
    """Give the view a date whose people are still shown by name; half a year after, lead to the numbers."""

    @for_date
    @wraps(view)
    def guarded(request: HttpRequest, date: Occurrence, **address) -> HttpResponse:
        if not shows_names(ends_at=date.ends_at, at=timezone.now()):
            return redirect("desk:people", key=date.meetup.key, occurrence=date.key)
        return view(request, date, **address)

    return guarded


def find_person(date: Occurrence, key: str) -> Registration:
    """Give a registration for this date of someone who did not leave the portal, or 404."""
    row = related(Registration.objects.filter(occurrence=date, key=key, erased_at=None)).first()
    if row is None:
        raise Http404
    row.occurrence = date
    return row
