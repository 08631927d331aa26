"""The list of questions, one question, and what is put to me."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.members.viewers import viewer_of
from network.questions.actions import set_pause
from network.questions.contexts import question_lines, question_page
from network.questions.facets import chips, facet_groups, orders
from network.questions.forms import AnswerForm, FilterForm, PauseForm
from network.questions.models import Question, QuestionPause, Route
from network.questions.searchable import KIND
from network.questions.structured import question_data
from network.questions.views.access import member_of, question_or_404
from search.related.reading import related_things

PER_PAGE = 20


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """List the questions this reader may see, filtered and ordered by the address."""
    viewer, member = viewer_of(request), member_of(request)
    asked = FilterForm(request.GET).asked()
    visible = Question.objects.visible_to(viewer)
    rows = visible.filtered(asked, member_key=viewer.member_key).for_list(asked.get("volgorde", ""))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    filters = {name: value for name, value in asked.items() if name != "volgorde"}
    list_url = reverse("questions:list")
    empty = [{"url": reverse("questions:ask"), "text": _("Ask a question")}]
    if filters:
        empty.append({"url": list_url, "text": _("Show all questions")})
    context = {
        "page_obj": page,
        "lines": question_lines(page, viewer=viewer, own_id=member.pk if member else None, on=timezone.localdate()),
        "groups": facet_groups(visible, asked, member_key=viewer.member_key),
        "active_count": len(filters),
        "chips": chips(filters),
        "orders": orders(asked),
        "list_url": list_url,
        "base_query": urlencode(asked),
        "empty_actions": empty,
        "is_member": viewer.is_member,
    }
    return render(request, "network/questions/list.html", context)


def show_question(request: HttpRequest, question: Question, *, form: AnswerForm | None = None) -> HttpResponse:
    """Render a question; a form that was sent and is not right yet stands in it as typed."""
    viewer = viewer_of(request)
    page = question_page(question, viewer=viewer, member=member_of(request), at=timezone.now())
    context = {
        "view": page,
        "form": (form or AnswerForm()) if page.offer == "form" else None,
        "data": question_data(page),
        "related": related_things(KIND, question.key, viewer),
        "login_url": f"{reverse('account_login')}?{urlencode({'next': question.get_absolute_url()})}",
        "crumbs": [{"url": reverse("questions:list"), "title": _("Questions")}],
    }
    return render(request, "network/questions/detail.html", context)


@require_safe
def question_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one question with its answers."""
    try:
        return show_question(request, question_or_404(request, key))
    except Http404:
        # A mail leads here; whoever is signed out may only have to sign in. The same answer for what doesn't exist.
        login = (
            "" if request.user.is_authenticated else f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        )
        return render(request, "network/questions/not_here.html", {"login_url": login}, status=404)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Show what is put to me, and let me have a pause."""
    viewer = viewer_of(request)
    if not viewer.is_member:
        raise Http404
    pause = QuestionPause.objects.filter(member=request.user).first()
    initial = {"is_paused": pause is not None, "until": pause.until if pause else None}
    form = PauseForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_pause(member=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Questions that wait for you already stay until you pass them on."))
        return redirect("questions:mine")
    routes = Route.objects.waiting().on_shown_questions().filter(member=request.user)
    routes = routes.select_related("question__theme").order_by("due_at", "pk")
    context = {"routes": routes, "form": form, "list_url": f"{reverse('questions:list')}?staat=open"}
    return render(request, "network/questions/mine.html", context)
