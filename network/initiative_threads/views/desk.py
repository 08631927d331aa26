"""The conversation leaders' desk for these conversations: they read what is reported, not the rest."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.initiative_threads.actions import close_thread, decide_message, dismiss_reports, open_thread
from network.initiative_threads.errors import ThreadError
from network.initiative_threads.models import InitiativeMessage, InitiativeThreadClosed
from network.initiatives.models import Initiative
from network.members.leaders import for_leaders
from portal.shared.conversations.forms import CloseForm, DecisionForm
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
    rows = InitiativeMessage.objects.awaiting_leader().select_related("initiative")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    now = timezone.now()
    lines = [
        {"message": row, "due_at": (due_at := answer_due_at(row.reported_at)), "is_late": now > due_at}
        for row in page.object_list
    ]
    return render(request, "network/initiative_threads/desk.html", {"lines": lines, "page_obj": page})


def _act(request: HttpRequest, message: InitiativeMessage, *, decision: str, reason: str) -> None:
    now = timezone.now()
    if decision == Decision.DISMISS:
        dismiss_reports(message=message, leader=request.user, answer=reason, at=now)
    else:
        decide_message(message=message, leader=request.user, state=_STATES[Decision(decision)], reason=reason, at=now)


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Read a reported message, and decide. What nobody reported is not theirs to read."""
    rows = InitiativeMessage.objects.filter(reports__isnull=False).select_related("initiative", "member").distinct()
    message = get_object_or_404(rows, key=key)
    is_own = message.member_id == request.user.pk
    reports = [] if is_own else list(message.reports.select_related("reporter"))
    offered = [] if is_own else decisions_on(message.state, has_reports=any(row.state == "open" for row in reports))
    form = DecisionForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            _act(request, message, **form.cleaned_data)
        except ThreadError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your decision is recorded. Those it is about get a mail."))
            return redirect("initiative_conversations:list")
    context = {"message": message, "reports": reports, "form": form if offered else None, "is_own": is_own}
    return render(request, "network/initiative_threads/decide.html", context)


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a conversation, or open it again."""
    initiative = get_object_or_404(Initiative.objects.published(), key=key)
    closed = InitiativeThreadClosed.objects.filter(initiative=initiative).first()
    if request.method == "POST" and "open" in request.POST:
        open_thread(initiative=initiative, leader=request.user)
        messages.success(request, _("The conversation is open again."))
        return redirect("initiative_conversations:list")
    form = CloseForm(request.POST if request.method == "POST" else None, readers=_("Those who take part read this."))
    if request.method == "POST" and form.is_valid():
        close_thread(initiative=initiative, leader=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        messages.success(request, _("The conversation is closed. What stands there stays."))
        return redirect("initiative_conversations:list")
    context = {"initiative": initiative, "closed": closed, "form": form}
    return render(request, "network/initiative_threads/close.html", context)
