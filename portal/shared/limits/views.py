"""A pace for reading: so many pages of one kind in an hour, per member or per address of a visitor."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from portal.shared.limits.actions import allow
from portal.shared.limits.rules import window_of

HOUR_SECONDS = 3600
PEOPLE = "people.pages"


def reader_of(request: HttpRequest) -> str:
    """Name who reads: the member, or the address of someone not signed in (see `ClientAddressMiddleware`)."""
    if request.user.is_authenticated:
        return f"member:{request.user.pk}"
    return f"address:{request.META.get('REMOTE_ADDR', '')}"


def paced_people(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a reader open at most PORTAL_PEOPLE_PAGES_PER_HOUR lists and profiles of people in an hour.

    One count for all of them, so that a list and its profiles together can't be copied quickly. Whoever is over it
    reads why, and when it goes on. The answers are nobody else's to keep: a kept page would not be counted.

    Source: RELIABILITY G25 ("directory ≤ N profiles/h").
    """

    @wraps(view)
    def counted(request: HttpRequest, *args, **address) -> HttpResponse:
        now, limit = timezone.now(), settings.PORTAL_PEOPLE_PAGES_PER_HOUR
        if allow(name=PEOPLE, who=reader_of(request), limit=limit, window_seconds=HOUR_SECONDS, at=now):
            response = view(request, *args, **address)
        else:
            _starts_at, ends_at = window_of(at=now, window_seconds=HOUR_SECONDS)
            response = render(request, "429.html", {"ends_at": ends_at}, status=429)
            response.headers["Retry-After"] = str(max(1, int((ends_at - now).total_seconds())))
        patch_cache_control(response, private=True, no_store=True)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return counted
