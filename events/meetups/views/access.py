"""Who plans: the organisers of a meetup, and editors. Who reads who comes: its organisers only (DECISIONS 16)."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.meetups.models import Meetup, Occurrence
from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]


def for_organisers(view: View) -> View:
    """Give the view the meetup of this key that the one who asks may plan."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
        rows = Meetup.objects.all() if viewer_of(request).is_editor else Meetup.objects.organised_by(request.user.key)
        meetup = rows.select_related("page", "institution").filter(key=key).first()
        if meetup is None:
            raise Http404
        return view(request, meetup, **kwargs)

    return guarded


def for_who_runs_it(view: View) -> View:
    """Give the view a date of a meetup that the one who asks runs.

    Editors plan meetups but don't read who comes: they are told that the organisers do. For anyone else there is no
    such page.
    """

    @for_organisers
    @wraps(view)
    def guarded(request: HttpRequest, meetup: Meetup, occurrence: str, **address) -> HttpResponse:
        if not Meetup.objects.organised_by(request.user.key).filter(pk=meetup.pk).exists():
            return render(request, "events/planner/organisers_only.html", {"meetup": meetup}, status=403)
        return view(request, find_date(meetup, occurrence), **address)

    return guarded


def find_date(meetup: Meetup, key: str) -> Occurrence:
    """Give a date of this meetup, or 404."""
    occurrence = meetup.occurrences.select_related("institution", "meetup__page").filter(key=key).first()
    if occurrence is None:
        raise Http404
    return occurrence
