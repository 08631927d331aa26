"""What someone does with an answer: change, remove, choose, thank, propose."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.members.viewers import viewer_of
from network.questions.actions import (
    accept_answer,
    call_for_story,
    edit_answer,
    propose_insight,
    remove_answer,
    thank,
)
from network.questions.errors import QuestionsError
from network.questions.forms import EditAnswerForm, InsightForm
from network.questions.models import Answer
from network.questions.states import UseKind
from network.questions.views.access import answer_or_404, back_to, do

ASKS_AND_ACTS = require_http_methods(["GET", "HEAD", "POST"])


def _own_or_404(request: HttpRequest, key: str) -> Answer:
    answer = answer_or_404(request, key)
    if answer.writer_id != request.user.pk:
        raise Http404
    return answer


@login_required
@ASKS_AND_ACTS
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change one's own answer, within a day."""
    answer = _own_or_404(request, key)
    form = EditAnswerForm(request.POST if request.method == "POST" else None, initial={"text": answer.text})
    if request.method == "POST" and form.is_valid():
        try:
            edit_answer(answer=answer, member=request.user, text=form.cleaned_data["text"], at=timezone.now())
        except QuestionsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your answer is changed."))
            return back_to(answer.question, answer)
    return render(request, "network/questions/edit_answer.html", {"answer": answer, "form": form})


@login_required
@ASKS_AND_ACTS
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Remove one's own answer."""
    answer = _own_or_404(request, key)
    if request.method != "POST":
        return render(request, "network/questions/remove_answer.html", {"answer": answer})
    # Stored, and read by who reported it.
    with translation.override("nl"):
        reason = _("The writer removed the answer.")
    return do(
        request,
        lambda: remove_answer(answer=answer, member=request.user, reason=reason, at=timezone.now()),
        done=_("Your answer is removed."),
        then=back_to(answer.question),
    )


@login_required
@ASKS_AND_ACTS
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the best answer; a visit goes to the answer."""
    answer = answer_or_404(request, key)
    if request.method != "POST":
        return back_to(answer.question, answer)
    return do(
        request,
        lambda: accept_answer(answer=answer, by=request.user, at=timezone.now()),
        done=_("This is the best answer now. Others find it on top."),
        then=back_to(answer.question, answer),
    )


@login_required
@ASKS_AND_ACTS
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    """Thank for an answer; a visit goes to the answer."""
    answer = answer_or_404(request, key)
    if request.method != "POST":
        return back_to(answer.question, answer)
    return do(
        request,
        lambda: thank(answer=answer, member=request.user, at=timezone.now()),
        done=_("Your thanks count. Your name is not shown."),
        then=back_to(answer.question, answer),
    )


@login_required
@ASKS_AND_ACTS
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Propose an answer as an insight to the editors, or as a story to its writer."""
    answer, viewer = answer_or_404(request, key), viewer_of(request)
    uses = {use.kind for use in answer.uses.all()}
    is_writer = answer.writer_id == request.user.pk
    may_insight = viewer.is_member and UseKind.INSIGHT not in uses
    may_story = (is_writer or viewer.is_editor) and UseKind.STORY not in uses and answer.writer_id is not None
    form = InsightForm(request.POST if "insight" in request.POST else None)
    if request.method == "POST" and "story" in request.POST:
        done = _("Your answer waits for you as the start of a story, at “Write a story”.")
        if not is_writer:
            done = _("The writer gets a mail that asks for the whole story.")
        return do(
            request,
            lambda: call_for_story(answer=answer, by=request.user, at=timezone.now()),
            done=done,
            then=back_to(answer.question, answer),
        )
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        return do(
            request,
            lambda: propose_insight(answer=answer, by=request.user, why=why, at=timezone.now()),
            done=_("Thank you. The editors have your proposal, and you hear what they do with it."),
            then=back_to(answer.question, answer),
        )
    context = {
        "answer": answer,
        "form": form if may_insight else None,
        "may_story": may_story,
        "is_writer": is_writer,
    }
    return render(request, "network/questions/propose.html", context)
