"""The conversation leaders' desk: they read a message that was reported, and nothing else of an application."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.applications.actions import decide_report
from events.applications.forms import JudgeForm
from events.applications.models import ApplicationMessage
from events.applications.views.access import ASK_OR_ACT
from events.errors import EventsError
from network.members.leaders import for_leaders
from portal.shared.conversations.rules import answer_due_at
from portal.shared.conversations.states import ReportState

PER_PAGE = 50


@for_leaders
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the reported messages, the longest waiting first."""
    rows = ApplicationMessage.objects.awaiting_leader().not_about(request.user)
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    now = timezone.now()
    lines = [
        {"message": row, "due_at": (due_at := answer_due_at(row.reported_at)), "is_late": now > due_at}
        for row in page_obj.object_list
    ]
    return render(request, "events/applications/desk.html", {"lines": lines, "page_obj": page_obj})


@for_leaders
@require_http_methods(ASK_OR_ACT)
def judge(request: HttpRequest, key: str) -> HttpResponse:
    """Read a reported message, and decide; a leader who is one of the two sees nothing of it."""
    rows = ApplicationMessage.objects.reported().not_about(request.user).select_related("author")
    message = get_object_or_404(rows, key=key)
    reports = list(message.reports.select_related("reporter"))
    is_open = any(row.state == ReportState.OPEN for row in reports)
    form = JudgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        is_removed, reason = form.cleaned_data["decision"] == "remove", form.cleaned_data["reason"]
        try:
            decide_report(message=message, leader=request.user, is_removed=is_removed, reason=reason, at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your decision is recorded. Those it is about get a mail."))
            return redirect("application_conversations:list")
    context = {"message_row": message, "reports": reports, "form": form if is_open else None}
    return render(request, "events/applications/judge.html", context)
