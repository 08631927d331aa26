"""Writing, confirming and taking back an agreement, and asking one's manager. GET shows, POST acts."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.errors import EventsError
from events.placements.actions import (
    ask_manager,
    confirm_agreement,
    decide_myself,
    save_agreement,
    take_back,
    withdraw_question,
)
from events.placements.errors import AgreementChanged, AskedTooOften
from events.placements.forms import (
    MORE_ROWS,
    AgreementForm,
    ManagerForm,
    day_forms,
    rows_of,
    typed_rows,
)
from events.placements.models import ManagerConsent, Placement
from events.placements.reading import (
    Versions,
    change_lines,
    consents_for,
    days_of,
    is_confirmed,
    moments_in_words,
    side_of,
    term_lines,
    terms_of,
    versions_of,
)
from events.placements.rules import TERM_NAMES, Day, holidays_among
from events.placements.standards import first_terms
from events.placements.states import ConsentState
from events.placements.views.access import while_open
from events.placements.views.detail import facts_of, may_take_back, waiting_for
from portal.shared.limits.actions import allow

ASKS_PER_DAY = 10
_DAY = int(timedelta(days=1).total_seconds())


@while_open
def edit(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Write the agreement, or a change of it. Who was overtaken sees both, and loses nothing."""
    at, versions, side = timezone.now(), versions_of(placement), side_of(placement, request.user)
    begun = _begun(versions, at=at)
    initial = _initial(placement, versions)
    is_change = versions.current is not None
    is_more = request.POST.get("stap") == "meer"
    is_sent = request.method == "POST" and not is_more
    data = request.POST if is_sent else None
    if is_more:
        initial = {**initial, **{name: request.POST.get(name, "") for name in (*TERM_NAMES, "change_note", "version")}}
        rows = typed_rows(request.POST)
    else:
        rows = rows_of([day for day in _days(versions) if day.key not in {each.key for each in begun}])
    form = AgreementForm(data, initial=initial, is_change=is_change)
    days = day_forms(data, rows=rows, empty=MORE_ROWS if is_more else 1, has_begun=bool(begun), at=at)
    overtaken: list[object] = []
    if is_sent and all([form.is_valid(), days.is_valid()]):
        try:
            save_agreement(
                placement=placement,
                member=request.user,
                terms=form.terms(days.days()),
                based_on=form.cleaned_data["version"],
                change_note=form.cleaned_data.get("change_note", ""),
                at=at,
            )
        except AgreementChanged:
            form, overtaken = _overtaken(request, placement, form, [*begun, *days.days()])
        except EventsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Kept, and confirmed by you. The other one gets a mail to confirm it too."))
            _warn(request, days.days())
            return redirect(placement)
    context = {
        **facts_of(placement, side),
        "form": form,
        "days": days,
        "begun": [moments_in_words(day.starts_at, day.ends_at) for day in begun],
        "is_change": is_change,
        "is_amendment": versions.holding is not None,
        "overtaken": overtaken,
    }
    return render(request, "events/placements/edit.html", context)


def _initial(placement: Placement, versions: Versions) -> dict[str, object]:
    if versions.current is None:
        return {"version": 0, **first_terms(placement)}
    values = {name: getattr(versions.current, name) for name in TERM_NAMES if name != "days"}
    return {"version": versions.number, **values}


def _days(versions: Versions) -> tuple[Day, ...]:
    return days_of(versions.current) if versions.current else ()


def _begun(versions: Versions, *, at: datetime) -> list[Day]:
    """Give the days of the agreement that holds which began: they stay as they are."""
    return [day for day in days_of(versions.holding) if day.starts_at <= at] if versions.holding else []


def _overtaken(
    request: HttpRequest, placement: Placement, form: AgreementForm, days: list[Day]
) -> tuple[AgreementForm, list[object]]:
    """Give the form with what was typed, over the newest version, and what that one says differently."""
    now = versions_of(placement)
    data = request.POST.copy()
    data["version"] = str(now.number)
    fresh = AgreementForm(data, initial={}, is_change=True)
    fresh.is_valid()
    fresh.add_error(None, AgreementChanged.message)
    lines = change_lines(terms_of(now.current), form.terms(days)) if now.current else []
    return fresh, list(lines)


def _warn(request: HttpRequest, days: list[Day]) -> None:
    for day in holidays_among(days):
        words = _("%(day)s is a public holiday. Is the school open then?") % {"day": date_format(day, "l j F Y")}
        messages.warning(request, words)


@while_open
def confirm(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Read the version that waits, with what it changes, and confirm it."""
    at, versions, side = timezone.now(), versions_of(placement), side_of(placement, request.user)
    refusal = ""
    if request.method == "POST":
        try:
            version = confirm_agreement(
                placement=placement, member=request.user, number=_number(request.POST.get("version", "")), at=at
            )
        except EventsError as error:
            refusal = error.message
            versions = versions_of(placement)
        else:
            holds = version.holds_since is not None
            messages.success(request, _("Confirmed. The agreement holds.") if holds else _("Confirmed."))
            return redirect(placement)
    current = versions.current
    waits = current is not None and current.holds_since is None and not is_confirmed(current, side)
    if not waits and not refusal:
        return redirect(placement)
    context = {
        **facts_of(placement, side),
        "version": current if waits else None,
        "waiting": waiting_for(versions, side),
        "terms": term_lines(terms_of(current)) if current else [],
        "may_take_back": may_take_back(placement, versions, request.user.pk),
        "refusal": refusal,
    }
    return render(request, "events/placements/confirm.html", context)


def _number(text: str) -> int:
    """Read the number of a version; what is no number is that of none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


@while_open
def back(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Ask whether to take back what waits, and do it."""
    versions, side = versions_of(placement), side_of(placement, request.user)
    if request.method == "POST":
        number = _number(request.POST.get("version", ""))
        try:
            take_back(placement=placement, member=request.user, number=number, at=timezone.now())
        except EventsError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Taken back. The other one gets a mail."))
        return redirect(placement)
    if not may_take_back(placement, versions, request.user.pk):
        return redirect(placement)
    context = {**facts_of(placement, side), "version": versions.current, "waiting": waiting_for(versions, side)}
    return render(request, "events/placements/take_back.html", context)


@while_open
def manager(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Ask one's manager, say that none is needed, or take the question back."""
    at, versions, side = timezone.now(), versions_of(placement), side_of(placement, request.user)
    consent = consents_for(versions.current).get(side) if versions.current else None
    step = request.POST.get("stap", "") if request.method == "POST" else ""
    form = ManagerForm(request.POST if step == "vraag" else None, initial=_last_manager(placement, side))
    refusal = ""
    if step and (step != "vraag" or form.is_valid()):
        try:
            done = _ask(request, placement, step, form, at=at)
        except EventsError as error:
            refusal = error.message
        else:
            if done:
                messages.success(request, done)
            return redirect(placement)
    context = {
        **facts_of(placement, side),
        "form": form,
        "consent": consent,
        "is_open": consent is None or consent.state in {ConsentState.ASKED, ConsentState.REFUSED},
        "is_asked": consent is not None and consent.state == ConsentState.ASKED,
        "is_expired": consent is not None and consent.expires_at is not None and consent.expires_at <= at,
        "refusal": refusal,
    }
    return render(request, "events/placements/manager.html", context)


def _last_manager(placement: Placement, side: str) -> dict[str, str]:
    last = ManagerConsent.objects.filter(placement=placement, side=side).exclude(email="").first()
    return {"name": last.name, "email": last.email} if last else {}


def _ask(request: HttpRequest, placement: Placement, step: str, form: ManagerForm, *, at: datetime) -> str:
    """Do one step; give what to say about it, or nothing for a step that doesn't exist."""
    if step == "vraag":
        who = request.user.key
        if not allow(name="placements.manager", who=who, limit=ASKS_PER_DAY, window_seconds=_DAY, at=at):
            raise AskedTooOften
        values = form.cleaned_data
        ask_manager(placement=placement, member=request.user, name=values["name"], email=values["email"], at=at)
        return _("Asked. %(name)s gets a mail with a link.") % {"name": values["name"]}
    if step == "zelf":
        decide_myself(placement=placement, member=request.user, at=at)
        return _("Noted: you decide on your own working time.")
    if step == "intrekken":
        withdraw_question(placement=placement, member=request.user, at=at)
        return _("The question is withdrawn. The link no longer works.")
    return ""
