"""The first five minutes after signing up: five small steps, each to skip, to go back to, and to go on with later."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from home.own.actions import choose_role, choose_school, choose_themes, pass_step, work_of
from home.own.forms import RoleForm, SchoolForm, ThemesForm
from home.own.models import Start
from home.own.people import people_to_meet
from home.own.rules import DATE, PERSON, ROLE, SCHOOL, STEPS, THEMES, next_step
from network.errors import NetworkError
from network.members.viewers import viewer_of
from network.models import Member
from portal.shared.registries.crossings import DateSuggestion, date_sources

TITLES: Mapping[str, Promise] = {
    SCHOOL: _("Your school"),
    ROLE: _("Your role"),
    THEMES: _("Your themes"),
    PERSON: _("Someone to meet"),
    DATE: _("A date"),
}
INTROS: Mapping[str, Promise] = {
    SCHOOL: _("Then colleagues of your school and of other schools find you."),
    ROLE: _("Choose what comes closest. What your school calls it may be a word of its own."),
    THEMES: _("With these we look for someone who can help you. You can change them at any time."),
    PERSON: _("Most people begin with one person. This is why we think of these."),
    DATE: _("Meeting each other works best at a table."),
}
DATES_SHOWN = 3


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go to the step that comes now; after the last one, show where it leads."""
    now = timezone.now()
    step = _next(request.user, at=now)
    if step:
        return redirect("own_step", step=step)
    place, viewer = work_of(request.user, at=now), viewer_of(request)
    context = {
        "is_member": viewer.is_member,
        "school": place.institution if place else None,
        "theme": request.user.themes.first(),
        "has_calendar": has_calendar(),
    }
    return render(request, "home/start/done.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """Ask one thing; the answer and the button to skip both lead to the next."""
    now = timezone.now()
    if step not in STEPS:
        raise Http404
    if step == ROLE and work_of(request.user, at=now) is None:
        return redirect("own_step", step=SCHOOL)
    if request.method == "POST" and (step in (PERSON, DATE) or "skip" in request.POST):
        pass_step(member=request.user, step=step, at=now)
        return _onward(request, step, at=now)
    form = _form(request, step, at=now)
    if request.method == "POST" and form.is_valid():
        try:
            _store(request.user, step, form.cleaned_data, at=now)
        except NetworkError as refusal:
            # The school said before that someone doesn't work there, or went into another one a moment ago.
            form.add_error("institution" if step == SCHOOL else None, str(refusal.message))
        else:
            return _onward(request, step, at=now)
    status = 422 if form is not None and form.errors else 200
    context = {
        "step": step,
        "title": TITLES[step],
        "intro": INTROS[step],
        "steps": _progress(request.user, step, at=now),
        "form": form,
        **_found(request, step, at=now),
    }
    return render(request, "home/start/step.html", context, status=status)


def _form(request: HttpRequest, step: str, *, at: datetime):
    data = request.POST if request.method == "POST" else None
    if step == SCHOOL:
        return SchoolForm(data, place=work_of(request.user, at=at))
    if step == ROLE:
        return RoleForm(data, place=work_of(request.user, at=at))
    return ThemesForm(data, member=request.user) if step == THEMES else None


def _store(member: Member, step: str, values: Mapping, *, at: datetime) -> None:
    if step == SCHOOL:
        choose_school(member=member, institution=values["institution"], at=at)
    elif step == ROLE:
        choose_role(member=member, role=values["role"], local_title=values["local_title"], at=at)
    else:
        choose_themes(member=member, themes=list(values["themes"]), seeks=list(values["seeks"]), at=at)


def _found(request: HttpRequest, step: str, *, at: datetime) -> dict[str, object]:
    """Give what a step offers besides a form: people, or dates, or where to look while there are none."""
    viewer = viewer_of(request)
    if step == PERSON:
        return {"matches": people_to_meet(request.user, viewer, on=timezone.localdate(at)), "viewer": viewer}
    if step == DATE:
        return {"dates": _dates(request.user, viewer, at=at), "has_calendar": has_calendar()}
    return {}


def _dates(member: Member, viewer, *, at: datetime) -> list[DateSuggestion]:
    found = [date for source in date_sources for date in source.coming(member.key, viewer, at=at)]
    return sorted(found, key=lambda date: date.starts_at)[:DATES_SHOWN]


def has_calendar() -> bool:
    """Say whether there is a calendar to link to: as long as nothing gives dates, no link leads there."""
    return len(date_sources) > 0


def _passed(member: Member) -> list[str]:
    row = Start.objects.filter(member=member).first()
    return row.passed if row else []


def _next(member: Member, *, at: datetime, after: str = "") -> str:
    has_school = work_of(member, at=at) is not None
    return next_step(passed=_passed(member), has_school=has_school, after=after)


def _onward(request: HttpRequest, step: str, *, at: datetime) -> HttpResponse:
    following = _next(request.user, at=at, after=step)
    return redirect("own_step", step=following) if following else redirect("own_start")


def _progress(member: Member, now_at: str, *, at: datetime) -> list[dict[str, object]]:
    passed, has_school = _passed(member), work_of(member, at=at) is not None
    steps = []
    for name in STEPS:
        state = "current" if name == now_at else "done" if name in passed else "todo"
        is_open = name != now_at and (name != ROLE or has_school)
        steps.append(
            {"title": TITLES[name], "state": state, "url": reverse("own_step", args=[name]) if is_open else ""}
        )
    return steps
