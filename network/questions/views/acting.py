"""What someone does with a question: answer, pass on, follow, close, reopen, hide, report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.members.viewers import viewer_of
from network.questions.actions import (
    answer_question,
    close_question,
    follow_question,
    pass_on,
    reopen_question,
    report,
    show_question_again,
    unfollow,
    withdraw_question,
)
from network.questions.actions.answering import FOLLOW_KIND, UNFOLLOW
from network.questions.errors import AnswersAreForMembers, QuestionClosed, QuestionNotShown, QuestionsError
from network.questions.forms import AnswerForm, CloseForm
from network.questions.models import Answer, Question, QuestionFollow
from network.questions.rules import may_steer
from network.questions.views.access import answer_or_404, back_to, do, question_or_404
from network.questions.views.reading import show_question
from portal.shared.conversations.forms import ReportForm
from portal.shared.conversations.states import ReportReason
from portal.shared.http import way_back
from portal.shared.links.models import SecretLink
from portal.shared.links.views import SecretLinkView

ASKS_AND_ACTS = require_http_methods(["GET", "HEAD", "POST"])


@ASKS_AND_ACTS
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Place an answer; a visit, e.g. after signing in, goes to the question."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            messages.warning(
                request, _("You were signed out, so your answer is not placed. Sign in and send it again.")
            )
        return redirect_to_login(request.path)
    question = question_or_404(request, key)
    if request.method != "POST":
        return back_to(question)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_question(request, question, form=form)
    try:
        placed = answer_question(question=question, member=request.user, at=timezone.now(), **form.cleaned_data)
    except (AnswersAreForMembers, QuestionClosed, QuestionNotShown) as error:
        # There is no form any more to show this at.
        messages.error(request, error.message)
        return back_to(question)
    except QuestionsError as error:
        form.add_error(None, error.message)
        return show_question(request, question, form=form)
    messages.success(request, _("Your answer is placed."))
    return back_to(question, placed)


@login_required
@ASKS_AND_ACTS
def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """Let someone say that they can't answer; for who doesn't have the question this page is not there."""
    question = question_or_404(request, key)
    if not question.routes.waiting().filter(member=request.user).exists():
        raise Http404
    if request.method != "POST":
        return render(request, "network/questions/hand_over.html", {"question": question})
    return do(
        request,
        lambda: pass_on(question=question, member=request.user, at=timezone.now()),
        done=_("Thank you. The question goes to someone else."),
        then=redirect("questions:mine"),
    )


@login_required
@ASKS_AND_ACTS
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """Follow a question, or stop."""
    question = question_or_404(request, key)
    if request.method != "POST":
        return back_to(question)
    if "stop" in request.POST:
        unfollow(follow=question.follows.filter(member=request.user).first(), at=timezone.now())
        messages.success(request, _("You get no more mail about this question."))
    else:
        follow_question(question=question, member=request.user, at=timezone.now())
        messages.success(request, _("You get a mail on each new answer."))
    return redirect(way_back(request, fallback=question.get_absolute_url()))


def _steered_or_404(request: HttpRequest, key: str) -> Question:
    question = question_or_404(request, key)
    is_asker = question.asker_id == request.user.pk
    if not may_steer(is_asker=is_asker, is_editor=viewer_of(request).is_editor):
        raise Http404
    return question


@login_required
@ASKS_AND_ACTS
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a question, with the reason that readers see."""
    question = _steered_or_404(request, key)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            close_question(question=question, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        except QuestionsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The question is closed. What stands there stays."))
            return back_to(question)
    return render(request, "network/questions/close.html", {"question": question, "form": form})


@login_required
@ASKS_AND_ACTS
def reopen(request: HttpRequest, key: str) -> HttpResponse:
    """Ask again: open a closed question, or take back the choice of the best answer."""
    question = _steered_or_404(request, key)
    if request.method != "POST":
        return render(request, "network/questions/reopen.html", {"question": question})
    return do(
        request,
        lambda: reopen_question(question=question, by=request.user, at=timezone.now()),
        done=_("The question is open again."),
        then=back_to(question),
    )


@login_required
@ASKS_AND_ACTS
def hide(request: HttpRequest, key: str) -> HttpResponse:
    """Hide one's own question from others, or show it again."""
    question = question_or_404(request, key)
    if question.asker_id != request.user.pk:
        raise Http404
    if request.method != "POST":
        return render(request, "network/questions/hide.html", {"question": question})
    shows = "show" in request.POST
    act = show_question_again if shows else withdraw_question
    return do(
        request,
        lambda: act(question=question, member=request.user, at=timezone.now()),
        done=_("Others see your question again.") if shows else _("Only you see this question now."),
        then=back_to(question),
    )


def _report(request: HttpRequest, thing: Question | Answer, question: Question) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            report(
                thing=thing,
                member=request.user,
                reason=ReportReason(form.cleaned_data["reason"]),
                text=form.cleaned_data["text"],
                at=timezone.now(),
            )
        except QuestionsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, _("Thank you. A conversation leader looks at it. You hear from us within three working days.")
            )
            return back_to(question)
    shown = thing.text if isinstance(thing, Answer) else thing.body or thing.title
    return render(request, "network/questions/report.html", {"question": question, "shown": shown, "form": form})


@login_required
@ASKS_AND_ACTS
def report_question(request: HttpRequest, key: str) -> HttpResponse:
    """Tell the conversation leaders what is wrong with a question."""
    question = question_or_404(request, key)
    return _report(request, question, question)


@login_required
@ASKS_AND_ACTS
def report_answer(request: HttpRequest, key: str) -> HttpResponse:
    """Tell the conversation leaders what is wrong with an answer."""
    found = answer_or_404(request, key)
    return _report(request, found, found.question)


class UnfollowView(SecretLinkView):
    """The page behind the link in a mail on a new answer: it asks, then ends the mails, without a login."""

    purpose = UNFOLLOW

    def show(self, request: HttpRequest, link: SecretLink, *, at) -> HttpResponse:
        """Ask; the title may be read by whoever holds the mail, where it stands too."""
        follow = self._follow(link)
        context = {"title": follow.question.title if follow else "", "is_done": follow is None}
        return render(request, "network/questions/unfollow.html", context)

    def act(self, request: HttpRequest, link: SecretLink, *, at) -> HttpResponse:
        """End the mails; doing it twice is no mistake."""
        unfollow(follow=self._follow(link), at=at)
        return render(request, "network/questions/unfollow.html", {"title": "", "is_done": True})

    def _follow(self, link: SecretLink) -> QuestionFollow | None:
        if link.subject_kind != FOLLOW_KIND:
            return None
        return QuestionFollow.objects.filter(key=link.subject_key).select_related("question").first()
