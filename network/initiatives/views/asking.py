"""A page that asks before something is done: GET asks, POST acts, a refusal stands on the page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from network.initiatives.errors import InitiativesError
from network.initiatives.models import Initiative


@dataclass(frozen=True)
class Ask:
    """The variables of network/initiatives/ask.html, and what to say when it is done."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise
    back_url: str
    is_danger: bool = False


def answer_ask(
    request: HttpRequest, *, initiative: Initiative, ask: Ask, act: Callable[[], object], to: str
) -> HttpResponse:
    """Ask on GET; on POST act, say so, and go on.

    Parameters:
        initiative: What it is about.
        ask: The words.
        act: Calls the action; an InitiativesError is shown.
        to: Address to go to when it is done.
    """
    refusal = ""
    if request.method == "POST":
        try:
            act()
        except InitiativesError as error:
            refusal = error.message
        else:
            messages.success(request, ask.done)
            return redirect(to)
    return render(request, "network/initiatives/ask.html", {"initiative": initiative, "ask": ask, "refusal": refusal})
