"""The desk of a school's coordinators. Anyone else gets the answer of an address that doesn't exist."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.coordination.actions import change_school_page, decide_work, hand_over
from network.coordination.forms import DecisionForm, HandOverForm, SchoolPageForm
from network.coordination.reach import colleagues_of, coordinates
from network.coordination.states import Decision
from network.errors import NetworkError
from network.institutions.models import Institution
from network.members.models import Affiliation, Member
from network.members.profiles import profile_for
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer
from portal.shared.media.errors import PictureRefused
from portal.shared.registries.crossings import coordination_sections

DONE = {
    Decision.CONFIRM: lambda name: _("You confirmed that %(name)s works here.") % {"name": name},
    Decision.DECLINE: lambda name: _("You said that %(name)s does not work here.") % {"name": name},
    Decision.END: lambda name: _("Today is the last day of %(name)s here.") % {"name": name},
}


def _school(request: HttpRequest, slug: str) -> Institution:
    institution = Institution.objects.current().filter(slug=slug).first()
    if institution is None or not coordinates(request.user, institution, on=timezone.localdate()):
        raise Http404
    return institution


@login_required
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who waits for an answer, who works at the school, and what other subjects tell its coordinators."""
    institution, today = _school(request, slug), timezone.localdate()
    viewer, now = viewer_of(request), timezone.now()
    waiting = Affiliation.objects.filter(institution=institution).waiting(today)
    return render(
        request,
        "network/coordination/desk.html",
        {
            "institution": institution,
            "waiting": _rows(waiting, viewer, on=today),
            "colleagues": _rows(colleagues_of(institution, on=today), viewer, on=today),
            "sections": [
                {"title": section.title, "template": section.template, "context": context}
                for section in coordination_sections
                if (context := section.context(institution.pk, viewer, at=now)) is not None
            ],
        },
    )


def _rows(works, viewer: Viewer, *, on: date) -> list[dict[str, object]]:
    """Give each work with what the coordinator may see of the person: no more than any colleague."""
    works = list(works.select_related("member"))
    people = {
        member.pk: profile_for(viewer, member, on=on, is_brief=True)
        for member in Member.objects.filter(pk__in=[work.member_id for work in works]).with_byline()
    }
    return [{"work": work, "profile": people[work.member_id]} for work in works if people[work.member_id].is_visible]


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Confirm, decline or end someone's work."""
    institution = _school(request, slug)
    work = Affiliation.objects.select_related("member").filter(institution=institution, key=key).first()
    form = DecisionForm(request.POST)
    if work is None or not form.is_valid():
        raise Http404
    decision = Decision(form.cleaned_data["decision"])
    try:
        decide_work(affiliation=work, by=request.user, decision=decision, at=timezone.now())
    except NetworkError as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, DONE[decision](work.member))
    return redirect("coordination:desk", slug=institution.slug)


@login_required
@require_http_methods(["GET", "POST"])
def edit_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the school's page."""
    institution = _school(request, slug)
    form = SchoolPageForm(request.POST or None, request.FILES or None, institution=institution, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            change_school_page(institution=institution, by=request.user, at=timezone.now(), **form.values())
        except PictureRefused as reason:
            form.add_error("picture", reason.message)
        else:
            messages.success(request, _("The page of your school is saved."))
            return redirect(institution)
    return render(request, "network/coordination/page.html", {"institution": institution, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the task to a colleague."""
    institution = _school(request, slug)
    form = HandOverForm(request.POST or None, institution=institution, member=request.user, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            heir = hand_over(institution=institution, by=request.user, to=form.cleaned_data["to"], at=timezone.now())
        except NetworkError as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("%(name)s looks after this school from now on.") % {"name": heir.member})
            return redirect(institution)
    return render(request, "network/coordination/hand_over.html", {"institution": institution, "form": form})
