"""A limit on guessing the password that a page or a collection of files was closed with; Wagtail has none."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.shared.limits.actions import allow, give_back
from portal.shared.limits.rules import window_of

TRIES, WINDOW_SECONDS = 10, 300
NAME = "closed.password"


def few_guesses(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let one address send at most ten wrong passwords in five minutes; reading the form is not counted.

    A right one is counted and given back: behind one address of a school everyone may come in, and of many guesses at
    once no more than ten are still looked at.

    Source: RELIABILITY G25; ASVS 6.3.1.
    """

    @wraps(view)
    def counted(request: HttpRequest, *args, **address) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **address)
        now, who = timezone.now(), f"address:{request.META.get('REMOTE_ADDR', '')}"
        if allow(name=NAME, who=who, limit=TRIES, window_seconds=WINDOW_SECONDS, at=now):
            response = view(request, *args, **address)
            if response.status_code == HTTPStatus.FOUND:
                give_back(name=NAME, who=who, window_seconds=WINDOW_SECONDS, at=now)
            return response
        _starts_at, ends_at = window_of(at=now, window_seconds=WINDOW_SECONDS)
        response = render(request, "429_password.html", {"ends_at": ends_at}, status=429)
        response.headers["Retry-After"] = str(max(1, int((ends_at - now).total_seconds())))
        return response

    return counted
