"""Pages for members: who has no login signs in first, a prospect reads how to become a member (DECISIONS 14)."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]


def for_members(template: str) -> Callable[[View], View]:
    """Make the decorator that lets members in; someone without login signs in first and comes back.

    Parameters:
        template: What a prospect reads, with status 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            viewer = viewer_of(request)
            if not viewer.is_signed_in:
                return redirect_to_login(request.get_full_path())
            if not viewer.is_member:
                return render(request, template, status=403)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
