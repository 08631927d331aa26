"""Saying how it was: from /mijn/, or behind the link of the mail without signing in. GET shows, POST keeps."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events.errors import EventsError
from events.harvest.actions import give_feedback
from events.harvest.actions.feedback import refusal_of
from events.harvest.errors import REFUSALS
from events.harvest.forms import FeedbackForm
from events.harvest.mails import FEEDBACK_LINK
from events.harvest.models import Feedback
from events.harvest.rules import feedback_closes_at
from events.registrations.mails import moment_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.views.own import for_owner
from portal.shared.links.errors import LinkUnknown
from portal.shared.links.models import SecretLink
from portal.shared.links.views import SecretLinkView

Answer = Callable[[HttpRequest, Registration], HttpResponse]


@for_owner
@require_http_methods(["GET", "HEAD", "POST"])
def own_feedback(request: HttpRequest, row: Registration) -> HttpResponse:
    """Answer about a date one signed up for."""
    return _page(request, row, at=timezone.now())


class FeedbackPage(SecretLinkView):
    """Answer by the link of the mail, with or without an account."""

    purpose = FEEDBACK_LINK

    def show(self, request, link, *, at):
        """Show the form, with what was answered before."""
        return _page(request, self._row(link), at=at)

    def act(self, request, link, *, at):
        """Keep the answer; the link works until answering closes, so that one can change it."""
        return _page(request, self._row(link), at=at)

    def _row(self, link: SecretLink) -> Registration:
        rows = Registration.objects.filter(key=link.subject_key, erased_at=None)
        row = rows.select_related("occurrence__meetup__page").first()
        if row is None:
            raise LinkUnknown
        return row


def _page(request: HttpRequest, row: Registration, *, at: datetime) -> HttpResponse:
    date = row.occurrence
    refused = refusal_of(row, date, at=at)
    form, is_kept = None, False
    refusal = str(REFUSALS[refused].message) if refused else ""
    if refused is None:
        before = Feedback.objects.filter(registration=row).first()
        form = FeedbackForm(request.POST if request.method == "POST" else None, feedback=before)
        if request.method == "POST" and form.is_valid():
            try:
                give_feedback(registration=row, text=form.text(), at=at)
            except EventsError as error:
                form.add_error(None, error.message)
            else:
                is_kept = True
    context = {
        "page": date.meetup.page,
        "when": when_in_words(date),
        "closes": moment_in_words(feedback_closes_at(date.ends_at)),
        "form": form,
        "refusal": refusal,
        "is_kept": is_kept,
    }
    return render(request, "events/harvest/feedback.html", context)
