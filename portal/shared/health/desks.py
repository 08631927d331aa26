"""What operators do beside looking: run a job now, try failed tasks again, send or let go of mail.

Nothing of a task's arguments or traceback, or of a mail's words or address, is shown: they may hold names. What changes
something is asked first, on a page of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.shared.health.forms import JobChoice, MailDecision, MailFilter, TaskDecision, TaskFilter
from portal.shared.health.rules import is_overdue
from portal.shared.health.wording import duration_in_words, failure_in_words
from portal.shared.jobs.actions import ask_job, drop_tasks, retry_tasks
from portal.shared.jobs.models import JobRun
from portal.shared.jobs.registry import Job, jobs
from portal.shared.jobs.rules import next_due_at
from portal.shared.outbox.actions import hold_mails, leave_mails, retry_mails
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailState

RIGHT = "shared.view_jobrun"
PER_PAGE = 100
SURE = "zeker"


def for_operators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse whoever may not look at the health of the site."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(guarded)


def about(title: str) -> dict[str, object]:
    """Give what every page below the health of the site says of itself."""
    return {
        "page_title": title,
        "header_icon": "cogs",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("site_health"), "label": _("Health of the site")},
            {"url": "", "label": title},
        ],
    }


def ask_first(
    request: HttpRequest, *, question: str, explanation: str, button: str, back: str, keys: Iterable[object] = ()
) -> HttpResponse:
    """Ask whether someone is sure; the form holds all that was sent, and comes back with SURE."""
    kept = [(name, value) for name in ("decision", "job") for value in request.POST.getlist(name)]
    context = {
        **about(question),
        "explanation": explanation,
        "button": button,
        "back_url": reverse(back),
        "fields": [*kept, *(("keys", key) for key in keys), (SURE, "1")],
    }
    return TemplateResponse(request, "health/admin/sure.html", context)


@dataclass(frozen=True)
class JobLine:
    """One periodic job as operators read it; `failure` is empty when it never failed."""

    name: str
    every: str
    state: str
    is_late: bool
    last_success_at: datetime | None
    failed_at: datetime | None
    failure: str
    took: str
    next_at: datetime | None

    @property
    def is_asked(self) -> bool:
        """Whether it waits for the clock."""
        return self.next_at is None


def _took(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    if milliseconds < 1000:
        return _("%(n)d ms") % {"n": milliseconds}
    return _("%(n)s s") % {"n": number_format(milliseconds / 1000, 1)}


def _job_line(job: Job, row: JobRun, at: datetime) -> JobLine:
    is_late = is_overdue(every=job.every, last_success_at=row.last_success_at, at=at)
    is_running = row.locked_until is not None and row.locked_until > at
    if is_running:
        state = _("running")
    elif row.asked_at:
        state = _("asked for")
    elif row.last_error:
        state = _("failed")
    elif is_late:
        state = _("late")
    else:
        state = _("fine") if row.last_success_at else _("never ran")
    next_at = next_due_at(
        every=job.every,
        retry_after=job.retry_after,
        last_started_at=row.last_started_at,
        is_failing=bool(row.last_error),
        is_asked=False,
        at=at,
    )
    return JobLine(
        name=job.name,
        every=duration_in_words(job.every),
        state=state,
        is_late=is_late or bool(row.last_error),
        last_success_at=row.last_success_at,
        failed_at=row.last_failed_at,
        failure=failure_in_words(row.last_failure) if row.last_failure else "",
        took=_took(row.last_took_ms),
        next_at=None if row.asked_at else next_at,
    )


@for_operators
def clock(request: HttpRequest) -> HttpResponse:
    """Show every periodic job, the late ones first, and have one run now."""
    at = timezone.now()
    if request.method == "POST":
        return _run_now(request, at)
    rows = {row.name: row for row in JobRun.objects.all()}
    lines = [_job_line(job, rows.get(job.name, JobRun(name=job.name, last_failure="")), at) for job in jobs]
    lines.sort(key=lambda line: (not line.is_late, line.name))
    return TemplateResponse(request, "health/admin/clock.html", {**about(_("Periodic jobs")), "lines": lines})


def _run_now(request: HttpRequest, at: datetime) -> HttpResponse:
    form = JobChoice(request.POST)
    if not form.is_valid():
        messages.warning(request, _("There is no such job."))
        return redirect("site_clock")
    name = form.cleaned_data["job"]
    if SURE not in request.POST:
        return ask_first(
            request,
            question=_("Run %(name)s now?") % {"name": name},
            explanation=_("The clock starts it at its next tick, within seconds, and goes on as usual afterwards."),
            button=_("Run it now"),
            back="site_clock",
        )
    if ask_job(name=name, at=at):
        messages.success(request, _("The clock runs %(name)s at its next tick.") % {"name": name})
    else:
        messages.warning(request, _("%(name)s was asked for already, and waits for the clock.") % {"name": name})
    return redirect("site_clock")


@dataclass(frozen=True)
class TaskLine:
    """One task that is not done: its path, where it stands, and for how long."""

    key: str
    path: str
    state: str
    is_failed: bool
    age: str
    failure: str


_TASK_STATES = {
    TaskResultStatus.READY: lambda: _("waiting"),
    TaskResultStatus.RUNNING: lambda: _("running"),
    TaskResultStatus.FAILED: lambda: _("failed"),
}


def _task_line(row: DBTaskResult, at: datetime) -> TaskLine:
    if row.status == TaskResultStatus.READY:
        is_planned = row.run_after != get_date_max()
        since = row.run_after if is_planned else row.enqueued_at
    elif row.status == TaskResultStatus.RUNNING:
        since = row.started_at
    else:
        since = row.finished_at
    return TaskLine(
        key=str(row.pk),
        path=row.task_path,
        state=_TASK_STATES[row.status](),
        is_failed=row.status == TaskResultStatus.FAILED,
        age=duration_in_words(max(at - (since or at), timedelta())),
        failure=failure_in_words(row.exception_class_path) if row.status == TaskResultStatus.FAILED else "",
    )


@for_operators
def tasks(request: HttpRequest) -> HttpResponse:
    """Show the tasks that wait, run or failed; try failed ones again, or drop them."""
    at = timezone.now()
    if request.method == "POST":
        return _decide_tasks(request, at)
    asked = TaskFilter(request.GET)
    found = DBTaskResult.objects.filter(status__in=asked.states()).order_by("-enqueued_at", "-pk")
    needed = ("task_path", "status", "enqueued_at", "started_at", "finished_at", "run_after", "exception_class_path")
    page = Paginator(found.only(*needed), PER_PAGE).get_page(request.GET.get("p"))
    lines = [_task_line(row, at) for row in page]
    context = {
        **about(_("Tasks")),
        "form": asked,
        "page": page,
        "query": _query(request),
        "lines": lines,
        "has_failed": any(line.is_failed for line in lines),
    }
    return TemplateResponse(request, "health/admin/tasks.html", context)


def _decide_tasks(request: HttpRequest, at: datetime) -> HttpResponse:
    form = TaskDecision(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Tick at least one line."))
        return redirect("site_tasks")
    ids, is_retry = form.cleaned_data["keys"], form.cleaned_data["decision"] == TaskDecision.RETRY
    if SURE not in request.POST:
        number = len(ids)
        if is_retry:
            question = ngettext("Try %(n)d failed task again?", "Try %(n)d failed tasks again?", number)
            explanation = _("The worker begins within seconds. A task may run twice: that does no harm.")
        else:
            question = ngettext("Drop %(n)d failed task?", "Drop %(n)d failed tasks?", number)
            explanation = _("It is not tried again, and what it was about is forgotten.")
        return ask_first(
            request,
            question=question % {"n": number},
            explanation=explanation,
            button=_("Try again") if is_retry else _("Drop"),
            back="site_tasks",
            keys=ids,
        )
    if is_retry:
        done = retry_tasks(ids=ids, at=at)
        said = ngettext("%(n)d task waits for the worker.", "%(n)d tasks wait for the worker.", done)
    else:
        done = drop_tasks(ids=ids, at=at)
        said = ngettext("%(n)d task is dropped.", "%(n)d tasks are dropped.", done)
    messages.success(request, said % {"n": done})
    return redirect("site_tasks")


@dataclass(frozen=True)
class MailLine:
    """One mail that did not leave: what for, where it stands, since when; not to whom, nor what it says."""

    key: str
    purpose: str
    state: str
    age: str
    attempts: int
    next_at: datetime | None
    error: str
    may_be_decided: bool


def _mail_line(mail: OutboxMail, at: datetime) -> MailLine:
    is_waiting = mail.state == MailState.QUEUED
    return MailLine(
        key=mail.key,
        purpose=mail.purpose,
        state=mail.get_state_display(),
        age=duration_in_words(max(at - mail.created_at, timedelta())),
        attempts=mail.attempts,
        next_at=mail.next_attempt_at if is_waiting else None,
        error=mail.last_error,
        may_be_decided=mail.state in (MailState.QUEUED, MailState.GIVEN_UP, MailState.FAILED),
    )


@for_operators
def mails(request: HttpRequest) -> HttpResponse:
    """Show mail that did not leave; send it now, hold it, or let it go."""
    at = timezone.now()
    if request.method == "POST":
        return _decide_mails(request, at)
    asked = MailFilter(request.GET)
    columns = ("key", "purpose", "state", "created_at", "attempts", "next_attempt_at", "last_error")
    page = Paginator(asked.mails().only(*columns), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **about(_("Mail that did not leave")),
        "form": asked,
        "page": page,
        "query": _query(request),
        "lines": [_mail_line(mail, at) for mail in page],
    }
    return TemplateResponse(request, "health/admin/mails.html", context)


_MAIL_QUESTIONS = {
    MailDecision.SEND: lambda n: (
        ngettext("Send %(n)d mail now?", "Send %(n)d mails now?", n),
        _("What was refused for good has no text any more and is left alone. Who got a mail already gets it twice."),
        _("Send"),
    ),
    MailDecision.HOLD: lambda n: (
        ngettext("Hold %(n)d mail?", "Hold %(n)d mails?", n),
        _("Only what waits is held. It stays until you send it or let it go; its text is kept for 14 days."),
        _("Hold"),
    ),
    MailDecision.LEAVE: lambda n: (
        ngettext("Let %(n)d mail go unsent?", "Let %(n)d mails go unsent?", n),
        _("Its text is deleted and nobody gets it. This can't be undone."),
        _("Let go"),
    ),
}


def _decide_mails(request: HttpRequest, at: datetime) -> HttpResponse:
    form = MailDecision(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Tick at least one line."))
        return redirect("site_mails")
    keys, decision = form.cleaned_data["keys"], form.cleaned_data["decision"]
    if SURE not in request.POST:
        question, explanation, button = _MAIL_QUESTIONS[decision](len(keys))
        question %= {"n": len(keys)}
        return ask_first(
            request, question=question, explanation=explanation, button=button, back="site_mails", keys=keys
        )
    if decision == MailDecision.SEND:
        done = retry_mails(keys=keys, at=at)
        said = ngettext("%(number)s mail is sent again.", "%(number)s mails are sent again.", done)
    elif decision == MailDecision.HOLD:
        done = hold_mails(keys=keys, reason=_("Held by an operator."), at=at)
        said = ngettext("%(number)s mail is held.", "%(number)s mails are held.", done)
    else:
        done = leave_mails(keys=keys, at=at)
        said = ngettext("%(number)s mail is let go.", "%(number)s mails are let go.", done)
    if done:
        messages.success(request, said % {"number": done})
    else:
        messages.warning(request, _("Nothing changed: the mails left meanwhile, or their texts are gone."))
    return redirect("site_mails")


def _query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()


def desk_urls() -> list[URLPattern]:
    """Give the addresses of these pages, below that of the health of the site."""
    return [
        path("toestand/klok/", clock, name="site_clock"),
        path("toestand/taken/", tasks, name="site_tasks"),
        path("toestand/post/", mails, name="site_mails"),
    ]
