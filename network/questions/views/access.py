"""Finding what an address names, for who may see it; anything else is a 404, as if it were not there."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from network.members.models import Member
from network.members.viewers import viewer_of
from network.questions.errors import QuestionsError
from network.questions.models import Answer, Question


def member_of(request: HttpRequest) -> Member | None:
    """Give who is signed in, or None."""
    return request.user if request.user.is_authenticated else None


def question_or_404(request: HttpRequest, key: str) -> Question:
    """Give a question this reader may see."""
    rows = Question.objects.visible_to(viewer_of(request)).select_related("theme", "asker")
    question = rows.filter(key=key).first()
    if question is None:
        raise Http404
    return question


def answer_or_404(request: HttpRequest, key: str) -> Answer:
    """Give an answer this reader may see, under a question they may see."""
    viewer = viewer_of(request)
    rows = Answer.objects.shown_to(member_key=viewer.member_key).filter(key=key)
    answer = rows.select_related("question__theme", "question__asker").first()
    if answer is None or not Question.objects.visible_to(viewer).filter(pk=answer.question_id).exists():
        raise Http404
    return answer


def back_to(question: Question, answer: Answer | None = None) -> HttpResponseRedirect:
    """Go to the question, at an answer where there is one."""
    anchor = f"#antwoord-{answer.key}" if answer else ""
    return redirect(f"{question.get_absolute_url()}{anchor}")


def do(request: HttpRequest, act: Callable[[], object], *, done: str, then: HttpResponse) -> HttpResponse:
    """Do what a button is for, say that it is done or why not, and go on."""
    try:
        act()
    except QuestionsError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return then
