"""Who opens what of applications. For anyone else there is no such page."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from events.applications.models import Application
from network.members.for_members import for_members
from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]
ASK_OR_ACT = ["GET", "HEAD", "POST"]


def _find(request: HttpRequest, key: str, *, is_own: bool) -> Application:
    viewer = viewer_of(request)
    rows = Application.objects.visible_to(viewer)
    if is_own:
        rows = rows.of(viewer.member_key)
    application = rows.for_lines().filter(key=key).first()
    if application is None:
        raise Http404
    return application


def for_readers(view: View) -> View:
    """Give the view the application of this key, for guest, host and the programme team."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
        return view(request, _find(request, key, is_own=False), **kwargs)

    return guarded


def for_the_two(view: View) -> View:
    """Give the view the application of this key, for guest and host; the programme team only reads."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
        return view(request, _find(request, key, is_own=True), **kwargs)

    return guarded


# Members; a prospect reads how to become one.
members_only = for_members("events/applications/members_only.html")
