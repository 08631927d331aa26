"""The desk of the one who leads. For anyone else it does not exist."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.initiatives.actions import (
    accept_school,
    add_step,
    change_initiative,
    change_step,
    decline_school,
    delete_draft,
    end_initiative,
    hand_over,
    remove_step,
    start_initiative,
    submit_proposal,
    write_update,
)
from network.initiatives.contexts import plan_of, who_takes_part
from network.initiatives.errors import InitiativesError
from network.initiatives.forms import (
    AnswerForm,
    EndForm,
    HandOverForm,
    InitiativeForm,
    StepForm,
    UpdateForm,
    endings,
)
from network.initiatives.models import Initiative
from network.initiatives.rules import answer_due_at
from network.initiatives.states import INITIATIVE_MOVES, InitiativeState
from network.initiatives.views.access import for_lead
from network.initiatives.views.asking import Ask, answer_ask
from network.members.models import Member
from network.members.viewers import viewer_of

ASK_OR_ACT = ["GET", "HEAD", "POST"]


def _desk(initiative: Initiative) -> str:
    return reverse("initiatives:desk", kwargs={"key": initiative.key})


def _answer_form(
    request: HttpRequest,
    initiative: Initiative,
    *,
    form: forms.Form,
    act: Callable[[], object],
    words: dict[str, object],
    to: str = "",
) -> HttpResponse:
    """Show a form of the desk; on a good POST act, say so and go back. A refusal stands on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except InitiativesError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, words["done"])
            return redirect(to or _desk(initiative))
    return render(
        request, "network/initiatives/desk_form.html", {"initiative": initiative, "form": form, "words": words}
    )


@for_lead
@require_safe
def desk(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Show the one who leads how it stands and what is next."""
    now = timezone.now()
    today = timezone.localdate(now)
    asking = [
        {"part": part, "due_at": answer_due_at(part.asked_at)}
        for part in initiative.parts.asking().select_related("institution", "asked_by")
    ]
    context = {
        "initiative": initiative,
        "asking": asking,
        "plan": plan_of(initiative.steps.all(), on=today),
        "updates": initiative.updates.all(),
        "lines": who_takes_part(initiative, viewer_of(request), on=today, knows_all=True),
        "crumbs": [
            {"url": reverse("initiatives:list"), "title": _("Joint actions")},
            {"url": initiative.get_absolute_url(), "title": initiative.title},
        ],
    }
    return render(request, "network/initiatives/desk.html", context)


@for_lead
@require_http_methods(ASK_OR_ACT)
def edit(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Change the text."""
    form = InitiativeForm(request.POST if request.method == "POST" else None, initiative=initiative)
    words = {"title": _("Change the text"), "button": _("Keep this"), "done": _("The text is changed.")}
    return _answer_form(
        request,
        initiative,
        form=form,
        act=lambda: change_initiative(initiative=initiative, member=request.user, text=form.text()),
        words=words,
    )


@for_lead
@require_http_methods(ASK_OR_ACT)
def new_step(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Add a step to the plan."""
    form = StepForm(request.POST if request.method == "POST" else None, is_new=True)
    words = {"title": _("A new step"), "button": _("Add this step"), "done": _("The step stands in the plan.")}
    return _answer_form(
        request,
        initiative,
        form=form,
        act=lambda: add_step(initiative=initiative, member=request.user, **form.cleaned_data),
        words=words,
    )


@for_lead
@require_http_methods(ASK_OR_ACT)
def step(request: HttpRequest, initiative: Initiative, plan_step: str) -> HttpResponse:
    """Change a step, tick it off, or take it out."""
    found = initiative.steps.filter(key=plan_step).first()
    if found is None:
        raise Http404
    is_removing = request.method == "POST" and "remove" in request.POST
    if is_removing:
        return _remove_step(request, initiative, found)
    initial = {"text": found.text, "due_on": found.due_on, "done_on": found.done_on}
    form = StepForm(request.POST if request.method == "POST" else None, is_new=False, initial=initial)
    words = {
        "title": _("Change a step"),
        "button": _("Keep this"),
        "done": _("The plan is changed."),
        "remove": _("Take this step out"),
        "help": _("Is it done? Then fill in the day it was done."),
    }
    return _answer_form(
        request,
        initiative,
        form=form,
        act=lambda: change_step(step=found, member=request.user, **form.cleaned_data),
        words=words,
    )


def _remove_step(request: HttpRequest, initiative: Initiative, found) -> HttpResponse:
    try:
        remove_step(step=found, member=request.user)
    except InitiativesError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The step is out of the plan."))
    return redirect(_desk(initiative))


@for_lead
@require_http_methods(ASK_OR_ACT)
def update(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Write news; it is mailed to who takes part."""
    if not initiative.is_published:
        raise Http404
    form = UpdateForm(request.POST if request.method == "POST" else None)
    words = {
        "title": _("Write news"),
        "button": _("Place and mail this"),
        "done": _("Your news is placed. Everyone in it gets a mail."),
    }
    return _answer_form(
        request,
        initiative,
        form=form,
        act=lambda: write_update(initiative=initiative, member=request.user, at=timezone.now(), **form.cleaned_data),
        words=words,
        to=initiative.get_absolute_url(),
    )


@for_lead
@require_http_methods(ASK_OR_ACT)
def answer(request: HttpRequest, initiative: Initiative, part: str) -> HttpResponse:
    """Answer a school that wants to take part."""
    found = initiative.parts.filter(key=part).select_related("institution", "asked_by").first()
    if found is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    people = [place.member for place in found.people.select_related("member")]
    words = {
        "title": _("%(school)s wants to take part") % {"school": found.institution},
        "button": _("Give this answer"),
        "done": _("The school has your answer."),
        "people": people,
        "message": found.message,
    }

    def act() -> None:
        now = timezone.now()
        if form.cleaned_data["answer"] == AnswerForm.ACCEPT:
            accept_school(initiative=initiative, part=found, member=request.user, at=now)
        else:
            reason = form.cleaned_data["reason"]
            decline_school(initiative=initiative, part=found, member=request.user, reason=reason, at=now)

    return _answer_form(request, initiative, form=form, act=act, words=words)


@for_lead
@require_http_methods(ASK_OR_ACT)
def end(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """End it, with what came of it."""
    offered = endings(initiative, INITIATIVE_MOVES)
    if not offered:
        raise Http404
    form = EndForm(request.POST if request.method == "POST" else None, offered=offered)
    words = {
        "title": _("Write the result"),
        "button": _("End it with this result"),
        "done": _("It has ended, and everyone in it gets the result by mail."),
        "help": _("After this nobody can join any more. You can still write news."),
    }
    return _answer_form(
        request,
        initiative,
        form=form,
        act=lambda: end_initiative(
            initiative=initiative,
            member=request.user,
            state=InitiativeState(form.cleaned_data["state"]),
            result=form.cleaned_data["result"],
            at=timezone.now(),
        ),
        words=words,
        to=initiative.get_absolute_url(),
    )


@for_lead
@require_http_methods(ASK_OR_ACT)
def pass_on(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Hand the lead over to a colleague of the leading school who takes part."""
    colleagues = Member.objects.active().exclude(pk=request.user.pk)
    colleagues = colleagues.filter(
        initiative_places__part__initiative=initiative,
        initiative_places__part__institution=initiative.lead_institution_id,
    )
    form = HandOverForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    words = {
        "title": _("Hand over the lead"),
        "button": _("Hand over the lead"),
        "done": _("Your colleague leads it from now on."),
        "help": _(
            "You can hand it over to a colleague of your school who takes part. Is nobody here? Ask them to join."
        ),
        "is_empty": not colleagues.exists(),
    }
    return _answer_form(
        request,
        initiative,
        form=form,
        act=lambda: hand_over(
            initiative=initiative, member=request.user, to=form.cleaned_data["colleague"], at=timezone.now()
        ),
        words=words,
        to=initiative.get_absolute_url(),
    )


@for_lead
@require_http_methods(ASK_OR_ACT)
def start(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Let it run."""
    ask = Ask(
        title=_("Start “%(title)s”?") % {"title": initiative.title},
        text=_("It then shows as running. Schools can still join."),
        button=_("Start"),
        done=_("It runs."),
        back_url=_desk(initiative),
    )
    return answer_ask(
        request,
        initiative=initiative,
        ask=ask,
        act=lambda: start_initiative(initiative=initiative, member=request.user, at=timezone.now()),
        to=_desk(initiative),
    )


@for_lead
@require_http_methods(ASK_OR_ACT)
def submit(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Send the draft to the editors."""
    ask = Ask(
        title=_("Send “%(title)s” to the editors?") % {"title": initiative.title},
        text=_("An editor reads it within three working days. Until then you can't change it."),
        button=_("Send it"),
        done=_("Your proposal is with the editors. You get a mail when they have read it."),
        back_url=_desk(initiative),
    )
    return answer_ask(
        request,
        initiative=initiative,
        ask=ask,
        act=lambda: submit_proposal(initiative=initiative, member=request.user, at=timezone.now()),
        to=_desk(initiative),
    )


@for_lead
@require_http_methods(ASK_OR_ACT)
def delete(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Throw a draft away."""
    ask = Ask(
        title=_("Throw “%(title)s” away?") % {"title": initiative.title},
        text=_("The draft and its plan are gone for good."),
        button=_("Throw it away"),
        done=_("The draft is gone."),
        back_url=_desk(initiative),
        is_danger=True,
    )
    return answer_ask(
        request,
        initiative=initiative,
        ask=ask,
        act=lambda: delete_draft(initiative=initiative, member=request.user),
        to=reverse("initiatives:list"),
    )
