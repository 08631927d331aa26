"""Proposing something to do together, and the editors' answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.initiatives.actions import approve_proposal, propose_initiative, send_back_proposal
from network.initiatives.contexts import plan_of, schools_of
from network.initiatives.errors import InitiativesError
from network.initiatives.forms import InitiativeForm, JudgeForm
from network.initiatives.models import Initiative
from network.initiatives.rules import judgement_due_at
from network.initiatives.states import InitiativeState
from network.initiatives.views.access import find_visible, for_editors, members_only
from network.members.viewers import viewer_of

ASK_OR_ACT = ["GET", "HEAD", "POST"]
PER_PAGE = 50


@members_only
@require_http_methods(ASK_OR_ACT)
def propose(request: HttpRequest) -> HttpResponse:
    """Start a draft for one of the own schools."""
    schools = schools_of(viewer_of(request))
    if not schools:
        return render(request, "network/initiatives/cannot_join.html", {"initiative": None, "offer": "no_school"})
    form = InitiativeForm(request.POST if request.method == "POST" else None, schools=schools)
    if request.method == "POST" and form.is_valid():
        try:
            initiative = propose_initiative(
                member=request.user,
                institution=form.cleaned_data.get("institution") or schools[0],
                text=form.text(),
                at=timezone.now(),
            )
        except InitiativesError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your draft is kept. Add a plan, then send it to the editors."))
            return redirect("initiatives:desk", key=initiative.key)
    return render(request, "network/initiatives/propose.html", {"form": form})


@for_editors
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """List the proposals that wait, the longest waiting first."""
    rows = Initiative.objects.waiting().select_related("lead_institution", "contact")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    now = timezone.now()
    waiting = [
        {
            "initiative": row,
            "due_at": (due_at := judgement_due_at(row.submitted_at)),
            "is_late": now > due_at,
            "is_own": request.user.pk in (row.contact_id, row.proposed_by_id),
        }
        for row in page.object_list
    ]
    return render(request, "network/initiatives/proposals.html", {"waiting": waiting, "page_obj": page, "now": now})


@for_editors
@require_http_methods(ASK_OR_ACT)
def judge(request: HttpRequest, key: str) -> HttpResponse:
    """Read a proposal and put it online, or send it back with a question."""
    initiative = find_visible(request, key)
    is_own = request.user.pk in (initiative.contact_id, initiative.proposed_by_id)
    offered = initiative.state == InitiativeState.WAITING and not is_own
    form = JudgeForm(request.POST if request.method == "POST" else None) if offered else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            _decide(request, initiative, form)
        except InitiativesError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your decision is recorded. Whoever proposed it gets a mail."))
            return redirect("initiatives:proposals")
    context = {
        "initiative": initiative,
        "form": form,
        "is_own": is_own,
        "plan": plan_of(initiative.steps.all(), on=timezone.localdate()),
    }
    return render(request, "network/initiatives/judge.html", context)


def _decide(request: HttpRequest, initiative: Initiative, form: JudgeForm) -> None:
    now = timezone.now()
    if form.cleaned_data["decision"] == JudgeForm.APPROVE:
        approve_proposal(initiative=initiative, editor=request.user, at=now)
    else:
        send_back_proposal(initiative=initiative, editor=request.user, remark=form.cleaned_data["remark"], at=now)
