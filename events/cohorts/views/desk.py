"""The conversation leaders' desk for notes: they read what is reported, not the rest."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.cohorts.actions import decide_note, dismiss_reports
from events.cohorts.models import CohortNote
from events.cohorts.views.access import ASK_OR_ACT
from events.errors import EventsError
from network.members.leaders import for_leaders
from portal.shared.conversations.forms import DecisionForm
from portal.shared.conversations.rules import answer_due_at
from portal.shared.conversations.states import Decision, PostState, decisions_on

PER_PAGE = 50
_STATES = {
    Decision.HIDE: PostState.HIDDEN,
    Decision.REMOVE: PostState.REMOVED,
    Decision.RESTORE: PostState.VISIBLE,
}


@for_leaders
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List what is reported, the longest waiting first."""
    rows = CohortNote.objects.awaiting_leader().exclude(member=request.user).select_related("cohort__meetup__page")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    now = timezone.now()
    lines = [
        {"note": row, "due_at": (due_at := answer_due_at(row.reported_at)), "is_late": now > due_at}
        for row in page.object_list
    ]
    return render(request, "events/cohorts/desk/list.html", {"lines": lines, "page_obj": page})


@for_leaders
@require_http_methods(ASK_OR_ACT)
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Read a reported note, and decide. What nobody reported is not theirs to read."""
    rows = CohortNote.objects.reported().exclude(member=request.user).select_related("cohort__meetup__page", "member")
    note = get_object_or_404(rows, key=key)
    reports = list(note.reports.select_related("reporter"))
    offered = decisions_on(note.state, has_reports=any(row.state == "open" for row in reports))
    form = DecisionForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            _act(request, note, **form.cleaned_data)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your decision is recorded. Those it is about get a mail."))
            return redirect("cohort_conversations:list")
    context = {"note": note, "reports": reports, "form": form if offered else None}
    return render(request, "events/cohorts/desk/decide.html", context)


def _act(request: HttpRequest, note: CohortNote, *, decision: str, reason: str) -> None:
    now = timezone.now()
    if decision == Decision.DISMISS:
        dismiss_reports(note=note, leader=request.user, answer=reason, at=now)
    else:
        decide_note(note=note, leader=request.user, state=_STATES[Decision(decision)], reason=reason, at=now)
