"""One application with its conversation, one's own list, and reporting a message."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.applications.actions import report_message, write_message
from events.applications.forms import ThreadForm
from events.applications.models import Application, ApplicationMessage
from events.applications.sections import line_of
from events.applications.standing import name_of, people_of, standing_of
from events.applications.states import Side
from events.applications.views.access import ASK_OR_ACT, for_readers, for_the_two
from events.errors import EventsError
from network.contact.actions.standing import has_blocked
from network.members.viewers import viewer_of
from network.models import Member
from portal.shared.conversations.forms import ReportForm
from portal.shared.conversations.states import PostState, ReportReason

PER_PAGE = 30


@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """List one's own applications, as guest and as host, the newest first."""
    viewer = viewer_of(request)
    rows = Application.objects.wanted_by(viewer.member_key).for_lines()
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    lines = [line_of(row, request.user) for row in page_obj.object_list]
    return render(request, "events/applications/own.html", {"lines": lines, "page_obj": page_obj})


@for_readers
@require_http_methods(ASK_OR_ACT)
def detail(request: HttpRequest, application: Application) -> HttpResponse:
    """Show an application to the two and the programme team; the two write here."""
    now = timezone.now()
    standing = standing_of(application, request.user, at=now)
    form = ThreadForm(request.POST if request.method == "POST" else None) if standing.is_reader_inside else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                write_message(
                    application=application,
                    author=request.user,
                    text=form.cleaned_data["text"],
                    token=form.cleaned_data["token"],
                    at=now,
                )
            except EventsError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Your message is sent. You see the answer here, and you get a mail."))
                return redirect(application)
    other = _other(application, request.user)
    context = {
        "application": application,
        "standing": standing,
        "people": people_of(application, request.user),
        "listings": _listings(application),
        "lines": [_line(row, application, request.user) for row in application.messages.select_related("author")],
        "form": form if standing.may_write or (form is not None and form.is_bound) else None,
        "block_url": reverse("contact:block", args=[other.key]) if other is not None else "",
        "is_blocked": other is not None and has_blocked(request.user, blocked=other),
    }
    return render(request, "events/applications/detail.html", context)


def _listings(application: Application) -> list[dict[str, str]]:
    named = ((_("The place:"), application.offer), (_("The wish:"), application.request))
    return [
        {"label": label, "title": listing.title, "url": listing.get_absolute_url() if listing.is_listed else ""}
        for label, listing in named
        if listing is not None
    ]


def _other(application: Application, reader: Member) -> Member | None:
    side = application.side_of(reader)
    other = application.person(side.other) if side is not None else None
    return other if other is not None and other.is_active else None


def _line(row: ApplicationMessage, application: Application, reader: Member) -> dict[str, object]:
    is_own = row.author_id == reader.pk
    is_shown = row.state == PostState.VISIBLE
    may_report = is_shown and not is_own and row.author_id is not None and application.side_of(reader) is not None
    return {
        "message": row,
        "name": _("You") if is_own else name_of(row.author),
        "role": Side(row.side).label,
        "is_own": is_own,
        "is_shown": is_shown,
        "report_url": reverse("applications:report", args=[application.key, row.key]) if may_report else "",
    }


@for_the_two
@require_http_methods(ASK_OR_ACT)
def report(request: HttpRequest, application: Application, message: str) -> HttpResponse:
    """Tell the conversation leaders what is wrong with a message of the other one."""
    rows = application.messages.filter(key=message, state=PostState.VISIBLE).exclude(author=request.user)
    found = rows.exclude(author=None).select_related("application", "author").first()
    if found is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, text = ReportReason(form.cleaned_data["reason"]), form.cleaned_data["text"]
        try:
            report_message(message=found, reporter=request.user, reason=reason, text=text, at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            said = _("Thank you. A conversation leader looks at it. You hear from us within three working days.")
            messages.success(request, said)
            return redirect(application)
    context = {"application": application, "message_row": found, "form": form}
    return render(request, "events/applications/report.html", context)
