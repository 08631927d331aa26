"""The organisers' page of what came of a date: its report, and its promises."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventsError
from events.harvest.actions import (
    add_promise,
    change_promise,
    remove_promise,
    set_online,
    settle_promise,
    write_harvest,
)
from events.harvest.forms import HarvestForm, PromiseForm
from events.harvest.models import Harvest, Promise
from events.harvest.querysets import took_part
from events.harvest.reading import promise_lines
from events.harvest.rules import shows_people
from events.harvest.states import HarvestState, PromiseState
from events.harvest.views.access import for_organisers_afterwards
from events.meetups.models import Occurrence
from events.registrations.mails import when_in_words
from events.registrations.models import Registration

ASK_OR_ACT = ["GET", "HEAD", "POST"]
_STEPS = {"klaar": PromiseState.DONE, "vervallen": PromiseState.DROPPED, "open": PromiseState.OPEN}


@for_organisers_afterwards
@require_http_methods(ASK_OR_ACT)
def desk(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Write the report, put it online, and see the promises with who is late."""
    harvest = Harvest.objects.filter(occurrence=occurrence).first()
    counted = took_part(Registration.objects.filter(occurrence=occurrence)).count()
    form = HarvestForm(request.POST if request.method == "POST" else None, harvest=harvest, counted=counted)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, occurrence, form)
        except EventsError as error:
            form.add_error("summary", error.message)
        else:
            return redirect("harvest:desk", key=occurrence.meetup.key, occurrence=occurrence.key)
    lines = promise_lines(occurrence, today=timezone.localdate())
    context = {
        **_facts(occurrence),
        "form": form,
        "is_online": harvest is not None and harvest.state == HarvestState.ONLINE,
        "lines": lines,
        "late": sum(line.is_late for line in lines),
    }
    return render(request, "events/harvest/desk.html", context)


def _keep(request: HttpRequest, occurrence: Occurrence, form: HarvestForm) -> None:
    at, step = timezone.now(), request.POST.get("stap")
    write_harvest(occurrence=occurrence, member=request.user, text=form.text(), at=at)
    if step == "online":
        set_online(occurrence=occurrence, is_online=True, at=at)
        messages.success(request, _("The report is online. Who can open the page of the meetup reads it now."))
    elif step == "offline":
        set_online(occurrence=occurrence, is_online=False, at=at)
        messages.success(request, _("The report is taken off the page. Nothing of it is lost."))
    else:
        messages.success(request, _("Kept."))


@for_organisers_afterwards
@require_http_methods(ASK_OR_ACT)
def new_promise(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Put a promise down."""
    form = _promise_form(request, occurrence, is_bound=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            promise = add_promise(occurrence=occurrence, plan=form.plan(), at=timezone.now())
        except EventsError as error:
            form.add_error(None, error.message)
        else:
            is_asked = promise.member_id or promise.guest_id
            messages.success(request, _("Put down. The person gets a mail.") if is_asked else _("Put down."))
            return redirect("harvest:desk", key=occurrence.meetup.key, occurrence=occurrence.key)
    words = {"title": _("Put a promise down"), "button": _("Put it down")}
    return render(request, "events/harvest/promise.html", {**_facts(occurrence), "form": form, "words": words})


@for_organisers_afterwards
@require_http_methods(ASK_OR_ACT)
def promise(request: HttpRequest, occurrence: Occurrence, promise: str) -> HttpResponse:
    """Change a promise, note that it is done or dropped, or take it away."""
    rows = Promise.objects.select_related(
        "member", "guest__member", "institution__merged_into", "initiative", "page", "harvest__occurrence__meetup"
    )
    row = rows.filter(harvest__occurrence=occurrence, key=promise).first()
    if row is None:
        raise Http404
    step = request.POST.get("stap", "")
    is_form = request.method == "POST" and step not in (*_STEPS, "weg")
    form = _promise_form(request, occurrence, promise=row, is_bound=is_form)
    refusal = ""
    if request.method == "POST" and (not is_form or form.is_valid()):
        try:
            _step(row, step, form)
        except EventsError as error:
            refusal = error.message
        else:
            messages.success(request, _("Taken away.") if step == "weg" else _("Changed."))
            return redirect("harvest:desk", key=occurrence.meetup.key, occurrence=occurrence.key)
    words = {"title": _("Change this promise"), "button": _("Keep this"), "refusal": refusal}
    context = {**_facts(occurrence), "form": form, "words": words, "promise": row}
    return render(request, "events/harvest/promise.html", context)


def _promise_form(
    request: HttpRequest, occurrence: Occurrence, *, promise: Promise | None = None, is_bound: bool
) -> PromiseForm:
    """Give the form; editors, who plan meetups but don't read who comes, choose from no list of who took part."""
    runs_it = occurrence.meetup.organisers.filter(pk=request.user.pk).exists()
    return PromiseForm(
        request.POST if is_bound else None,
        occurrence=occurrence,
        promise=promise,
        host=request.get_host(),
        with_people=runs_it and shows_people(ends_at=occurrence.ends_at, at=timezone.now()),
    )


def _step(row: Promise, step: str, form: PromiseForm) -> None:
    at = timezone.now()
    if step in _STEPS:
        settle_promise(promise=row, state=_STEPS[step], at=at)
    elif step == "weg":
        remove_promise(promise=row)
    else:
        change_promise(promise=row, plan=form.plan(), at=at)


def _facts(occurrence: Occurrence) -> dict[str, object]:
    return {"meetup": occurrence.meetup, "occurrence": occurrence, "when": when_in_words(occurrence)}
