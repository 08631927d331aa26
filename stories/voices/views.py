"""What members say of a text for their own school. GET asks, POST acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.members.viewers import viewer_of
from network.models import Institution, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from stories.coach_stories.models import CoachStoryPage
from stories.insights.actions import recognise, record_reuse, take_back_recognition
from stories.insights.models import InsightPage, Recognition, Reuse
from stories.insights.states import Answer, ReuseResult
from stories.pilots.models import PilotReportPage
from stories.voices.forms import RecogniseForm, ReuseForm, school_field

REUSABLE = (InsightPage, CoachStoryPage, PilotReportPage)


def _schools(member: Member) -> list[Institution]:
    places = member.affiliations.current(timezone.localdate()).select_related("institution")
    return list(dict.fromkeys(place.institution for place in places))


def _visible_insight(page_id: int, viewer: Viewer) -> InsightPage:
    """Find an insight this viewer may see; a hidden one answers like a missing one."""
    page = InsightPage.objects.visible_to(viewer).filter(pk=page_id).first()
    if page is None:
        raise Http404
    return with_addresses([page])[0]


def _no_school(request: HttpRequest, page) -> HttpResponse:
    return render(request, "stories/insights/school_needed.html", {"insight": page}, status=403)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recognise_insight(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer "Herken je dit?", change the answer or take it back."""
    viewer = viewer_of(request)
    page = _visible_insight(page_id, viewer)
    schools = _schools(request.user)
    if not viewer.is_member or not schools:
        return _no_school(request, page)
    now = timezone.now()
    if request.method == "POST" and "take_back" in request.POST:
        take_back_recognition(insight=page, member=request.user, at=now)
        messages.success(request, _("Your answer is gone."))
        return HttpResponseRedirect(page.url)
    own = Recognition.objects.filter(insight=page, member=request.user).select_related("institution").first()
    # The buttons beside the insight send only an answer: they must not wipe a sentence written earlier.
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and own and "sentence" not in data:
        data["sentence"] = own.sentence
    initial = {"answer": own.answer, "sentence": own.sentence} if own else {}
    form = RecogniseForm(data, initial=initial)
    # Whoever works at several keeps the one answered for; whoever left it answers for where they work now.
    school = own.institution if own and own.institution in schools else schools[0]
    if data is not None and form.is_valid():
        recognise(
            insight=page,
            member=request.user,
            institution=school,
            answer=Answer(form.cleaned_data["answer"]),
            sentence=form.cleaned_data["sentence"],
            at=now,
        )
        messages.success(request, _("Thank you. Your answer counts for your school."))
        return HttpResponseRedirect(page.url)
    return render(
        request, "stories/insights/recognise.html", {"insight": page, "form": form, "own": own, "school": school}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reuse_text(request: HttpRequest, page_id: int) -> HttpResponse:
    """Tell how it went when one's own school did the same."""
    viewer = viewer_of(request)
    found = (model.objects.visible_to(viewer).filter(pk=page_id).first() for model in REUSABLE)
    page = next((row for row in found if row is not None), None)
    if page is None:
        raise Http404
    page = with_addresses([page])[0]
    schools = _schools(request.user)
    if not viewer.is_member or not schools:
        return _no_school(request, page)
    own = Reuse.objects.filter(page_id=page.pk, institution__in=schools).first()
    initial = {"result": own.result, "changes": own.changes, "happened_on": own.happened_on} if own else {}
    form = ReuseForm(request.POST if request.method == "POST" else None, initial=initial, today=timezone.localdate())
    if len(schools) > 1:
        form.fields["school"] = school_field(schools)
    if request.method == "POST" and form.is_valid():
        record_reuse(
            page=page,
            institution=form.cleaned_data.get("school") or schools[0],
            member=request.user,
            result=ReuseResult(form.cleaned_data["result"]),
            changes=form.cleaned_data["changes"],
            happened_on=form.cleaned_data["happened_on"],
            at=timezone.now(),
        )
        messages.success(request, _("Thank you. Other schools can now read how it went at yours."))
        return HttpResponseRedirect(page.url)
    return render(
        request, "stories/insights/reuse.html", {"text": page, "form": form, "own": own, "school": schools[0]}
    )
