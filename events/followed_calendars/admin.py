"""The editors' desk of followed calendars in /beheer/: which are followed, and what was found in them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.menu import MenuItem

from events.errors import EventsError
from events.followed_calendars.actions import (
    accept_calendar,
    approve_event,
    decline_calendar,
    decline_event,
    follow_calendar,
    leave_event,
    stop_calendar,
    take_over_cancellation,
    take_over_update,
)
from events.followed_calendars.errors import StepRefused
from events.followed_calendars.forms import AddCalendarForm, ChoiceForm, ReasonForm, TimesForm
from events.followed_calendars.models import FollowedCalendar, FoundEvent
from events.followed_calendars.states import CALENDAR_MOVES, CalendarState, Wait
from events.followed_calendars.todos import RIGHT
from events.followed_calendars.words import differences, when_words

PER_PAGE = 50
ASK_OR_ACT = ["GET", "HEAD", "POST"]


def _need_right(request: HttpRequest) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def _crumbs(*labels: str) -> list[dict[str, str]]:
    desk_crumb = {"url": reverse("followed_calendars_desk") if labels else "", "label": _("Followed calendars")}
    last = [{"url": "", "label": label} for label in labels]
    return [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, desk_crumb, *last]


def _page(request: HttpRequest, template: str, title: str, crumbs: list, **context: object) -> TemplateResponse:
    values = {"page_title": title, "header_icon": "calendar-alt", "breadcrumbs_items": crumbs, **context}
    return TemplateResponse(request, f"events/admin/{template}.html", values)


@require_http_methods(["GET", "HEAD"])
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits, the first date first, and every calendar."""
    _need_right(request)
    now = timezone.now()
    waiting = FoundEvent.objects.waiting(now).select_related("calendar__institution")
    found = Paginator(waiting, PER_PAGE).get_page(request.GET.get("p"))
    calendars = FollowedCalendar.objects.with_counts(now).select_related("institution", "proposed_by")
    return _page(
        request,
        "followed_calendars",
        _("Followed calendars"),
        _crumbs(),
        found=found,
        rows=[{"event": event, "when": when_words(event)} for event in found],
        calendars=calendars,
    )


@require_http_methods(ASK_OR_ACT)
def add(request: HttpRequest) -> HttpResponse:
    """Follow a calendar of a school at once."""
    _need_right(request)
    form = AddCalendarForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            follow_calendar(editor=request.user, at=timezone.now(), **form.cleaned_data)
        except EventsError as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, _("This calendar is followed. What is in it comes here within minutes."))
            return redirect("followed_calendars_desk")
    title = _("Follow a calendar")
    return _page(request, "followed_calendar_add", title, _crumbs(title), form=form)


@require_http_methods(ASK_OR_ACT)
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Show one calendar, and decide about it."""
    _need_right(request)
    row = get_object_or_404(FollowedCalendar.objects.select_related("institution", "proposed_by"), key=key)
    wish = request.POST.get("doen", "")
    form = ReasonForm(request.POST if wish == "afwijzen" else None)
    if request.method == "POST" and (wish != "afwijzen" or form.is_valid()):
        return _decide_calendar(request, row, wish, form)
    moves = CALENDAR_MOVES[CalendarState(row.state)]
    is_proposed = row.state == CalendarState.PROPOSED
    context = {
        "calendar": row,
        "form": form,
        "may_follow": CalendarState.FOLLOWED in moves,
        "may_decline": is_proposed,
        "may_stop": CalendarState.STOPPED in moves and not is_proposed,
    }
    return _page(request, "followed_calendar", str(row.institution), _crumbs(str(row.institution)), **context)


def _decide_calendar(request: HttpRequest, row: FollowedCalendar, wish: str, form: ReasonForm) -> HttpResponseRedirect:
    now, said = timezone.now(), ""
    try:
        if wish == "volgen":
            accept_calendar(calendar=row, editor=request.user, at=now)
            said = _("This calendar is followed. What is in it comes here within minutes.")
        elif wish == "afwijzen":
            decline_calendar(calendar=row, editor=request.user, reason=form.cleaned_data["reason"], at=now)
            said = _("Not followed. The proposer reads why.")
        elif wish == "stoppen":
            stop_calendar(calendar=row, member=request.user, at=now)
            said = _("We no longer read this calendar. What is in the agenda stays there.")
    except EventsError as error:
        messages.error(request, str(error))
    if said:
        messages.success(request, said)
    return redirect("followed_calendars_desk")


@require_http_methods(ASK_OR_ACT)
def found_event(request: HttpRequest, key: str) -> HttpResponse:
    """Show one date as its calendar has it, with what is different, and decide about it."""
    _need_right(request)
    rows = FoundEvent.objects.select_related("calendar__institution", "occurrence__meetup__page", "decided_by")
    event = get_object_or_404(rows, key=key)
    wish = request.POST.get("doen", "")
    form = _form(event, request.POST if wish in _TAKES_FORM else None)
    if request.method == "POST" and (wish not in _TAKES_FORM or form.is_valid()):
        try:
            said = _decide_event(event, wish, form, request.user, with_series=request.POST.get("reeks") == "ja")
        except EventsError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
            return redirect("followed_calendars_desk")
    series = FoundEvent.objects.filter(calendar=event.calendar_id, uid=event.uid, wait=Wait.APPROVAL)
    context = {
        "event": event,
        "when": when_words(event),
        "differences": differences(event) if event.wait == Wait.UPDATE else [],
        "form": form,
        "others": series.filter(ends_at__gt=timezone.now()).exclude(pk=event.pk).count() if event.recurrence else 0,
        "page": event.occurrence.meetup.page if event.occurrence else None,
    }
    return _page(request, "found_event", event.title, _crumbs(event.title), **context)


_TAKES_FORM = {"goedkeuren", "overnemen", "afzeggen"}


def _form(event: FoundEvent, data):
    if event.wait == Wait.CANCELLATION:
        return ReasonForm(data, initial={"reason": _("The school took this date out of its own calendar.")})
    return TimesForm(data, event=event) if event.wait == Wait.UPDATE else ChoiceForm(data, event=event)


def _decide_event(event: FoundEvent, wish: str, form, editor, *, with_series: bool) -> str:
    now = timezone.now()
    if wish == "goedkeuren" and isinstance(form, ChoiceForm):
        approve_event(event=event, editor=editor, choice=form.choice(), with_series=with_series, at=now)
        return _("In the agenda. Readers see it from now on.")
    if wish == "weigeren":
        decline_event(event=event, editor=editor, with_series=with_series, at=now)
        return _("Not for the agenda. It does not come back here.")
    if wish == "overnemen" and isinstance(form, TimesForm):
        take_over_update(event=event, editor=editor, choice=form.choice(), at=now)
        return _("Taken over. Readers see the change from now on.")
    if wish == "afzeggen" and isinstance(form, ReasonForm):
        take_over_cancellation(event=event, editor=editor, reason=form.cleaned_data["reason"], at=now)
        return _("Cancelled. The date stays visible, with the reason.")
    if wish == "laten":
        leave_event(event=event, editor=editor, at=now)
        return _("Left as it is.")
    # A button of what stood there before: the calendar was read, or someone decided, in the meantime.
    raise StepRefused


def admin_urls() -> list[URLPattern]:
    """Give the addresses for the hook register_admin_urls."""
    return [
        path("gevolgde-agendas/", desk, name="followed_calendars_desk"),
        path("gevolgde-agendas/volgen/", add, name="followed_calendars_add"),
        path("gevolgde-agendas/agenda/<slug:key>/", calendar, name="followed_calendars_calendar"),
        path("gevolgde-agendas/datum/<slug:key>/", found_event, name="followed_calendars_event"),
    ]


class FollowedCalendarsMenuItem(MenuItem):
    """Shown to who may decide."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm(RIGHT)
