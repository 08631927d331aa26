"""What leaves the exchange: a sentence about an insight, and a draft story."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.reflections.actions import (
    begin_story,
    propose_finding,
    release_finding,
    released_quotes,
    take_back_finding,
)
from events.reflections.errors import NamesInSentence, ReflectionsError
from events.reflections.forms import FindingForm, InsightSearchForm, ReleaseForm
from events.reflections.models import JointSummary, ReflectionFinding
from events.reflections.reading import Exchange
from events.reflections.states import Verdict
from events.reflections.views.access import ASK_OR_ACT, for_the_two
from events.reflections.words import name_on, other_side
from network.members.viewers import viewer_of
from portal.shared.registries.crossings import insight_desks


def _needs_open(request: HttpRequest, exchange: Exchange) -> JointSummary:
    row = JointSummary.objects.visible_to(viewer_of(request)).filter(placement=exchange.placement).first()
    if row is None:
        raise Http404
    row.placement = exchange.placement
    return row


@for_the_two
@require_http_methods(ASK_OR_ACT)
def propose(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Find an insight, and say what the exchange shows of it."""
    _needs_open(request, exchange)
    search = InsightSearchForm(request.GET if "q" in request.GET else None)
    query = search.cleaned_data["q"] if search.is_bound and search.is_valid() else ""
    viewer = viewer_of(request)
    found = [each for desk in insight_desks for each in desk.choices(query, viewer)]
    form = FindingForm(
        request.POST if request.method == "POST" else None, choices=[(each.key, each.title) for each in found]
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            propose_finding(
                placement=exchange.placement,
                member=request.user,
                insight_key=values["insight"],
                verdict=Verdict(values["verdict"]),
                sentence=values["sentence"],
                at=timezone.now(),
            )
        except NamesInSentence as refusal:
            form.add_error("sentence", str(refusal))
        except ReflectionsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Kept. Once %(name)s agrees, the editors read it and it counts for the insight.")
                % {"name": exchange.other_name},
            )
            return redirect("reflections:detail", exchange.placement.key)
    context = {
        "exchange": exchange,
        "placement": exchange.placement,
        "search": search if search.is_bound else InsightSearchForm(),
        "query": query,
        "form": form,
        "number": len(found),
    }
    return render(request, "events/reflections/propose.html", context, status=422 if form.errors else 200)


@for_the_two
@require_http_methods(ASK_OR_ACT)
def finding(request: HttpRequest, exchange: Exchange, finding: str) -> HttpResponse:
    """Let everyone read what the exchange says of an insight, or take that back."""
    rows = ReflectionFinding.objects.visible_to(viewer_of(request)).select_related("placement")
    row = rows.filter(key=finding, placement=exchange.placement).first()
    if row is None:
        raise Http404
    form = ReleaseForm(request.POST if request.method == "POST" else None, finding=row)
    if request.method == "POST" and form.is_valid():
        try:
            said = _answer(request, row, seen=form.cleaned_data["version"])
        except ReflectionsError as refusal:
            messages.warning(request, str(refusal))
            return redirect("reflections:finding", exchange.placement.key, row.key)
        messages.success(request, said)
        return redirect("reflections:detail", exchange.placement.key)
    context = {
        "exchange": exchange,
        "placement": exchange.placement,
        "finding": row,
        "form": form,
        "is_released_by_me": row.released_at(exchange.side) is not None,
    }
    return render(request, "events/reflections/finding.html", context)


def _answer(request: HttpRequest, row: ReflectionFinding, *, seen: str) -> str:
    at = timezone.now()
    if "back" in request.POST:
        take_back_finding(finding=row, member=request.user, at=at)
        return _("Taken back: it is not read outside your exchange, and does not count.")
    released = release_finding(finding=row, member=request.user, seen=seen, at=at)
    if released.is_released:
        return _("You both agree. The editors read it now; once they accept it, it counts for the insight.")
    return _("Kept. The other one did not agree yet.")


@for_the_two
@require_http_methods(ASK_OR_ACT)
def story(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Show what would go into a draft story; a POST makes it, once."""
    row = _needs_open(request, exchange)
    placement = exchange.placement
    if request.method == "POST":
        try:
            begun = begin_story(placement=placement, member=request.user, at=timezone.now())
        except ReflectionsError as refusal:
            messages.warning(request, str(refusal))
            return redirect("reflections:detail", placement.key)
        if begun.story_by_id == request.user.pk:
            messages.success(request, _("Here is your draft. Change what you like, then send it to the editors."))
            return redirect(begun.story_path)
        messages.info(
            request,
            _("%(name)s made the draft already and holds the pen. You are its author, too.")
            % {"name": exchange.other_name},
        )
        return redirect("reflections:detail", placement.key)
    if row.story_at or not row.is_agreed:
        return redirect("reflections:detail", placement.key)
    context = {
        "exchange": exchange,
        "placement": placement,
        "summary": row,
        "quotes": [
            {"row": quote, "who": name_on(placement, quote.reflection.side)} for quote in released_quotes(placement)
        ],
        "other_is_named": row.host_is_named if other_side(exchange.side) == "host" else row.guest_is_named,
    }
    return render(request, "events/reflections/story.html", context)
