"""The conversation leaders' desk: what is reported, and what they decide. For others it does not exist."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.members.leaders import for_leaders
from network.members.viewers import viewer_of
from portal.shared.conversations.forms import CloseForm, DecisionForm
from portal.shared.conversations.rules import answer_due_at
from portal.shared.conversations.states import Decision, decisions_on
from stories.reactions.actions import (
    close_thread,
    dismiss_reports,
    hide_reaction,
    open_thread,
    remove_reaction,
    restore_reaction,
)
from stories.reactions.errors import ReactionsError
from stories.reactions.models import Reaction, ReactionReport, ReactionsClosed
from stories.reactions.places import find_text

PER_PAGE = 50


@for_leaders
@require_safe
def waiting_reports(request: HttpRequest) -> HttpResponse:
    """List what is reported, the longest waiting first."""
    reports = Prefetch("reports", queryset=ReactionReport.objects.open(), to_attr="open_reports")
    rows = Reaction.objects.awaiting_leader().select_related("page", "member").prefetch_related(reports)
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    now = timezone.now()
    waiting = [
        {
            "reaction": row,
            "reasons": list(dict.fromkeys(report.get_reason_display() for report in row.open_reports)),
            "count": len(row.open_reports),
            "due_at": (due_at := answer_due_at(row.reported_at)),
            "is_late": now > due_at,
        }
        for row in page_obj.object_list
    ]
    return render(request, "stories/reactions/desk.html", {"waiting": waiting, "page_obj": page_obj, "now": now})


def _act(request: HttpRequest, reaction: Reaction, *, decision: str, reason: str) -> None:
    leader, at = request.user, timezone.now()
    if decision == Decision.DISMISS:
        dismiss_reports(reaction=reaction, leader=leader, answer=reason, at=at)
    elif decision == Decision.HIDE:
        hide_reaction(reaction=reaction, leader=leader, reason=reason, at=at)
    elif decision == Decision.REMOVE:
        remove_reaction(reaction=reaction, leader=leader, reason=reason, at=at)
    else:
        restore_reaction(reaction=reaction, leader=leader, at=at)


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Read a reaction with what is reported of it, and decide."""
    reaction = Reaction.objects.filter(key=key).select_related("page", "member", "state_by").first()
    if reaction is None:
        raise Http404
    # Who reported it is nothing for the writer to read, also when the writer leads conversations.
    is_own = reaction.member_id == request.user.pk
    reports = [] if is_own else list(reaction.reports.select_related("reporter", "decided_by"))
    offered = [] if is_own else decisions_on(reaction.state, has_reports=any(row.state == "open" for row in reports))
    form = DecisionForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            _act(request, reaction, **form.cleaned_data)
        except ReactionsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your decision is recorded. Those it is about get a mail."))
            return redirect("conversations:list")
    return render(
        request,
        "stories/reactions/decide.html",
        {"reaction": reaction, "reports": reports, "form": form if offered else None, "is_own": is_own},
    )


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, page_id: int) -> HttpResponse:
    """Close the conversation under a text, or open it again."""
    page = find_text(page_id=page_id, viewer=viewer_of(request))
    if page is None:
        raise Http404
    closed = ReactionsClosed.objects.filter(page_id=page.pk).select_related("closed_by").first()
    if request.method == "POST" and "open" in request.POST:
        open_thread(page=page, leader=request.user)
        messages.success(request, _("Members can react here again."))
        return HttpResponseRedirect(f"{page.url}#reacties")
    form = CloseForm(request.POST if request.method == "POST" else None, readers=_("Readers see this under the text."))
    if request.method == "POST" and form.is_valid():
        close_thread(page=page, leader=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        messages.success(request, _("The conversation is closed. What stands there stays."))
        return HttpResponseRedirect(f"{page.url}#reacties")
    return render(request, "stories/reactions/thread.html", {"text": page, "closed": closed, "form": form})
