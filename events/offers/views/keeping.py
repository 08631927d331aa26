"""The steps an owner takes with an offer or a wish, each asked on a page before it is done; and taking one over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from events.offers.actions import (
    confirm_listing,
    decide_host,
    pause_listing,
    resume_listing,
    send_listing,
    take_over_offer,
    withdraw_listing,
)
from events.offers.errors import OffersError
from events.offers.forms import ReasonForm
from events.offers.rules import TakeOverDecision
from events.offers.states import ListingKind, Step
from events.offers.views.access import find_visible, for_owner, members_only

ASK_OR_ACT = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Asked:
    """What a page asks before a step, and what it says after it. `longest` is that of a reason, 0 without one."""

    title: str | Promise
    text: str | Promise
    done: str | Promise
    act: Callable
    longest: int = 0
    readers: str | Promise = ""
    is_danger: bool = False


STEPS = {
    Step.SEND: Asked(
        _("Send this?"),
        _("If the editors let something of yours through before, it is online at once. Otherwise they read it first."),
        _("Sent. You see below how it stands."),
        send_listing,
    ),
    Step.CONFIRM: Asked(
        _("Does this still hold?"),
        _("If you confirm it, it stays in the list for another half year, or until the end of its period."),
        _("Thank you. It stays in the list."),
        confirm_listing,
    ),
    Step.RESUME: Asked(
        _("Open this again?"),
        _("Colleagues can then ask for it again."),
        _("It is open again."),
        resume_listing,
    ),
    Step.PAUSE: Asked(
        _("Pause this?"),
        _("It stays in the list, but nobody can ask for it until you open it again."),
        _("It is paused."),
        pause_listing,
        longest=200,
        readers=_("Readers see this, for example: “because of a move until May”."),
    ),
    Step.WITHDRAW: Asked(
        _("Withdraw this?"),
        _("It goes out of the list for good. Whoever is talking with you about it hears so."),
        _("It is withdrawn."),
        withdraw_listing,
        longest=300,
        readers=_("Whoever asked for it reads this."),
        is_danger=True,
    ),
}


@for_owner
@require_http_methods(ASK_OR_ACT)
def step(request: HttpRequest, listing, step: str) -> HttpResponse:
    """Ask whether the owner wants this step, and take it on POST."""
    asked = STEPS[Step(step)]
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, readers=asked.readers, longest=asked.longest) if asked.longest else None
    if request.method == "POST" and (form is None or form.is_valid()):
        given = {"reason": form.cleaned_data["reason"]} if form else {}
        try:
            asked.act(listing=listing, member=request.user, at=timezone.now(), **given)
        except OffersError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, asked.done)
        return redirect("offers:own")
    context = {"listing": listing, "asked": asked, "form": form, "button": Step(step).label}
    return render(request, "events/offers/step.html", context)


@members_only
@require_http_methods(ASK_OR_ACT)
def take_over(request: HttpRequest, key: str) -> HttpResponse:
    """Let a colleague of the school become the host of a place whose host left."""
    offer, now = find_visible(request, ListingKind.OFFER.value, key), timezone.now()
    decision = decide_host(offer=offer, member=request.user, at=now)
    if decision is TakeOverDecision.NOT_THEIR_SCHOOL:
        raise Http404
    if request.method == "POST":
        return _take_over(request, offer, at=now)
    context = {"listing": offer, "has_host": decision is TakeOverDecision.HAS_HOST}
    return render(request, "events/offers/take_over.html", context)


def _take_over(request: HttpRequest, offer, *, at: datetime) -> HttpResponse:
    try:
        take_over_offer(offer=offer, member=request.user, at=at)
    except OffersError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("You are the host now. Check whether the text still fits."))
    return redirect(offer)
