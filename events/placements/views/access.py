"""Which exchange a page is about: someone's own, or for the programme team any (DECISIONS 16)."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from events.placements.errors import REFUSED_MOVE
from events.placements.models import Placement
from events.placements.states import HOLDING, PlacementState
from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """Give the view an exchange that the one who asks may read; it answers to GET only."""

    @login_required
    @require_http_methods(["GET", "HEAD"])
    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponse:
        row = Placement.objects.with_people().visible_to(viewer_of(request)).filter(key=key).first()
        if row is None:
            raise Http404
        return view(request, row)

    return guarded


def for_the_two(view: View) -> View:
    """Give the view an exchange of the one who asks, as guest or host; the programme team only reads."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponse:
        row = Placement.objects.with_people().of(request.user.key).filter(key=key).first()
        if row is None:
            raise Http404
        return view(request, row)

    return guarded


def while_open(view: View) -> View:
    """The same, as long as it is not over; after that its page says why nothing can be changed."""

    @for_the_two
    @wraps(view)
    def guarded(request: HttpRequest, placement: Placement) -> HttpResponse:
        if placement.state not in HOLDING:
            messages.error(request, REFUSED_MOVE[PlacementState(placement.state)].message)
            return redirect(placement)
        return view(request, placement)

    return guarded
