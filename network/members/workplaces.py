"""/mijn/werk/: where I work and worked, by my own word; the school's coordinator confirms."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.errors import NetworkError
from network.members.actions import affiliate_member, change_work, end_affiliation, forget_affiliation, move_to_school
from network.members.models import Affiliation
from network.members.rules import is_current
from network.members.work_forms import EndForm, MoveForm, NewWorkForm, WorkForm

GET_OR_POST = require_http_methods(["GET", "POST"])


def _own(request: HttpRequest, key: str) -> Affiliation:
    work = request.user.affiliations.select_related("institution", "role", "member").filter(key=key).first()
    if work is None:
        raise Http404
    return work


def _saves(request: HttpRequest, form: forms.Form, save: Callable[[dict], object], done: str) -> HttpResponse | None:
    """Hand a sent form to its action; give the answer, or None while something is not right yet."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        save(form.cleaned_data)
    except NetworkError as reason:
        form.add_error(None, str(reason))
        return None
    messages.success(request, done)
    return redirect("members:workplaces")


@login_required
@GET_OR_POST
def workplaces(request: HttpRequest) -> HttpResponse:
    """Show where someone works and worked, with a form for one more school."""
    today = timezone.localdate()
    form = NewWorkForm(request.POST or None)
    answer = _saves(
        request,
        form,
        lambda values: affiliate_member(member=request.user, **values),
        _("Noted. The coordinator of the school can confirm it."),
    )
    if answer is not None:
        return answer
    works = list(request.user.affiliations.select_related("institution", "role"))
    now = [work for work in works if work.ends_on is None or today <= work.ends_on]
    past = [work for work in works if work not in now]
    return render(
        request,
        "network/workplaces/list.html",
        {"form": form, "now": now, "past": sorted(past, key=lambda work: work.ends_on, reverse=True)},
    )


@login_required
@GET_OR_POST
def change_workplace(request: HttpRequest, key: str) -> HttpResponse:
    """Change what someone does at a school."""
    work = _own(request, key)
    form = WorkForm(request.POST or None, initial=WorkForm.initial_of(work))
    answer = _saves(request, form, lambda values: change_work(affiliation=work, **values), _("Your work is saved."))
    is_open = work.ends_on is None or is_current(starts_on=None, ends_on=work.ends_on, on=timezone.localdate())
    return answer or render(request, "network/workplaces/change.html", {"form": form, "work": work, "is_open": is_open})


@login_required
@GET_OR_POST
def end_workplace(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the last day of work at a school."""
    work = _own(request, key)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    answer = _saves(
        request,
        form,
        lambda values: end_affiliation(affiliation=work, **values),
        _("Noted. It stays in your history, for whom you show that to."),
    )
    return answer or render(
        request,
        "network/workplaces/step.html",
        {"form": form, "work": work, "title": _("I stop working here"), "button": _("Save my last day")},
    )


@login_required
@GET_OR_POST
def move_workplace(request: HttpRequest, key: str) -> HttpResponse:
    """Ask to which school someone goes."""
    work = _own(request, key)
    form = MoveForm(request.POST or None, work=work)
    answer = _saves(
        request,
        form,
        lambda values: move_to_school(affiliation=work, **values),
        _("Noted. Don't forget the e-mail address of your new school: add it at “Sign-in and security”."),
    )
    return answer or render(
        request,
        "network/workplaces/step.html",
        {"form": form, "work": work, "title": _("I go to another school"), "button": _("Move my work")},
    )


@login_required
@GET_OR_POST
def forget_workplace(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether work goes out of the history altogether."""
    work = _own(request, key)
    form = forms.Form(request.POST or None)
    answer = _saves(
        request, form, lambda _values: forget_affiliation(affiliation=work), _("It is gone from your profile.")
    )
    return answer or render(
        request,
        "network/workplaces/step.html",
        {"form": form, "work": work, "title": _("Remove this work"), "button": _("Remove it"), "warns": True},
    )
