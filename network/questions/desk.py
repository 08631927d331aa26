"""The conversation leaders' desk for questions and answers. For others it does not exist."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.members.leaders import for_leaders
from network.questions.actions import dismiss, hide, restore
from network.questions.errors import QuestionsError
from network.questions.models import Answer, Question, QuestionFlag
from network.questions.states import AnswerState, Sight
from portal.shared.conversations.forms import DecisionForm
from portal.shared.conversations.rules import answer_due_at
from portal.shared.conversations.states import Decision

MOST_SHOWN = 100


@for_leaders
@require_safe
def waiting_reports(request: HttpRequest) -> HttpResponse:
    """List the questions and answers that are reported, the longest waiting first."""
    flags = QuestionFlag.objects.open().select_related("question", "answer__question")
    now, waiting = timezone.now(), {}
    for flag in flags.order_by("created_at", "pk"):
        thing = flag.answer or flag.question
        due_at = answer_due_at(flag.created_at)
        row = waiting.setdefault(
            thing.key,
            {
                "key": thing.key,
                "title": flag.about.title,
                "text": flag.answer.text if flag.answer else flag.about.body,
                "is_answer": flag.answer is not None,
                "reasons": [],
                "count": 0,
                "due_at": due_at,
                "is_late": now > due_at,
            },
        )
        row["count"] += 1
        if flag.get_reason_display() not in row["reasons"]:
            row["reasons"].append(flag.get_reason_display())
    return render(request, "network/questions/desk.html", {"waiting": list(waiting.values())[:MOST_SHOWN]})


def _thing_or_404(key: str) -> Question | Answer:
    answer = Answer.objects.filter(key=key).select_related("question", "writer").first()
    thing = answer or Question.objects.filter(key=key).select_related("asker").first()
    if thing is None:
        raise Http404
    return thing


def _offered(thing: Question | Answer, *, has_reports: bool) -> list[Decision]:
    if isinstance(thing, Answer):
        is_shown, is_hidden = thing.state == AnswerState.VISIBLE, thing.state == AnswerState.HIDDEN
    else:
        is_shown, is_hidden = thing.sight == Sight.SHOWN, thing.sight == Sight.HIDDEN
    if is_hidden:
        return [Decision.RESTORE]
    return [*([Decision.DISMISS] if has_reports else []), *([Decision.HIDE] if is_shown else [])]


def _act(thing: Question | Answer, leader, *, decision: str, reason: str) -> None:
    at = timezone.now()
    if decision == Decision.DISMISS:
        dismiss(thing=thing, leader=leader, outcome=reason, at=at)
    elif decision == Decision.HIDE:
        hide(thing=thing, leader=leader, reason=reason, at=at)
    else:
        restore(thing=thing, leader=leader, at=at)


@for_leaders
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Read a question or answer with what is reported of it, and decide. Who asked without a name stays so here too."""
    thing = _thing_or_404(key)
    writer_id = thing.writer_id if isinstance(thing, Answer) else thing.asker_id
    # Who reported it is nothing for the writer to read, also when the writer leads conversations.
    is_own = writer_id == request.user.pk
    flags = [] if is_own else list(thing.flags.select_related("decided_by"))
    offered = [] if is_own else _offered(thing, has_reports=any(flag.state == "open" for flag in flags))
    form = DecisionForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            _act(thing, request.user, **form.cleaned_data)
        except QuestionsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your decision is recorded. Those it is about get a mail."))
            return redirect("question_desk:list")
    is_answer = isinstance(thing, Answer)
    context = {
        "question": thing.question if is_answer else thing,
        "text": thing.text if is_answer else thing.body,
        "state": thing.get_state_display() if is_answer else thing.get_sight_display(),
        "is_answer": is_answer,
        "flags": flags,
        "form": form if offered else None,
        "is_own": is_own,
    }
    return render(request, "network/questions/decide.html", context)
