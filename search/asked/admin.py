"""Questions that helped nobody in /beheer/: what people searched for in vain, and what editors do about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.menu import MenuItem

from search.asked.actions import decide_question
from search.asked.models import AskedSearch, SearchDecision
from search.asked.rules import FEWEST_TIMES, LONGEST_KEPT
from search.asked.states import Decision

PER_PAGE = 50
RIGHT = "search.change_searchdecision"
DONE = {
    Decision.CALL: gettext_lazy("Members who begin a text now read this question."),
    Decision.HANDLED: gettext_lazy("The question is off the list. When someone asks it again, it comes back."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """List the questions that found nothing, or nothing worth opening, and note what an editor decides about one."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request)
    page = Paginator(AskedSearch.objects.unanswered().by_question(), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "rows": page,
        "unopened": AskedSearch.objects.never_opened()[:PER_PAGE],
        "fewest": FEWEST_TIMES,
        "calls": SearchDecision.objects.calls(),
        "page_title": _("Searched in vain"),
        "header_icon": "search",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Searched in vain")},
        ],
    }
    return TemplateResponse(request, "search/admin/questions.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    # PostgreSQL takes no question with the sign that no text in a database holds.
    text, decision = (
        request.POST.get("text", "").replace("\0", "")[: LONGEST_KEPT + 1],
        request.POST.get("decision", ""),
    )
    known = AskedSearch.objects.filter(text=text).exists() or SearchDecision.objects.filter(text=text).exists()
    if decision not in set(Decision) or not known:
        messages.warning(request, _("This question is not on the list any more."))
    else:
        decide_question(text=text, decision=Decision(decision), at=timezone.now())
        messages.success(request, str(DONE[Decision(decision)]))
    return redirect("search_questions")


def admin_urls() -> list[URLPattern]:
    """Give the addresses for the hook register_admin_urls."""
    return [path("zoekvragen/", questions, name="search_questions")]


class QuestionsMenuItem(MenuItem):
    """Shown to who may decide."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm(RIGHT)
