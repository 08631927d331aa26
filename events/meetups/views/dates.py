"""Adding, changing and cancelling dates; what several dates or people notice is shown before it happens."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.errors import EventsError
from events.meetups.actions import (
    add_occurrence,
    add_series,
    cancel_dates,
    change_dates,
    preview_cancellation,
    preview_change,
)
from events.meetups.forms import CancelForm, DateForm, SeriesForm, when_text
from events.meetups.listeners import ChangeKind, mails_of
from events.meetups.models import Meetup, Occurrence
from events.meetups.plans import OccurrencePlan
from events.meetups.series import Closed, Scope, days_of, holidays_on
from events.meetups.states import OccurrenceState
from events.meetups.value_words import ValueLine, value_lines
from events.meetups.views.access import find_date, for_organisers
from portal.shared.calendar_days.models import SchoolHoliday

ASK_OR_ACT = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class StepLine:
    """One date of a preview: the date, every value that changes, and how many people signed up for it."""

    title: str
    values: list[ValueLine]
    hears: int


@dataclass(frozen=True)
class DayLine:
    """One day of a series that is about to be made."""

    day: date
    value: str
    holidays: list[str]


@for_organisers
@require_http_methods(ASK_OR_ACT)
def new_date(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Add one date."""
    form = DateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_occurrence(meetup=meetup, plan=form.plan(), at=timezone.now())
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The date is added. Only organisers see it until you announce it."))
            return redirect("meetups:desk", key=meetup.key)
    words = {"title": _("Add a date"), "button": _("Add this date")}
    return render(request, "events/planner/form.html", {"meetup": meetup, "form": form, "words": words})


@for_organisers
@require_http_methods(ASK_OR_ACT)
def change(request: HttpRequest, meetup: Meetup, occurrence: str) -> HttpResponse:
    """Change a date; first show which dates change and how many people hear of it."""
    row, now = find_date(meetup, occurrence), timezone.now()
    if not _is_open(row, now):
        return redirect("meetups:desk", key=meetup.key)
    form = DateForm(
        request.POST if request.method == "POST" else None, occurrence=row, has_more=_has_more(meetup, row, now)
    )
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        try:
            if "confirm" in request.POST:
                changed = change_dates(occurrence=row, plan=form.plan(), scope=form.scope(), at=now)
                messages.success(request, _("Changed.") if changed else _("Nothing was different."))
                return redirect("meetups:desk", key=meetup.key)
            steps = preview_change(row, form.plan(), form.scope(), at=now)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            words = {"title": _("Is this right?"), "button": _("Change it"), "is_change": True}
            return _preview(request, meetup, form, steps, words)
    words = {"title": _("Change this date"), "button": _("Show what changes"), "help": when_text(row)}
    return render(request, "events/planner/form.html", {"meetup": meetup, "form": form, "words": words})


@for_organisers
@require_http_methods(ASK_OR_ACT)
def cancel(request: HttpRequest, meetup: Meetup, occurrence: str) -> HttpResponse:
    """Cancel a date with a reason, or throw it away when nobody knows of it; first show which."""
    row, now = find_date(meetup, occurrence), timezone.now()
    if not _is_open(row, now):
        return redirect("meetups:desk", key=meetup.key)
    form = CancelForm(
        request.POST if request.method == "POST" else None,
        has_more=_has_more(meetup, row, now),
        is_draft=row.state == OccurrenceState.DRAFT,
    )
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        try:
            if "confirm" in request.POST:
                cancel_dates(occurrence=row, reason=form.cleaned_data["reason"], scope=form.scope(), at=now)
                messages.success(request, _("Done. Whoever signed up hears of it."))
                return redirect("meetups:desk", key=meetup.key)
            steps = preview_cancellation(row, form.scope(), at=now)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            words = {"title": _("Cancel this?"), "button": _("Cancel it"), "is_danger": True}
            return _preview(request, meetup, form, steps, words)
    words = {"title": _("Cancel a date"), "button": _("Show what is cancelled"), "help": when_text(row)}
    return render(request, "events/planner/form.html", {"meetup": meetup, "form": form, "words": words})


@for_organisers
@require_http_methods(ASK_OR_ACT)
def series(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Add the dates of a rule; first show them, with school holidays, so that some can be left out."""
    form = SeriesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        try:
            days = days_of(form.rule(), form.cleaned_data["start"])
            plan = form.plan(days[0])
            if "confirm" in request.POST:
                kept = set(request.POST.getlist("kept"))
                add_series(
                    meetup=meetup,
                    plan=plan,
                    rule=form.rule(),
                    start=form.cleaned_data["start"],
                    starts=form.cleaned_data["starts"],
                    ends=form.cleaned_data["ends"],
                    skipped={day for day in days if day.isoformat() not in kept},
                    at=timezone.now(),
                )
                messages.success(request, _("The dates are added. Only organisers see them until you announce them."))
                return redirect("meetups:desk", key=meetup.key)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            context = {"meetup": meetup, "form": _hidden(form), "days": _day_lines(days)}
            return render(request, "events/planner/days.html", context)
    words = {"title": _("Add a series"), "button": _("Show the dates")}
    return render(request, "events/planner/form.html", {"meetup": meetup, "form": form, "words": words})


def _is_open(row: Occurrence, now) -> bool:
    return row.state != OccurrenceState.CANCELLED and row.ends_at > now


def _has_more(meetup: Meetup, row: Occurrence, now) -> bool:
    others = meetup.occurrences.exclude(pk=row.pk).exclude(state=OccurrenceState.CANCELLED)
    return others.filter(ends_at__gt=now).exists()


def _preview(request: HttpRequest, meetup: Meetup, form: forms.Form, steps, words) -> HttpResponse:
    lines = [
        StepLine(when_text(step.occurrence), value_lines(OccurrencePlan.of(step.occurrence), step.plan), step.hears)
        for step in steps
    ]
    is_change = bool(words.get("is_change"))
    kinds = {step.occurrence.pk: step.kinds if is_change else {ChangeKind.CANCELLED} for step in steps if step.is_known}
    context = {
        "meetup": meetup,
        "form": _hidden(form),
        "lines": lines,
        "mails": mails_of(kinds),
        "moves_up": any(ChangeKind.SEATS_RAISED in each for each in kinds.values()),
        "words": words,
        "scope": form.scope() != Scope.ONE,
    }
    return render(request, "events/planner/preview.html", context)


def _hidden(form: forms.Form) -> forms.Form:
    """Carry what was typed to the next step, unseen."""
    for field in form.fields.values():
        field.widget = field.hidden_widget() if not isinstance(field, forms.BooleanField) else forms.HiddenInput()
    return form


def _day_lines(days: list[date]) -> list[DayLine]:
    closed = [
        Closed(row.name, row.get_region_display(), row.starts_on, row.ends_on)
        for row in SchoolHoliday.objects.touching(days[0], days[-1])
    ]
    return [DayLine(day, day.isoformat(), holidays_on(day, closed)) for day in days]
