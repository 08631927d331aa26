"""One note: removed by its writer, reported, hidden or shown by an organiser."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.cohorts.actions import hide_note, organises, remove_note, report_note, show_note
from events.cohorts.forms import ReasonForm
from events.cohorts.models import Cohort
from events.cohorts.views.access import ASK_OR_ACT, find_note, for_group
from events.errors import EventsError
from portal.shared.conversations.forms import ReportForm
from portal.shared.conversations.states import PostState, ReportReason


@for_group
@require_http_methods(ASK_OR_ACT)
def remove(request: HttpRequest, cohort: Cohort, note: str) -> HttpResponse:
    """Remove one's own note."""
    found = find_note(request, cohort, note)
    if found.member_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        remove_note(note=found, member=request.user, at=timezone.now())
        messages.success(request, _("Your note is removed."))
        return redirect("cohorts:group", key=cohort.key)
    words = {
        "title": _("Remove your note?"),
        "text": _("Removed is gone for good."),
        "button": _("Remove your note"),
        "is_danger": True,
    }
    return render(request, "events/cohorts/ask.html", {"cohort": cohort, "note": found, "ask": words})


@for_group
@require_http_methods(ASK_OR_ACT)
def report(request: HttpRequest, cohort: Cohort, note: str) -> HttpResponse:
    """Tell the conversation leaders what is wrong with a note."""
    found = find_note(request, cohort, note)
    if found.member_id == request.user.pk:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, text = ReportReason(form.cleaned_data["reason"]), form.cleaned_data["text"]
        try:
            report_note(note=found, member=request.user, reason=reason, text=text, at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Thank you. A conversation leader looks at it. You hear from us within three working days.")
            )
            return redirect("cohorts:group", key=cohort.key)
    words = {
        "title": _("Report a note"),
        "text": _(
            "Your report goes to a conversation leader, who then reads this one note. The writer doesn’t get to see "
            "who reported it."
        ),
        "button": _("Report this note"),
    }
    return render(request, "events/cohorts/ask.html", {"cohort": cohort, "note": found, "form": form, "ask": words})


@for_group
@require_http_methods(ASK_OR_ACT)
def hide(request: HttpRequest, cohort: Cohort, note: str) -> HttpResponse:
    """Hide a note from the group with a reason, or show it again; for the organisers."""
    found = find_note(request, cohort, note)
    if not organises(cohort, request.user) or found.member_id == request.user.pk:
        raise Http404
    is_hidden = found.state == PostState.HIDDEN
    form = (
        None
        if is_hidden
        else ReasonForm(request.POST if request.method == "POST" else None, readers=_("The writer reads this."))
    )
    refusal = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if form is None:
                show_note(note=found, by=request.user, at=timezone.now())
            else:
                hide_note(note=found, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        except EventsError as error:
            refusal = str(error)
        else:
            messages.success(request, _("The group reads this note again.") if is_hidden else _("The note is hidden."))
            return redirect("cohorts:group", key=cohort.key)
    words = {
        "title": _("Show this note again?") if is_hidden else _("Hide this note?"),
        "text": _("Everyone in the group reads it again.")
        if is_hidden
        else _("Only its writer and the organisers see it from then on."),
        "button": _("Show this note again") if is_hidden else _("Hide this note"),
        "refusal": refusal,
    }
    return render(request, "events/cohorts/ask.html", {"cohort": cohort, "note": found, "form": form, "ask": words})
