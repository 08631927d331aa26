"""Dates of which there is something to tell: held, and over. Before that there are no such pages."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from events.meetups.models import Meetup
from events.meetups.states import OccurrenceState
from events.meetups.views.access import find_date, for_organisers

View = Callable[..., HttpResponse]


def for_organisers_afterwards(view: View) -> View:
    """Give the view a meetup that the one who asks may plan, and a date of it that was held and is over."""

    @for_organisers
    @wraps(view)
    def guarded(request: HttpRequest, meetup: Meetup, occurrence: str, **more) -> HttpResponse:
        row = find_date(meetup, occurrence)
        if row.state != OccurrenceState.PLANNED or row.ends_at > timezone.now():
            raise Http404
        return view(request, row, **more)

    return guarded
