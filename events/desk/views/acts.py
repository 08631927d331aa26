"""One person at a date, and what organisers do with them. GET asks, POST acts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.desk.actions import Outcome, approve_several
from events.desk.forms import ReasonForm
from events.desk.people import PersonLine, history_of, lines_of, name_of
from events.desk.views.access import find_person, while_named
from events.desk.views.lists import about
from events.errors import EventsError
from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.actions import approve, decline, let_in, remove
from events.registrations.models import Registration
from events.registrations.states import ACTIVE, RegistrationState
from portal.shared.keys import LENGTH

ASK_OR_ACT = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Act:
    """One thing organisers do with a person.

    Attributes:
        slug: In the address.
        link: Its name as a link; `title` asks, with the name in it; `text` says what happens.
        button: The words on the button.
        states: Where someone has to stand for it.
        do: The action, with `registration`, `by`, `at` and, with `reason_help`, a `reason`.
        reason_help: What is said under the reason; empty when none is asked.
        until_start: Whether it ends when the date begins, or is cancelled.
    """

    slug: str
    link: str | Promise
    title: str | Promise
    text: str | Promise
    button: str | Promise
    states: Collection[str]
    do: Callable[..., Registration]
    reason_help: str | Promise = ""
    until_start: bool = True
    is_danger: bool = False


ACTS = {
    act.slug: act
    for act in (
        Act(
            slug="goedkeuren",
            link=gettext_lazy("Say yes"),
            title=gettext_lazy("Say yes to %(name)s?"),
            text=gettext_lazy("They get a seat, or when there is none a place on the waitlist, and a mail."),
            button=gettext_lazy("Say yes"),
            states=(RegistrationState.WAITING_APPROVAL,),
            do=approve,
        ),
        Act(
            slug="afwijzen",
            link=gettext_lazy("Say no"),
            title=gettext_lazy("Say no to %(name)s?"),
            text=gettext_lazy("They get a mail with your reason. Say it kindly, and say what they can do instead."),
            button=gettext_lazy("Say no"),
            states=(RegistrationState.WAITING_APPROVAL,),
            do=decline,
            reason_help=gettext_lazy("They read this in the mail."),
            until_start=False,
        ),
        Act(
            slug="toelaten",
            link=gettext_lazy("Let in above the limit"),
            title=gettext_lazy("Let %(name)s in above the limit?"),
            text=gettext_lazy("They get a seat past the line, also when all seats are taken, and a mail."),
            button=gettext_lazy("Let in"),
            states=(
                RegistrationState.WAITING_APPROVAL,
                RegistrationState.WAITLISTED,
                RegistrationState.OFFERED,
            ),
            do=let_in,
            reason_help=gettext_lazy("They read this in the mail, and every organiser on the list."),
        ),
        Act(
            slug="verwijderen",
            link=gettext_lazy("Take off the list"),
            title=gettext_lazy("Take %(name)s off the list?"),
            text=gettext_lazy("They get a mail with your reason. A seat that comes free goes to who is first in line."),
            button=gettext_lazy("Take off the list"),
            states=ACTIVE,
            do=remove,
            reason_help=gettext_lazy("They read this in the mail."),
            until_start=False,
            is_danger=True,
        ),
    )
}


@while_named
@require_safe
def person(request: HttpRequest, date: Occurrence, registration: str) -> HttpResponse:
    """Show everything about one person at this date, and what can be done."""
    row, now = find_person(date, registration), timezone.now()
    context = {
        **about(date),
        "line": _line(request, row, at=now),
        "steps": history_of(row),
        "acts": [{"text": act.link, "slug": act.slug} for act in ACTS.values() if _is_possible(act, row, at=now)],
    }
    return render(request, "events/desk/person.html", context)


@while_named
@require_http_methods(ASK_OR_ACT)
def act(request: HttpRequest, date: Occurrence, registration: str, act: str) -> HttpResponse:
    """Ask, then do one thing with one person."""
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    row, now = find_person(date, registration), timezone.now()
    is_post = request.method == "POST"
    data = request.POST if is_post else None
    form = ReasonForm(data, help_text=chosen.reason_help) if chosen.reason_help else forms.Form(data)
    if is_post and form.is_valid():
        try:
            row = chosen.do(registration=row, by=request.user, at=now, **form.cleaned_data)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _outcome_words(Outcome(row)))
            return redirect("desk:people", key=date.meetup.key, occurrence=date.key)
    context = {
        **about(date),
        "line": _line(request, row, at=now),
        "title": chosen.title % {"name": name_of(row)},
        "act": chosen,
        "form": form,
        "is_possible": is_post or _is_possible(chosen, row, at=now),
    }
    return render(request, "events/desk/act.html", context)


@while_named
@require_POST
def approve_chosen(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Say yes to everyone who was ticked, and say what became of each."""
    # What isn't a key never reaches the database, which takes no NUL.
    keys = [key for key in request.POST.getlist("gekozen") if len(key) == LENGTH and key.isalnum()]
    rows = Registration.objects.filter(occurrence=date, key__in=keys, erased_at=None).select_related("member")
    outcomes = approve_several(registrations=list(rows), by=request.user, at=timezone.now())
    if not outcomes:
        messages.error(request, _("Nobody was chosen. Tick who gets a yes, then press the button again."))
    for outcome in outcomes:
        words = _outcome_words(outcome)
        if outcome.refusal:
            messages.error(request, words)
        else:
            messages.success(request, words)
    return redirect("desk:people", key=date.meetup.key, occurrence=date.key)


def _line(request: HttpRequest, row: Registration, *, at: datetime) -> PersonLine:
    return lines_of([row], row.occurrence, reader=request.user, at=at)[0]


def _is_possible(act: Act, row: Registration, *, at: datetime) -> bool:
    date = row.occurrence
    is_coming = date.state == OccurrenceState.PLANNED and at < date.starts_at
    return row.state in act.states and (is_coming or not act.until_start)


def _outcome_words(outcome: Outcome) -> str:
    said = outcome.refusal or outcome.row.get_state_display()
    return _("%(name)s: %(said)s") % {"name": name_of(outcome.row), "said": said}
