"""Pages for the programme team alone: what people of an exchange do together is read by them and the team only."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]


def for_programme_team(view: View) -> View:
    """Answer 404 to who is signed in but not of the programme team, so that the page tells nothing of itself."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **address) -> HttpResponse:
        if not viewer_of(request).is_programme_team:
            raise Http404
        return view(request, *args, **address)

    return guarded
