"""Who opens what of looking back. For anyone else there is no such page."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from events.placements.models import Placement
from events.placements.states import PlacementState
from events.reflections.actions import side_of
from events.reflections.reading import Exchange
from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]
ASK_OR_ACT = ["GET", "HEAD", "POST"]


def find_exchange(request: HttpRequest, key: str) -> Exchange:
    """Give a finished exchange that the one who asks may know of (`Placement.objects.visible_to`), or 404."""
    rows = Placement.objects.visible_to(viewer_of(request)).filter(key=key, state=PlacementState.DONE)
    placement = rows.select_related("guest", "host", "guest_institution", "host_institution").first()
    if placement is None:
        raise Http404
    return Exchange(placement, side_of(placement, request.user))


def for_readers(view: View) -> View:
    """Give the view the exchange, for its guest, its host and the programme team."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
        return view(request, find_exchange(request, key), **kwargs)

    return guarded


def for_the_two(view: View) -> View:
    """Give the view the exchange, for its guest and its host alone: nobody else writes there."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
        exchange = find_exchange(request, key)
        if exchange.side is None:
            raise Http404
        return view(request, exchange, **kwargs)

    return guarded


def for_programme_team(view: View) -> View:
    """Let the programme team in; for anyone else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
        if not viewer_of(request).is_programme_team:
            raise Http404
        return view(request, **kwargs)

    return guarded
