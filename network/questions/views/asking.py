"""Asking in two steps: the question in one sentence with what resembles it, then the rest."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.members.viewers import viewer_of
from network.questions.actions import ask as ask_question
from network.questions.contexts import related_to
from network.questions.errors import QuestionsError
from network.questions.forms import QuestionForm, TitleForm

# What someone typed while being signed out waits in the session for the moment after signing in.
KEPT = "question_typed"
KEPT_FIELDS = ("title", "body", "theme", "addressee", "audience", "is_anonymous")


@require_safe
def related(request: HttpRequest) -> HttpResponse:
    """Give what resembles a question, as a part of a page, for the script that asks while someone types."""
    hits = related_to(request.GET.get("vraag", ""), viewer=viewer_of(request))
    response = render(request, "network/questions/related.html", {"hits": hits})
    # What someone is typing is nothing to keep.
    patch_cache_control(response, private=True, no_store=True)
    return response


def _first_step(request: HttpRequest) -> HttpResponse:
    form = TitleForm(request.GET if "vraag" in request.GET else None)
    if form.is_bound and form.is_valid():
        return _second_step(request, QuestionForm(title=form.cleaned_data["vraag"]), title=form.cleaned_data["vraag"])
    return render(request, "network/questions/ask_title.html", {"form": form, "crumbs": _crumbs()})


def _second_step(request: HttpRequest, form: QuestionForm, *, title: str) -> HttpResponse:
    viewer = viewer_of(request)
    here = f"{reverse('questions:ask')}?{urlencode({'vraag': title})}"
    context = {
        # Only a page for someone signed in holds a form and its token (DECISIONS 28).
        "form": form if viewer.is_signed_in else None,
        "title": title,
        "hits": related_to(title, viewer=viewer),
        "login_url": f"{reverse('account_login')}?{urlencode({'next': here})}",
        "signup_url": reverse("account_signup"),
        "crumbs": _crumbs(),
    }
    return render(request, "network/questions/ask.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [{"url": reverse("questions:list"), "title": _("Questions")}]


def _signed_out(request: HttpRequest) -> HttpResponse:
    request.session[KEPT] = {name: request.POST.get(name, "")[:5000] for name in KEPT_FIELDS}
    messages.warning(request, _("You were signed out. Sign in: your question is still here, and not sent yet."))
    return redirect_to_login(reverse("questions:ask"))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the question in one sentence, then for the rest; what was typed stays until it is right."""
    if request.method != "POST":
        kept = request.session.get(KEPT) if request.user.is_authenticated else None
        if kept is None or "vraag" in request.GET:
            return _first_step(request)
        del request.session[KEPT]
        return _second_step(request, QuestionForm(title=kept["title"], initial=kept), title=kept["title"])
    if not request.user.is_authenticated:
        return _signed_out(request)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            question = ask_question(
                member=request.user, text=form.text(), token=form.cleaned_data["token"], at=timezone.now()
            )
        except QuestionsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your question is placed. You get a mail on each answer."))
            return redirect(question)
    return _second_step(request, form, title=request.POST.get("title", "")[:200])
