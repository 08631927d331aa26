"""Making an offer or a wish, and changing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.offers.actions import change_listing, is_known, make_offer, make_request, send_listing
from events.offers.contexts import schools_for
from events.offers.errors import OffersError
from events.offers.forms import OfferForm, RequestForm, values_of, values_of_card
from events.offers.models import ActivityTemplate
from events.offers.states import ListingKind, ListingState
from events.offers.views.access import for_owner, members_only

ASK_OR_ACT = ["GET", "HEAD", "POST"]
FORMS = {ListingKind.OFFER: OfferForm, ListingKind.REQUEST: RequestForm}


@members_only
@require_http_methods(ASK_OR_ACT)
def make(request: HttpRequest, kind: str) -> HttpResponse:
    """Write an offer or a wish, perhaps from a card, and keep it as a draft or send it at once."""
    now, of_kind = timezone.now(), ListingKind(kind)
    today, is_offer = timezone.localdate(now), of_kind == ListingKind.OFFER
    schools = schools_for(request.user, of_kind, on=today)
    if not schools:
        return render(request, "events/offers/no_school.html", {"is_offer": is_offer})
    cards = ActivityTemplate.objects.filter(is_active=True)
    card = cards.filter(key=request.GET.get("kaart", "")[:20]).first() if request.method != "POST" else None
    form = FORMS[of_kind](
        request.POST if request.method == "POST" else None,
        on=today,
        schools=schools,
        values=values_of_card(card, is_offer=is_offer) if card else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            listing = (make_offer if is_offer else make_request)(
                member=request.user,
                institution=form.cleaned_data.get("institution") or schools[0],
                text=form.text(),
                token=form.cleaned_data["token"],
                at=now,
            )
        except OffersError as error:
            form.add_error(None, error.message)
        else:
            return _after(request, listing, at=now)
    context = {
        "form": form,
        "is_offer": is_offer,
        "cards": cards,
        "card": card,
        "opens_at_once": is_known(request.user),
    }
    return render(request, "events/offers/make.html", context)


def _after(request: HttpRequest, listing, *, at) -> HttpResponse:
    """Send it when that was the button, and say how it stands."""
    if "send" in request.POST:
        try:
            listing = send_listing(listing=listing, member=request.user, at=at)
        except OffersError as error:
            messages.error(request, error.message)
            return redirect(listing)
    if listing.is_listed:
        messages.success(request, _("It is online. Colleagues can find it from now on."))
    elif listing.is_waiting:
        messages.success(request, _("The editors read it first, because it is your first. You get a mail."))
    elif listing.state == ListingState.LAPSED:
        messages.success(request, _("Your change is kept. Say that it still holds, then it is in the list again."))
    else:
        messages.success(request, _("Your draft is kept. Only you see it until you send it."))
    return redirect(listing)


@for_owner
@require_http_methods(ASK_OR_ACT)
def change(request: HttpRequest, listing, step: str) -> HttpResponse:
    """Change what an offer or a wish says."""
    now = timezone.now()
    if listing.state == ListingState.WITHDRAWN:
        messages.error(request, _("This was withdrawn and stays so. Make a new one if you want to go on."))
        return redirect("offers:own")
    form = FORMS[listing.kind](
        request.POST if request.method == "POST" else None, on=timezone.localdate(now), values=values_of(listing)
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_listing(listing=listing, member=request.user, text=form.text(), at=now)
        except OffersError as error:
            form.add_error(None, error.message)
        else:
            return _after(request, changed, at=now)
    context = {
        "form": form,
        "listing": listing,
        "is_offer": listing.kind == ListingKind.OFFER,
        "can_send": listing.state == ListingState.DRAFT and not listing.is_waiting,
        "opens_at_once": is_known(request.user),
        "own_url": reverse("offers:own"),
    }
    return render(request, "events/offers/change.html", context)
