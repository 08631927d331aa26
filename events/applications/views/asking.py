"""Asking for a place, inviting who has a wish, and hearing when a place comes free. GET asks, POST acts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.applications.actions import (
    ask_for_place,
    decide_for_offer,
    decide_for_request,
    invite,
    open_for_offer,
    open_for_request,
    schools_of,
    unwatch_offer,
    watch_offer,
)
from events.applications.errors import ASK_REFUSALS
from events.applications.forms import AskForm, InviteForm
from events.applications.models import OfferWatch
from events.applications.rules import AskDecision, months_to_choose
from events.applications.views.access import ASK_OR_ACT, members_only
from events.errors import EventsError
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingState, PlacesPer
from network.members.viewers import viewer_of


def _offer_or_404(request: HttpRequest, key: str) -> PlacementOffer:
    rows = PlacementOffer.objects.visible_to(viewer_of(request))
    offer = rows.select_related("institution", "contact").filter(key=key).first()
    if offer is None:
        raise Http404
    return offer


@members_only
@require_http_methods(ASK_OR_ACT)
def ask(request: HttpRequest, offer: str) -> HttpResponse:
    """Ask for a place; who asked already goes to what stands."""
    place = _offer_or_404(request, offer)
    now = timezone.now()
    standing = open_for_offer(place, request.user)
    if standing is not None:
        return redirect(standing)
    decision = decide_for_offer(place, request.user, at=now)
    if decision is not AskDecision.ASK:
        refusal = ASK_REFUSALS[decision].message
        return render(request, "events/applications/closed.html", {"listing": place, "refusal": refusal})
    form = _ask_form(request, place)
    if request.method == "POST" and form.is_valid():
        try:
            application = ask_for_place(
                offer=place, guest=request.user, opening=form.opening, wish=form.own_wish, at=now
            )
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your question is with the host. You get a mail when there is an answer."))
            return redirect(application)
    return render(request, "events/applications/ask.html", {"offer": place, "form": form})


def _ask_form(request: HttpRequest, place: PlacementOffer) -> AskForm:
    wishes = PlacementRequest.objects.filter(
        member=request.user, direction=place.direction, state=ListingState.OPEN
    ).order_by("title", "pk")
    months = _months([place]) if place.places_per == PlacesPer.MONTH else []
    chosen = wishes.filter(key=request.GET.get("wens", "")[:20]).first()
    initial = {"wish": chosen, "question": chosen.learning_question} if chosen else None
    return AskForm(request.POST if request.method == "POST" else None, wishes=wishes, months=months, initial=initial)


def _months(offers: list[PlacementOffer]) -> list:
    today = timezone.localdate()
    found = {
        month
        for offer in offers
        if offer.places_per == PlacesPer.MONTH
        for month in months_to_choose(starts_on=offer.starts_on, ends_on=offer.ends_on, today=today)
    }
    return sorted(found)


@members_only
@require_http_methods(ASK_OR_ACT)
def invite_guest(request: HttpRequest, wish: str) -> HttpResponse:
    """Invite who has a wish; who did already goes to what stands."""
    rows = PlacementRequest.objects.visible_to(viewer_of(request))
    found = rows.select_related("institution", "member").filter(key=wish).first()
    if found is None:
        raise Http404
    now = timezone.now()
    standing = open_for_request(found, request.user)
    if standing is not None:
        return redirect(standing)
    decision = decide_for_request(found, request.user, at=now)
    if decision is not AskDecision.ASK:
        refusal = _("This wish has been fulfilled.") if decision is AskDecision.FULL else ASK_REFUSALS[decision].message
        return render(request, "events/applications/closed.html", {"listing": found, "refusal": refusal})
    form = _invite_form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            application = invite(request=found, host=request.user, opening=form.opening, offer=form.own_offer, at=now)
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your invitation is sent. You get a mail when there is an answer."))
            return redirect(application)
    return render(request, "events/applications/invite.html", {"wish": found, "form": form})


def _invite_form(request: HttpRequest, found: PlacementRequest) -> InviteForm:
    schools = schools_of(request.user, on=timezone.localdate())
    offers = PlacementOffer.objects.filter(
        institution__in=schools, direction=found.direction, state=ListingState.OPEN
    ).order_by("title", "pk")
    return InviteForm(request.POST if request.method == "POST" else None, offers=offers, months=_months(list(offers)))


@members_only
@require_http_methods(ASK_OR_ACT)
def watch(request: HttpRequest, offer: str) -> HttpResponse:
    """Ask to hear once when a place comes free, or not any more."""
    place = _offer_or_404(request, offer)
    refusal = ""
    if request.method == "POST":
        try:
            if "stop" in request.POST:
                unwatch_offer(offer=place, member=request.user)
                messages.success(request, _("You get no mail about this place."))
            else:
                watch_offer(offer=place, member=request.user, at=timezone.now())
                messages.success(request, _("You get one mail when a place comes free."))
        except EventsError as error:
            refusal = str(error)
        else:
            return redirect(place)
    is_watched = OfferWatch.objects.filter(offer=place, member=request.user).exists()
    context = {
        "offer": place,
        "is_watched": is_watched,
        "is_taken": place.state == ListingState.TAKEN,
        "refusal": refusal,
    }
    return render(request, "events/applications/watch.html", context)
