"""The conversation leaders' desk for messages. They read what was reported, never the rest of a conversation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.contact.actions import decide_report
from network.contact.errors import ContactError
from network.contact.forms import MessageDecisionForm
from network.contact.models import Message
from network.contact.states import Decision
from network.members.leaders import for_leaders
from portal.shared.conversations.rules import answer_due_at
from portal.shared.conversations.states import ReportState

PER_PAGE = 50


@for_leaders
@require_safe
def waiting_reports(request: HttpRequest) -> HttpResponse:
    """List the reported messages, the longest waiting first."""
    page_obj = Paginator(Message.objects.awaiting_leader(), PER_PAGE).get_page(request.GET.get("pagina"))
    now = timezone.now()
    waiting = [
        {"message": row, "due_at": (due_at := answer_due_at(row.reported_at)), "is_late": now > due_at}
        for row in page_obj.object_list
    ]
    return render(request, "network/contact/desk.html", {"waiting": waiting, "page_obj": page_obj, "now": now})


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Read a reported message, and decide; a leader who is one of the two sees nothing of the report."""
    rows = Message.objects.exclude(reports=None).select_related("sender", "conversation")
    message = rows.filter(key=key).distinct().first()
    if message is None:
        raise Http404
    conversation = message.conversation
    if request.user.pk in {conversation.first_id, conversation.second_id}:
        raise Http404
    reports = list(message.reports.select_related("reporter"))
    is_open = any(row.state == ReportState.OPEN for row in reports)
    form = MessageDecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decision, reason = Decision(form.cleaned_data["decision"]), form.cleaned_data["reason"]
        try:
            decide_report(message=message, leader=request.user, decision=decision, reason=reason, at=timezone.now())
        except ContactError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your decision is recorded. Those it is about get a mail."))
            return redirect("contact:desk")
    context = {"message_row": message, "reports": reports, "form": form if is_open else None}
    return render(request, "network/contact/decide.html", context)
