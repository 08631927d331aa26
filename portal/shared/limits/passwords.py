"""A limit on guessing the password that a page or a collection of files was closed with; Wagtail has none."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.shared.limits.actions import allow
from portal.shared.limits.rules import window_of

# A school often has one address for everybody, and the right password counts too.
TRIES, WINDOW_SECONDS = 30, 300
NAME = "closed.password"


def few_guesses(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let one address send at most TRIES passwords in five minutes; reading the form is not counted.

    Source: RELIABILITY G25; ASVS 6.3.1.
    """

    @wraps(view)
    def counted(request: HttpRequest, *args, **address) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **address)
        now, who = timezone.now(), f"address:{request.META.get('REMOTE_ADDR', '')}"
        if allow(name=NAME, who=who, limit=TRIES, window_seconds=WINDOW_SECONDS, at=now):
            return view(request, *args, **address)
        _starts_at, ends_at = window_of(at=now, window_seconds=WINDOW_SECONDS)
        response = render(request, "429_password.html", {"ends_at": ends_at}, status=429)
        response.headers["Retry-After"] = str(max(1, int((ends_at - now).total_seconds())))
        return response

    return counted
