"""Who may stand at the door: the organisers of the meetup, and nobody else (DECISIONS 16)."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.meetups.models import Meetup
from events.meetups.views.access import find_date
from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]


def at_the_door(view: View) -> View:
    """Give the view a date of a meetup that the one who asks runs.

    Editors plan meetups but don't read who comes: they are told that the organisers do. For anyone else there is no
    such page.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, occurrence: str) -> HttpResponse:
        meetup = Meetup.objects.select_related("page", "institution").filter(key=key).first()
        if meetup is None:
            raise Http404
        if not Meetup.objects.organised_by(request.user.key).filter(pk=meetup.pk).exists():
            if not viewer_of(request).is_editor:
                raise Http404
            return render(request, "events/check_in/organisers_only.html", {"meetup": meetup}, status=403)
        return view(request, find_date(meetup, occurrence))

    return guarded
