"""Yes, no, taking back what was asked, and taking back what was decided. GET asks, POST acts."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.applications.actions import (
    accept_application,
    decline_application,
    undo_decision,
    withdraw_application,
)
from events.applications.forms import NoteForm
from events.applications.models import Application
from events.applications.standing import name_of
from events.applications.states import Side
from events.applications.views.access import ASK_OR_ACT, for_the_two
from events.errors import EventsError


def _answer(
    request: HttpRequest, application: Application, *, words: dict, act: Callable[[str], object], form: NoteForm | None
) -> HttpResponse:
    refusal = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act(form.cleaned_data["note"] if form is not None else "")
        except EventsError as error:
            refusal = str(error)
        else:
            messages.success(request, words["done"])
            return redirect(application)
    context = {"application": application, "form": form, "refusal": refusal, "words": words}
    return render(request, "events/applications/answer.html", context)


def _other_name(request: HttpRequest, application: Application) -> str:
    side = application.side_of(request.user)
    return name_of(application.person(side.other))


@for_the_two
@require_http_methods(ASK_OR_ACT)
def accept(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask whether to say yes, and say it."""
    is_host = application.side_of(request.user) is Side.HOST
    words = {
        "title": _("Say yes?"),
        "text": _("%(name)s comes to you. After your yes you make agreements together: days, place and what for.")
        if is_host
        else _("You go to %(name)s. After your yes you make agreements together: days, place and what for."),
        "small": _("You can take your yes back until tomorrow, this time."),
        "button": _("Yes, I say yes"),
        "done": _("You said yes. The other one gets a mail. Now make agreements together."),
    }
    words["text"] = words["text"] % {"name": _other_name(request, application)}

    def act(_note: str) -> None:
        accept_application(application=application, member=request.user, at=timezone.now())

    return _answer(request, application, words=words, act=act, form=None)


@for_the_two
@require_http_methods(ASK_OR_ACT)
def decline(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask for a word with the no, and say it."""
    words = {
        "title": _("Say no?"),
        "text": _(
            "%(name)s gets a kind mail from us: that it does not work out this time, that this says nothing about the "
            "question, and where to find other places."
        )
        % {"name": _other_name(request, application)},
        "small": _("You can take your no back until tomorrow, this time."),
        "button": _("Send the no"),
        "done": _("You said no. The other one gets a kind mail."),
        "is_danger": True,
    }
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        help_text=_("It stands in the mail. One line on why, or a tip, is worth a lot."),
    )

    def act(note: str) -> None:
        decline_application(application=application, member=request.user, note=note, at=timezone.now())

    return _answer(request, application, words=words, act=act, form=form)


@for_the_two
@require_http_methods(ASK_OR_ACT)
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask whether to take it back, and do so."""
    words = {
        "title": _("Withdraw this application?"),
        "text": _("%(name)s gets a mail that it is off.") % {"name": _other_name(request, application)},
        "small": _("You can undo this until tomorrow, this time, if there is still room."),
        "button": _("Withdraw it"),
        "done": _("It is withdrawn. The other one gets a mail."),
        "is_danger": True,
    }
    form = NoteForm(request.POST if request.method == "POST" else None, help_text=_("It stands in the mail."))

    def act(note: str) -> None:
        withdraw_application(application=application, member=request.user, note=note, at=timezone.now())

    return _answer(request, application, words=words, act=act, form=form)


@for_the_two
@require_http_methods(ASK_OR_ACT)
def undo(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask whether to take a decision back, and do so."""
    words = {
        "title": _("Take it back?"),
        "text": _("The application is again what it was before. %(name)s gets a mail about it.")
        % {"name": _other_name(request, application)},
        "small": "",
        "button": _("Take it back"),
        "done": _("It is taken back. The other one gets a mail."),
    }

    def act(_note: str) -> None:
        undo_decision(application=application, member=request.user, at=timezone.now())

    return _answer(request, application, words=words, act=act, form=None)
