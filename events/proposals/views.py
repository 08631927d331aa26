"""Proposing a meetup, and where a proposal stands. GET asks, POST acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import TaskState

from events.errors import EventsError
from events.meetups.forms import when_text
from events.meetups.models import Meetup
from events.proposals.actions import change_proposal, propose_meetup, state_of, version_of
from events.proposals.errors import TextChanged
from events.proposals.forms import ProposalForm
from events.proposals.rules import ProposalState
from network.members.viewers import viewer_of

ASK_OR_ACT = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(ASK_OR_ACT)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a meetup; below the form stand the own proposals."""
    if not viewer_of(request).is_member:
        return render(request, "events/proposals/members_only.html", status=403)
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            meetup = propose_meetup(member=request.user, proposal=form.proposal(), at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your proposal is with the editors. You get a mail when they have read it."))
            return redirect("proposals:detail", key=meetup.key)
    own = Meetup.objects.proposed_by(request.user.key).select_related("page").order_by("-proposed_at", "-pk")[:20]
    return render(request, "events/proposals/propose.html", {"form": form, "own": own})


@login_required
@require_http_methods(ASK_OR_ACT)
def detail(request: HttpRequest, key: str) -> HttpResponse:
    """Show the proposer where it stands, and let them change what was sent back."""
    rows = Meetup.objects.proposed_by(request.user.key).select_related("page", "institution")
    meetup = rows.filter(key=key).first()
    if meetup is None:
        raise Http404
    state = state_of(meetup)
    revision = meetup.page.get_latest_revision()
    draft = meetup.page.get_latest_revision_as_object()
    form = None
    if state == ProposalState.CHANGES_ASKED:
        data = request.POST if request.method == "POST" else None
        form = ProposalForm(data, meetup=meetup, draft=draft, version=version_of(revision))
    is_changed = False
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            change_proposal(
                meetup=meetup,
                member=request.user,
                proposal=form.proposal(),
                seen=form.cleaned_data["version"],
                at=timezone.now(),
            )
        except TextChanged as error:
            # The next try is about the text that stands below now.
            form.data = form.data.copy()
            form.data["version"] = version_of(revision)
            form.add_error(None, str(error))
            is_changed = True
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your change is with the editors."))
            return redirect("proposals:detail", key=meetup.key)
    context = {
        "meetup": meetup,
        "state": state.value,
        "draft": draft,
        "dates": [when_text(row) for row in meetup.occurrences.all()],
        "form": form,
        "is_changed": is_changed,
        "remark": _remark(meetup) if form is not None else "",
    }
    return render(request, "events/proposals/detail.html", context)


def _remark(meetup: Meetup) -> str:
    rejected = TaskState.objects.filter(workflow_state__object_id=str(meetup.page_id), status=TaskState.STATUS_REJECTED)
    last = rejected.order_by("-finished_at", "-pk").first()
    return last.comment if last else ""
