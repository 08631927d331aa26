"""Who plans: the organisers of a meetup, and editors. For anyone else there is no such page."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

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


def find_date(meetup: Meetup, key: str) -> Occurrence:
    """Give a date of this meetup, or 404."""
    occurrence = meetup.occurrences.select_related("institution", "meetup__page").filter(key=key).first()
    if occurrence is None:
        raise Http404
    return occurrence
