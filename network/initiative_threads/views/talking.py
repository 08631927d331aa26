"""The conversation of a joint action, for who takes part. For anyone else it does not exist."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.initiative_threads.actions import remove_own, report_message, takes_part, write_message
from network.initiative_threads.errors import ThreadError
from network.initiative_threads.forms import MessageForm
from network.initiative_threads.models import InitiativeMessage, InitiativeThreadClosed
from network.initiatives.models import Initiative
from network.members.models import Member
from network.members.profiles import profile_for
from network.members.viewers import viewer_of
from portal.shared.conversations.forms import ReportForm
from portal.shared.conversations.states import ReportReason

PER_PAGE = 50
ASK_OR_ACT = ["GET", "HEAD", "POST"]


def for_people_in_it(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the initiative, when the one who asks takes part in it; else 404."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str, **kwargs) -> HttpResponse:
        initiative = Initiative.objects.published().filter(key=key).first()
        if initiative is None or not takes_part(initiative=initiative, member=request.user):
            raise Http404
        return view(request, initiative, **kwargs)

    return guarded


def _message_or_404(request: HttpRequest, initiative: Initiative, key: str) -> InitiativeMessage:
    rows = InitiativeMessage.objects.filter(initiative=initiative, key=key).shown_to(request.user.key)
    message = rows.select_related("initiative").first()
    if message is None:
        raise Http404
    return message


def _lines(request: HttpRequest, rows: list[InitiativeMessage]) -> list[dict[str, object]]:
    viewer, today = viewer_of(request), timezone.localdate()
    members = Member.objects.filter(pk__in={row.member_id for row in rows if row.member_id}).with_byline()
    profiles = {member.pk: profile_for(viewer, member, on=today, is_brief=True) for member in members}
    return [
        {
            "message": row,
            "writer": profiles.get(row.member_id),
            "is_own": row.member_id == request.user.pk,
            "is_hidden": row.state == "hidden",
        }
        for row in rows
    ]


@for_people_in_it
@require_http_methods(ASK_OR_ACT)
def thread(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Read the conversation, the newest page first, and write in it."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            write_message(initiative=initiative, member=request.user, at=timezone.now(), **form.cleaned_data)
        except ThreadError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your message is placed."))
            return redirect("initiative_threads:thread", key=initiative.key)
    rows = initiative.messages.all().shown_to(request.user.key).reverse()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "initiative": initiative,
        "lines": _lines(request, list(page.object_list)),
        "page_obj": page,
        "form": form,
        "closed": InitiativeThreadClosed.objects.filter(initiative=initiative).first(),
    }
    return render(request, "network/initiative_threads/thread.html", context)


@for_people_in_it
@require_http_methods(ASK_OR_ACT)
def remove(request: HttpRequest, initiative: Initiative, message: str) -> HttpResponse:
    """Remove one's own message."""
    found = _message_or_404(request, initiative, message)
    if found.member_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        remove_own(message=found, member=request.user, at=timezone.now())
        messages.success(request, _("Your message is removed."))
        return redirect("initiative_threads:thread", key=initiative.key)
    return render(request, "network/initiative_threads/remove.html", {"initiative": initiative, "message": found})


@for_people_in_it
@require_http_methods(ASK_OR_ACT)
def report(request: HttpRequest, initiative: Initiative, message: str) -> HttpResponse:
    """Tell the conversation leaders what is wrong with a message."""
    found = _message_or_404(request, initiative, message)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            report_message(
                message=found,
                member=request.user,
                reason=ReportReason(form.cleaned_data["reason"]),
                text=form.cleaned_data["text"],
                at=timezone.now(),
            )
        except ThreadError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, _("Thank you. A conversation leader looks at it. You hear from us within three working days.")
            )
            return redirect("initiative_threads:thread", key=initiative.key)
    context = {"initiative": initiative, "message": found, "form": form}
    return render(request, "network/initiative_threads/report.html", context)
