"""The page of a manager, behind the link of a mail: the agreement, yes or no, and nothing else (DECISIONS 16)."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.errors import EventsError
from events.placements.actions import answer_consent, expired_question, readable, renew_question
from events.placements.errors import QuestionGone
from events.placements.forms import AnswerForm
from events.placements.mails import CONSENT_LINK
from events.placements.models import ManagerConsent
from events.placements.reading import person, term_lines, terms_of, versions_differ
from events.placements.views.detail import facts_of
from portal.shared.links.errors import LinkUnknown
from portal.shared.links.models import SecretLink
from portal.shared.links.views import SecretLinkView

_ANSWERS = {"akkoord": True, "niet-akkoord": False}


class ConsentPage(SecretLinkView):
    """GET shows the agreement, POST agrees or refuses; a link whose time is over offers a new one."""

    purpose = CONSENT_LINK

    def show(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponse:
        """Show what is asked."""
        return self._page(request, link, AnswerForm())

    def act(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponse:
        """Take the answer."""
        form = AnswerForm(request.POST)
        agrees = _ANSWERS.get(request.POST.get("stap", ""))
        if agrees is None or not form.is_valid():
            return self._page(request, link, form if agrees is not None else AnswerForm())
        consent = _consent(link)
        try:
            answer_consent(consent=consent, link=link, agrees=agrees, remark=form.cleaned_data["remark"], at=at)
        except EventsError as error:
            return _gone(request, error)
        words = _("You agree.") if agrees else _("You do not agree.")
        asker = person(consent.placement, Side(consent.side))
        return render(request, "events/placements/consent_done.html", {"answer": words, "asker": str(asker or "")})

    def _page(self, request: HttpRequest, link: SecretLink, form: AnswerForm) -> HttpResponse:
        consent = _consent(link)
        try:
            versions = readable(consent.placement, consent)
        except QuestionGone as error:
            return _gone(request, error)
        current = versions.current
        holding = versions.holding if versions.is_amendment else None
        context = {
            **facts_of(consent.placement, None),
            "consent": consent,
            "asker": str(person(consent.placement, Side(consent.side)) or ""),
            "terms": term_lines(terms_of(current)) if current else [],
            "changes": versions_differ(holding, current) if current else [],
            "note": current.change_note if current else "",
            "form": form,
        }
        return render(request, "events/placements/consent.html", context)

    def _answer(self, request: HttpRequest, token: str, handler) -> HttpResponse:
        consent = expired_question(token, at=timezone.now())
        if consent is None:
            return super()._answer(request, token, handler)
        if request.method != "POST":
            return render(request, "events/placements/consent_expired.html", {"is_sent": False}, status=410)
        try:
            renew_question(consent=consent, at=timezone.now())
        except EventsError as error:
            return _gone(request, error)
        return render(request, "events/placements/consent_expired.html", {"is_sent": True})


def _consent(link: SecretLink) -> ManagerConsent:
    rows = ManagerConsent.objects.select_related(
        "version",
        "placement__guest",
        "placement__host",
        "placement__guest_institution__merged_into",
        "placement__host_institution__merged_into",
    )
    row = rows.filter(key=link.subject_key).first()
    if row is None:
        raise LinkUnknown
    return row


def _gone(request: HttpRequest, error: EventsError) -> HttpResponse:
    return render(request, SecretLinkView.refused_template, {"message": error.message}, status=410)
